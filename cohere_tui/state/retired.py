"""What a server may not offer: what was retired, since when, what replaces it (API.md 20)."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Retirement:
    """The end of a part of the API."""

    what: str
    since: str
    """A day, as a person reads it."""
    instead: str
    """What to use, as a sentence."""
    ended: str = "were retired"
    it: str = "them"

    @property
    def told(self) -> str:
        """The whole, calmly."""
        return (
            f"{self.what} {self.ended} on {self.since}, and this server no longer offers {self.it}."
            f"\n\n{self.instead}\n\nPrivate deployments and the sandbox may still do."
        )


@dataclass(frozen=True, slots=True)
class Newer:
    """A part of the API that servers of a while ago do not have."""

    what: str
    path: str
    instead: str = "Use another server, or ask whoever runs this one for a newer version."

    @property
    def told(self) -> str:
        """The whole, calmly."""
        return f"This server does not offer {self.what} ({self.path}).\n\n{self.instead}"


_SEPTEMBER: Final = "September 15, 2025"
_EXAMPLES: Final = "Give a chat model the labels and the examples in its prompt:"
_CHAT: Final = "Ask a chat model instead: u takes what is written here to the chat."

RETIRED: Final[Mapping[str, Retirement | Newer]] = MappingProxyType(
    {
        "connectors": Retirement(
            "Connectors", _SEPTEMBER, "Give the model a tool that searches, or documents, instead."
        ),
        "finetunes": Retirement(
            "Fine-tunes",
            _SEPTEMBER,
            "Use a current model with examples or documents in the prompt.",
        ),
        "classify": Retirement(
            "Classify", _SEPTEMBER, f"{_EXAMPLES} u takes them to the chat.", "was deprecated", "it"
        ),
        "generate": Retirement("Generate", _SEPTEMBER, _CHAT, "was removed", "it"),
        "summarize": Retirement("Summarize", _SEPTEMBER, _CHAT, "was deprecated", "it"),
        "parse": Newer("Parse", "POST /v2/parse"),
        "transcribe": Newer("Transcribe", "POST /v2/audio/transcriptions"),
    }
)
"""By the name of the place that shows them."""
