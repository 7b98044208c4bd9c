"""What a table shows of a thing: columns are data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Row = TypeVar("Row")

SortKey: TypeAlias = "str | float | int | None"
"""What rows are ordered by; None comes last, whichever way."""


class Tone(Enum):
    """What a cell says beside its text: a colour and, for states, a sign of their own."""

    PLAIN = "plain"
    QUIET = "quiet"
    """Secondary."""
    READY = "ready"
    WORKING = "working"
    WAITING = "waiting"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: text of any kind, made harmless where it is drawn."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column of a table over things of a kind."""

    name: str
    """Its heading, and what it is sorted by its name for."""
    cell: Callable[[Row, float], Cell]
    """What it shows of a thing at a time (unix seconds)."""
    width: int
    """In terminal cells, without the space beside it; of a column that grows the least one."""
    key: Callable[[Row], Any] | None = None
    """What it is sorted by (`SortKey`); None: its text."""
    grows: bool = False
    """Whether it takes the room that is left."""
    right: bool = False
    """Whether it is aligned to the right: numbers."""
    wide: bool = False
    """Whether it is shown only when all columns are asked for."""
    rank: int = 0
    """Where there is no room, those of the highest rank go first."""
