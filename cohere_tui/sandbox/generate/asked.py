"""A generate request: which fields there are, within which bounds, and what it asks (API.md 7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cohere_tui.sandbox import fields
from cohere_tui.sandbox.answers.tokens import count, cut
from cohere_tui.sandbox.catalogue import Model
from cohere_tui.sandbox.wire import RefusedError, invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cohere_tui.sandbox.fields import Bounds, Fields

FIELDS: Fields = {
    "prompt": "string", "model": "string", "num_generations": "integer", "stream": "boolean",
    "max_tokens": "integer", "truncate": "string", "temperature": "number", "seed": "integer",
    "preset": "string", "end_sequences": "array", "stop_sequences": "array", "k": "integer",
    "p": "number", "frequency_penalty": "number", "presence_penalty": "number",
    "return_likelihoods": "string", "raw_prompting": "boolean",
}  # fmt: skip
_BOUNDS: Bounds = {
    "num_generations": (1, 5, "1 and 5"),
    "temperature": (0, 5, "0 and 5.0"),
    "frequency_penalty": (0, 1, "0 and 1"),
    "presence_penalty": (0, 1, "0 and 1"),
    "p": (0.01, 0.99, "0.01 and 0.99"),
    "k": (0, 500, "0 and 500"),
    "seed": (0, 2**64 - 1, f"0 and {2**64 - 1}"),
}
_OLD = {
    name: Model(name, ("generate",), 4_096, 4_096)
    for name in ("command", "command-light", "command-nightly", "command-light-nightly")
}
"""Models of the past, which programs that still generate name."""
DEFAULT = _OLD["command"]


@dataclass(frozen=True, slots=True)
class AskGenerate:
    """All of a request that matters for its answer."""

    prompt: str
    """As it came."""
    read: str
    """As much of it as the model takes."""
    tokens: int
    """Of what is read."""
    number: int = 1
    stream: bool = False
    max_tokens: int | None = None
    end_sequences: tuple[str, ...] = ()
    """A text is cut before the first of these …"""
    stop_sequences: tuple[str, ...] = ()
    """… and after the first of these."""
    likelihoods: str = "NONE"
    seed: int = 0


def read(body: Mapping[str, Any], named: Callable[[str], Model]) -> AskGenerate:
    """The request, checked; `named` looks up models."""
    fields.bounded(body, _BOUNDS)
    prompt = body.get("prompt", "")
    if not prompt:
        raise invalid("prompt must be at least 1 token long.")
    model = _model(body.get("model", ""), named)
    likelihoods = fields.one_of(
        body.get("return_likelihoods", "NONE").upper(),
        ("GENERATION", "ALL", "NONE"),
        "return_likelihoods",
    )
    if body.get("stream") and likelihoods != "NONE":
        raise invalid("return_likelihoods is not supported when streaming.")
    most = body.get("max_tokens")
    if most is not None and not 1 <= most <= model.output:
        raise invalid(f"max_tokens must be between 1 and {model.output} inclusive.")
    seen, tokens = _fitted(prompt, model, body.get("truncate", "END").upper())
    return AskGenerate(
        prompt=prompt,
        read=seen,
        tokens=tokens,
        number=body.get("num_generations", 1),
        stream=body.get("stream", False),
        max_tokens=most,
        end_sequences=_sequences(body, "end_sequences"),
        stop_sequences=_sequences(body, "stop_sequences"),
        likelihoods=likelihoods,
        seed=int(body.get("seed", 0)),
    )


def _model(name: str, named: Callable[[str], Model]) -> Model:
    model = _OLD.get(name or DEFAULT.name) or named(name)
    if not {"chat", "generate"}.intersection(model.endpoints):
        raise invalid(f"model '{name}' is not supported by the generate API")
    return model


def _fitted(prompt: str, model: Model, truncate: str) -> tuple[str, int]:
    """As much of the prompt as fits, and how many tokens that is."""
    fields.one_of(truncate, ("NONE", "START", "END"), "truncate")
    over = count(prompt) - model.context
    if over <= 0:
        return prompt, over + model.context
    if truncate == "NONE":
        raise RefusedError(
            400,
            f"too many tokens: size limit exceeded by {over} tokens. "
            "Try using shorter or fewer inputs.",
            error_type="TOO_MANY_TOKENS",
        )
    seen, tokens, _ = cut(prompt, model.context, from_start=truncate == "START")
    return seen, tokens


def _sequences(body: Mapping[str, Any], name: str) -> tuple[str, ...]:
    found = fields.items(body.get(name), "string", name)
    return tuple(sequence for sequence in found if sequence)
