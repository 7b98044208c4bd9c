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
    exported: Callable[[Row], object] | None = None
    """What a file holds of a thing; None: the text. What depends on the time has one of its own."""
    grows: bool = False
    """Whether it takes the room that is left."""
    right: bool = False
    """Whether it is aligned to the right: numbers."""
    ids: bool = False
    """Whether it holds ids: where they are cut, both ends stay, to tell them apart by."""
    wide: bool = False
    """Whether it is shown only when all columns are asked for."""
    rank: int = 0
    """Where there is no room, those of the highest rank go first."""


def id_column(
    name: str,
    identify: Callable[[Any], str],
    width: int,
    *,
    rank: int = 0,
    wide: bool = False,
) -> Column[Any]:
    """A column of ids, its own or those of what belongs to it."""

    def cell(thing: Any, _: float) -> Cell:
        return Cell(identify(thing), Tone.QUIET)

    return Column(name, cell, width, ids=True, rank=rank, wide=wide)


def number_column(
    name: str,
    number: Callable[[Any], int | None],
    width: int,
    cell: Callable[[Any, float], Cell] | None = None,
    *,
    rank: int = 0,
    wide: bool = False,
) -> Column[Any]:
    """A column of numbers, in thousands unless `cell` says otherwise; `?` where it is not known."""

    def thousands(thing: Any, _: float) -> Cell:
        known = number(thing)
        return Cell("?", Tone.QUIET) if known is None else Cell(f"{known:,}")

    shown = cell or thousands
    return Column(name, shown, width, key=number, exported=number, right=True, rank=rank, wide=wide)
