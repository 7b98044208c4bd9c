"""What can be read outside the app, in a program of the person's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from textual.message import Message

if TYPE_CHECKING:
    from textual.screen import Screen


@runtime_checkable
class Readable(Protocol):
    """A widget or a screen with a text of its own."""

    async def text_to_read(self) -> str:
        """All of its text, also what is out of sight; empty where there is none yet.

        Never what was written into a field: it may be a secret. Raises `CohereTuiError`.
        """


@dataclass
class ReadAsked(Message):
    """The person wants to read `text` in their own pager."""

    text: str


def readable_at(screen: Screen[Any]) -> Readable | None:
    """The nearest around the focus that has a text, the screen itself at last."""
    around = (screen,) if screen.focused is None else screen.focused.ancestors_with_self
    return next((one for one in around if isinstance(one, Readable)), None)
