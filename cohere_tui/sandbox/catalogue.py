"""The models that the sandbox offers: API.md section 19."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cohere_tui.sandbox.answers.bpe import NEWEST, OLDER, OLDEST, Encoding
from cohere_tui.sandbox.wire import RefusedError

_SAMPLING = {"temperature": 0.3, "k": 0, "p": 0.75, "frequency_penalty": 0, "presence_penalty": 0}


@dataclass(frozen=True, slots=True)
class Model:
    """One model, and what it can do."""

    name: str
    endpoints: tuple[str, ...]
    context: int
    """The window in tokens, prompt and answer together."""
    output: int = 0
    """The longest answer in tokens; 0 where there is no text to write."""
    features: tuple[str, ...] = ()
    default_for: tuple[str, ...] = ()
    v1: bool = False
    """Whether it may be used with `/v1/chat`."""
    dimensions: tuple[int, ...] = ()
    """How long its vectors may be; the last is the default. Empty where it makes none."""
    space: str = ""
    """Models of one space make vectors that may be compared; empty: it has one of its own."""
    encoding: Encoding = NEWEST
    """How it says text as tokens."""
    base: str = ""
    """The model it was fine-tuned from; empty where it was not."""

    @property
    def reasons(self) -> bool:
        """Whether it thinks before it answers."""
        return "reasoning" in self.features

    @property
    def mixes(self) -> bool:
        """Whether it embeds text with pictures, and many pictures at once: from v4 on."""
        return len(self.dimensions) > 1

    @property
    def marks_spans(self) -> bool:
        """Whether it says which passages of a document are relevant."""
        return self.name.startswith("rerank-v5")

    def wire(self, tokenizers: str) -> dict[str, Any]:
        """As the API describes it (API.md 13.1); at `tokenizers` are the files of that name."""
        body: dict[str, Any] = {
            "name": self.name,
            "is_deprecated": False,
            "endpoints": list(self.endpoints),
            "finetuned": bool(self.base),
            "context_length": self.context,
            "tokenizer_url": f"{tokenizers}/{self.base or self.name}.json",
            "default_endpoints": list(self.default_for),
        }
        if self.features:
            body["features"] = list(self.features)
        if "chat" in self.endpoints:
            body["sampling_defaults"] = _SAMPLING
        elif "rerank" in self.endpoints:
            body["sampling_defaults"] = {"max_tokens_per_doc": 4096}
        return body


_JSON = ("json_mode", "json_schema", "safety_modes")
_TOOLS = (*_JSON, "strict_tools", "tools")
_CHAT = ("chat",)
_OLD_CHAT = ("chat", "generate", "summarize")
_EMBED = ("embed",)
_OLD_EMBED = ("embed", "classify")
_RERANK = ("rerank",)
_V4 = (256, 512, 1024, 1536)
_V5 = (256, 512, 768, 1024, 1536, 2048)

MODELS = (
    Model("command-a-plus-05-2026", _CHAT, 128_000, 64_000, (*_TOOLS, "reasoning", "vision")),
    Model("command-a-reasoning-08-2025", _CHAT, 288_768, 32_000, (*_TOOLS, "reasoning")),
    Model("command-a-03-2025", _CHAT, 288_000, 8_000, _TOOLS, default_for=_CHAT, v1=True),
    Model("command-a-vision-07-2025", _CHAT, 128_000, 8_000, (*_JSON, "vision")),
    Model("command-a-translate-08-2025", _CHAT, 8_000, 8_000, _JSON),
    Model("command-r7b-12-2024", _OLD_CHAT, 132_000, 4_000, _TOOLS, v1=True, encoding=OLDER),
    Model("command-r-08-2024", _OLD_CHAT, 132_000, 4_000, _TOOLS, v1=True, encoding=OLDER),
    Model("command-r-plus-08-2024", _OLD_CHAT, 132_000, 4_000, _TOOLS, v1=True, encoding=OLDER),
    Model("north-mini-code-1-0", _CHAT, 256_000, 64_000, (*_TOOLS, "reasoning")),
    Model("north-small-translate-1-0", _CHAT, 16_000, 16_000, _JSON),
    Model("tiny-aya-global", _CHAT, 8_000, 8_000, v1=True, encoding=OLDER),
    Model("tiny-aya-earth", _CHAT, 8_000, 8_000, v1=True, encoding=OLDER),
    Model("tiny-aya-fire", _CHAT, 8_000, 8_000, v1=True, encoding=OLDER),
    Model("tiny-aya-water", _CHAT, 8_000, 8_000, v1=True, encoding=OLDER),
    Model("c4ai-aya-expanse-32b", _CHAT, 128_000, 4_000, v1=True, encoding=OLDER),
    Model("c4ai-aya-vision-32b", _CHAT, 16_000, 4_000, ("vision",), v1=True, encoding=OLDER),
    Model("embed-v5.0-pro", _EMBED, 128_000, dimensions=_V5, space="v5"),
    Model("embed-v5.0-fast", _EMBED, 128_000, dimensions=_V5, space="v5"),
    Model("embed-v4.0", _EMBED, 128_000, default_for=_EMBED, dimensions=_V4),
    Model("embed-english-v3.0", _OLD_EMBED, 512, dimensions=(1024,), encoding=OLDEST),
    Model("embed-multilingual-v3.0", _OLD_EMBED, 512, dimensions=(1024,), encoding=OLDEST),
    Model("embed-english-light-v3.0", _OLD_EMBED, 512, dimensions=(384,), encoding=OLDEST),
    Model("embed-multilingual-light-v3.0", _OLD_EMBED, 512, dimensions=(384,), encoding=OLDEST),
    Model("rerank-v5.0-pro", _RERANK, 32_768),
    Model("rerank-v5.0-fast", _RERANK, 32_768),
    Model("rerank-v4.0-pro", _RERANK, 32_000, default_for=_RERANK),
    Model("rerank-v4.0-fast", _RERANK, 32_000),
    Model("rerank-v3.5", _RERANK, 4_096, encoding=OLDER),
    Model("rerank-english-v3.0", _RERANK, 4_096, encoding=OLDEST),
    Model("rerank-multilingual-v3.0", _RERANK, 4_096, encoding=OLDEST),
    Model("parse-v5.0", (), 8_000),
    Model("cohere-transcribe-03-2026", (), 8_000),
    Model("cohere-transcribe-arabic-07-2026", (), 8_000),
)
"""Everything that is offered, in the order of the list."""

BY_NAME = {model.name: model for model in MODELS}

REMOVED = {
    "command": "September 15, 2025",
    "command-light": "September 15, 2025",
    "command-r": "September 15, 2025",
    "command-r-03-2024": "September 15, 2025",
    "command-r-plus": "September 15, 2025",
    "command-r-plus-04-2024": "September 15, 2025",
    "embed-english-v2.0": "April 4, 2026",
    "embed-english-light-v2.0": "April 4, 2026",
    "embed-multilingual-v2.0": "April 4, 2026",
    "c4ai-aya-expanse-8b": "April 4, 2026",
    "c4ai-aya-vision-8b": "April 4, 2026",
}
"""Models of the past, and when they went (API.md section 20)."""


def model_named(name: str) -> Model:
    """The model of that name, or the 404 that the API gives."""
    model = BY_NAME.get(name)
    if model is not None:
        return model
    if name in REMOVED:
        raise RefusedError(404, f"model '{name}' was removed on {REMOVED[name]}.")
    raise RefusedError(
        404,
        f"model '{name}' not found, make sure the correct model ID was used "
        "and that you have access to the model.",
    )
