"""Selecting with keys: an anchor, a head that moves, and the text between."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual.geometry import Offset
from textual.selection import Selection

from cohere_tui.widgets.log.strips import MARGIN

if TYPE_CHECKING:
    from cohere_tui.widgets.log.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Visual:
    """A selection being made; offsets are characters of a painted line, and lines of the sheet."""

    anchor: Offset
    head: Offset

    @classmethod
    def at(cls, line: int) -> Visual:
        """Begin with the whole of one line."""
        return cls(Offset(MARGIN, line), Offset(MARGIN, line + 1))

    @property
    def selection(self) -> Selection:
        """What is selected."""
        return Selection.from_offsets(self.anchor, self.head)

    def moved(self, sheet: Sheet, columns: int, lines: int) -> Visual:
        """The head moved, within the text that is there."""
        y = max(0, min(self.head.y + lines, sheet.height - 1))
        line = sheet.line(y)
        end = MARGIN + len(line.text) if line is not None else MARGIN
        x = max(MARGIN, min(self.head.x + columns, end)) if columns else self.head.x
        return replace(self, head=Offset(x, y))
