"""What the store answers with, where `state` has no word for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cohere_tui.state.conversation import Settings
    from cohere_tui.state.turn import Entry


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a conversation, oldest first."""

    entries: tuple[Entry, ...] = ()
    first: int = 0
    """The position of the first entry: ask for what is `before` it. 0 when there is no entry."""
    more: bool = False
    """Whether there are older ones."""
    settings: tuple[Settings, ...] = ()
    """For each entry, the settings of the request that it belongs to."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where searched words were found: in an entry, or in the title of a conversation."""

    conversation_id: str
    title: str
    """The title of the conversation."""
    snippet: str
    """The words with what is around them; text from outside, line breaks and all."""
    marks: tuple[tuple[int, int], ...] = ()
    """Where in the snippet the words are: start and end (exclusive) in code points."""
    entry_id: str = ""
    """Empty for a title."""
    position: int = 0
    """Of the entry: a page `before` the next position ends with it. 0 for a title."""
    kind: str = "title"
    """"title", "prompt" or "turn"."""
    at: float = 0.0
    """Unix seconds: when it was said; for a title, when the conversation was last changed."""
