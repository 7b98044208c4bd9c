"""The lines of a text that may grow, and where several such texts stand beside each other."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Final

from cohere_tui.state.playground.passages import Passage
from cohere_tui.widgets.log.plain_flow import PlainFlow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.state.pieces import Pieces
    from cohere_tui.widgets.markdown.line import Line

_CLOSELY: Final = 64
"""So many characters at the end of a text are looked at to tell whether another one goes on."""
LEAST: Final = 26
"""Cells that a text needs to be read beside another."""
BEFORE: Final = 2
"""Cells before each text: the cursor's bar and a space."""
BETWEEN: Final = 2
"""Cells behind each text but the last of a row: a space and a rule."""
WIDEST: Final = 100
"""Longer lines are hard to read."""


class PassageLines:
    """The lines of one passage, its head left out; what is wrapped is wrapped once."""

    def __init__(self) -> None:
        self.passage = Passage("")
        self.lines: Sequence[Line] = ()
        self._flow = PlainFlow(1, "text")
        self._width = 0

    @property
    def height(self) -> int:
        """All lines, the head being the first."""
        return 1 + len(self.lines)

    def take(self, passage: Passage, width: int) -> tuple[range, ...]:
        """Take a later state, or another passage; the lines that are not as they were."""
        before, self.passage = self.passage, passage
        head = () if _head(before) == _head(passage) else (range(1),)
        same = width == self._width and before.open and continues(before.text, passage.text)
        if not same:
            self._flow, self._width = PlainFlow(width, "text"), width
        elif passage.text is before.text and passage.open:
            return head
        lines, self.lines = self.lines, self.laid_out(passage, width)
        pairs = enumerate(zip(lines, self.lines, strict=False))
        kept = min(len(lines), len(self.lines))
        first = next((at for at, (a, b) in pairs if a is not b and a != b), kept)
        end = max(len(lines), len(self.lines))
        return head if first == end else (*head, range(first + 1, end + 1))

    def laid_out(self, passage: Passage, width: int) -> Sequence[Line]:
        """The lines of a passage; those that are as they were, the very same."""
        del width  # the flow has it
        return self._flow.lines(passage.text, is_open=passage.open)


def _head(passage: Passage) -> tuple[object, ...]:
    return passage.title, passage.word, passage.tone, passage.figures


def continues(before: Pieces, now: Pieces) -> bool:
    """Whether a text goes on where another one ended, as far as the end of that tells."""
    looked_at = max(0, len(before) - _CLOSELY)
    length = len(before) - looked_at
    return len(now) >= len(before) and now.since(looked_at)[:length] == before.since(looked_at)


def side_by_side(count: int, width: int) -> int:
    """How many of `count` texts stand beside each other in so many cells; rows are even."""
    most = max(1, (width - 1 + BETWEEN) // (BEFORE + LEAST + BETWEEN))
    rows = ceil(count / most)
    return ceil(count / rows) if rows else 1


@dataclass(frozen=True, slots=True)
class Grid:
    """Texts of known heights, `across` of them side by side, a blank line between the rows."""

    heights: tuple[int, ...] = ()
    """In lines, the heads included."""
    across: int = 1
    lead: int = 0
    """Lines above the first row."""
    cells: int = 1
    """How wide each is."""
    tops: tuple[int, ...] = ()
    """The first line of each row."""

    @classmethod
    def of(cls, heights: Sequence[int], across: int, lead: int, width: int) -> Grid:
        """The places of texts in a view of `width` cells."""
        tops, at = [], lead
        for first in range(0, len(heights), across):
            tops.append(at)
            at += max(heights[first : first + across]) + 1
        return cls(tuple(heights), across, lead, cells_of(across, width), tuple(tops))

    def is_like(self, other: Grid) -> bool:
        """Whether texts stand in the same cells, however high they are."""
        mine = (len(self.heights), self.across, self.lead, self.cells)
        return mine == (len(other.heights), other.across, other.lead, other.cells)

    def first_change(self, other: Grid) -> int | None:
        """The first line at which rows are not as high as in another grid like it."""
        for number, top in enumerate(self.tops):
            mine, its = self._high(number), other._high(number)
            if mine != its:
                return top + min(mine, its)
        return None

    def _high(self, row: int) -> int:
        return max(self.heights[row * self.across : (row + 1) * self.across])

    @property
    def height(self) -> int:
        """All lines."""
        if not self.tops:
            return self.lead
        return self.tops[-1] + self._high(len(self.tops) - 1)

    def lines(self, number: int) -> range:
        """The lines on which a text stands."""
        top = self.tops[number // self.across]
        return range(top, top + self.heights[number])

    def left(self, number: int) -> int:
        """The first cell of a text, its bar included."""
        return number % self.across * (BEFORE + self.cells + BETWEEN)

    def row(self, line: int) -> tuple[range, int]:
        """The texts of the row that a line is of, none above all rows, and which line of it."""
        number = bisect_right(self.tops, line) - 1
        if number < 0:
            return range(0), line
        first = number * self.across
        return range(first, min(first + self.across, len(self.heights))), line - self.tops[number]

    def at(self, line: int, cell: int) -> int | None:
        """The number of the text at a place."""
        numbers, _ = self.row(line)
        column = cell // (BEFORE + self.cells + BETWEEN)
        return numbers[column] if column < len(numbers) else None


def cells_of(across: int, width: int) -> int:
    """How wide each of so many texts in a row can be."""
    room = width - 1 - across * BEFORE - (across - 1) * BETWEEN
    return max(1, min(WIDEST, room // across))
