"""A document on rows: how many each line takes, and which of them is where. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.cells import cell_len, chop_cells

from cohere_tui.state.json_document import Document
from cohere_tui.state.json_folds import how_many

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.state.json_folds import Folds

LONGEST: Final = 2_000
"""Characters of a line that are drawn, and a sign where there are more; all of it is copied."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn of a line: JSON, and what is said of the rest of it."""

    json: str
    told: str = ""

    @property
    def text(self) -> str:
        """All of it."""
        return self.json + self.told


def drawn(document: Document, line: int, ellipsis: str, *, folded: bool = False) -> Drawn:
    """What is drawn of a line."""
    text = document.lines[line]
    if not folded:
        return _cut(text, ellipsis)
    closing = document.lines[document.mates[line]].lstrip(" ")[0]
    told = f"{text[-1]}{ellipsis}{closing} {how_many(document, line)}"
    return Drawn(_cut(text[:-1], ellipsis).text, told)


def _cut(text: str, ellipsis: str) -> Drawn:
    more = len(text) - LONGEST
    if more <= 0:
        return Drawn(text)
    return Drawn(text[:LONGEST], f"{ellipsis} {more:,} more characters")


class Piece(NamedTuple):
    """What of a text stands on one row: letters from `start` to `end`, `hang` cells in."""

    start: int
    end: int
    hang: int = 0


def pieces(text: str, room: int) -> list[Piece]:
    """A text on rows of `room` cells; those after the first begin below it, two cells in."""
    if len(text) <= room // 2 or cell_len(text) <= room:  # no letter is wider than two cells
        return [Piece(0, len(text))]
    start = len(chop_cells(text, room)[0])
    hang = _hanging(text, room)
    found = [Piece(0, start)]
    for part in chop_cells(text[start:], room - hang):
        found.append(Piece(start, start + len(part), hang))
        start += len(part)
    return found


def _hanging(text: str, room: int) -> int:
    return min(len(text) - len(text.lstrip(" ")) + 2, room // 2)


def row_of(text: str, room: int, letter: int) -> int:
    """The row of a letter."""
    return next(nth for nth, one in enumerate(pieces(text, room)) if letter < one.end)


def height(text: str, room: int) -> int:
    """How many `pieces` there are."""
    if not text.isascii():
        return len(pieces(text, room))
    over = len(text) - room
    return 1 if over <= 0 else 1 - (-over // (room - _hanging(text, room)))


@dataclass(frozen=True, slots=True)
class Measured:
    """A document, and how many rows each of its lines takes in so many cells."""

    document: Document = field(default_factory=Document)
    room: int = 0
    ellipsis: str = "…"
    heights: list[int] = field(default_factory=list)
    widths: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, document: Document, room: int, ellipsis: str) -> Measured:
        """Measure every line."""
        texts = [
            line if len(line) <= LONGEST else _cut(line, ellipsis).text for line in document.lines
        ]
        heights = [height(text, room) for text in texts]
        widths = [len(text) if text.isascii() else cell_len(text) for text in texts]
        return cls(document, room, ellipsis, heights, widths)


@dataclass(frozen=True, slots=True)
class Layout:
    """Which lines are shown, and on which rows."""

    shown: Sequence[int] = ()
    folded: frozenset[int] = frozenset()
    """Those of them that stand for all that they open."""
    tops: Sequence[int] = (0,)
    """For each of `shown` its first row, and how many rows there are."""
    width: int = 0
    """How many cells the widest of them takes."""
    wrapped: bool = True

    @classmethod
    def of(cls, measured: Measured, folds: Folds, *, wrapped: bool) -> Layout:
        """Put the lines that are shown below one another; each on one row if not `wrapped`."""
        document = measured.document
        shown, folded = folds.shown(document)
        widths: list[int] = [measured.widths[line] for line in shown]
        heights: list[int] = [measured.heights[line] for line in shown] if wrapped else []
        for line in folded:
            place = bisect_left(shown, line)
            text = drawn(document, line, measured.ellipsis, folded=True).text
            widths[place] = len(text) if text.isascii() else cell_len(text)
            if wrapped:
                heights[place] = height(text, measured.room)
        tops = [0, *accumulate(heights)] if wrapped else range(len(shown) + 1)
        return cls(shown, frozenset(folded), tops, max(widths, default=0), wrapped)

    @property
    def height(self) -> int:
        """How many rows there are."""
        return self.tops[-1]

    def place(self, line: int) -> int:
        """The how manieth of `shown` a line is."""
        return bisect_left(self.shown, line)

    def rows(self, line: int) -> range:
        """The rows of a line that is shown."""
        place = self.place(line)
        return range(self.tops[place], self.tops[place + 1])

    def at(self, row: int) -> tuple[int, int]:
        """The line on a row, and how many of its rows are above."""
        place = min(bisect_right(self.tops, row), len(self.shown)) - 1
        return self.shown[place], row - self.tops[place]
