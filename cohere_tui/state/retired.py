"""What the hosted API no longer offers: what, since when, and what replaces it (API.md 20)."""

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


_SEPTEMBER: Final = "September 15, 2025"
_CHAT: Final = "Ask a chat model instead: u takes what is written here to the chat."

RETIRED: Final[Mapping[str, Retirement]] = MappingProxyType(
    {
        "connectors": Retirement(
            "Connectors", _SEPTEMBER, "Give the model a tool that searches, or documents, instead."
        ),
        "finetunes": Retirement(
            "Fine-tunes",
            _SEPTEMBER,
            "Use a current model with examples or documents in the prompt.",
        ),
        "generate": Retirement("Generate", _SEPTEMBER, _CHAT, "was removed", "it"),
        "summarize": Retirement("Summarize", _SEPTEMBER, _CHAT, "was deprecated", "it"),
    }
)
"""By the name of the place that shows them."""
