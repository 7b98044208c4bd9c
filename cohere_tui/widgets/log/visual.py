"""Selecting with keys: an anchor, a head that moves, and the text between."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual.selection import Selection

from cohere_tui.widgets.log.points import WIDE, card_at, edges_of, point, row_at, stepped

if TYPE_CHECKING:
    from textual.geometry import Offset

    from cohere_tui.widgets.log.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Visual:
    """A selection being made, from point to point."""

    anchor: Offset
    head: Offset

    @classmethod
    def at(cls, sheet: Sheet, line: int) -> Visual:
        """Begin with the whole of one line."""
        row = row_at(sheet, line)
        return cls(point(row, 0), point(stepped(sheet, row, 1), 0))

    @property
    def selection(self) -> Selection:
        """What is selected."""
        return Selection.from_offsets(self.anchor, self.head)

    def moved(self, sheet: Sheet, columns: int, lines: int) -> Visual:
        """The head moved, within the text that is there."""
        row = stepped(sheet, self.head.y, lines) if lines else self.head.y
        if not columns:
            return replace(self, head=self.head._replace(y=row))
        number, within = card_at(sheet, row)
        edges = edges_of(sheet.made(sheet.cards[number].entry.id).line(within))
        here = sum(edge <= self.head.x // WIDE for edge in edges) - 1
        return replace(self, head=point(row, edges[max(0, min(here + columns, len(edges) - 1))]))

    def to(self, row: int) -> Visual:
        """The head at the beginning of a line, named by its `y`."""
        return replace(self, head=point(row, 0))
