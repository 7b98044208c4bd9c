"""How the heading and the rows of a table are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from rich.segment import Segment
from textual.content import Content

from cohere_tui.plain import one_line
from cohere_tui.widgets.cells import fit
from cohere_tui.widgets.table.layout import GAP
from cohere_tui.widgets.themes import ASCII
from cohere_tui.widgets.tones import signed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.style import Style

    from cohere_tui.state.listing import Listing
    from cohere_tui.widgets.table.layout import Placed
    from cohere_tui.widgets.themes import Signs

EDGE: Final = 2
"""Cells before the first column: the bar of what is open, and the mark."""

_LONGEST: Final = 200
"""Characters of a cell that are looked at."""


@dataclass(frozen=True, slots=True)
class Painting:
    """What all lines of a table are drawn with."""

    listing: Listing[Any]
    placed: tuple[Placed, ...]
    signs: Signs
    style: Callable[..., Style]
    """The style of a part of the table, or of a tone."""

    def heading(self, here: str) -> Iterator[Segment]:
        """The names of the columns; that which is called `here` stands out."""
        quiet = self.style("heading")
        yield Segment(" " * EDGE, quiet)
        for placed in self.placed:
            column = placed.column
            style = self.style("here") if column.name == here else quiet
            text = fit(column.name, placed.width, self.signs.ellipsis, right=column.right)
            yield Segment(text, style)
            yield Segment(fit(self._arrow(column.name), GAP), quiet)

    def row(self, place: int, opened: str, phase: int) -> Iterator[Segment]:
        """The row at `place`, and whether its detail is open; `phase` turns the working sign."""
        listing, signs = self.listing, self.signs
        row = listing.at(place)
        row_id = listing.id_at(place)
        yield Segment(signs.here if row_id and row_id == opened else " ", self.style("here"))
        yield Segment("+" if row_id in listing.marked else " ", self.style("mark"))
        for placed in self.placed:
            column = placed.column
            cell = column.cell(row, listing.now)
            shown = signed(one_line(cell.text, _LONGEST), cell.tone, signs, phase)
            text = fit(shown, placed.width, signs.ellipsis, right=column.right, middle=column.ids)
            yield Segment(text, self.style(cell.tone.value, "tone"))
            yield Segment(" " * GAP)

    def empty(self, text: str, y: int, width: int) -> Iterator[Segment]:
        """Line `y` of what stands where no rows are."""
        lines = Content(text).wrap(max(1, width - 4)) if text else []
        line = lines[y - 1].plain if 1 <= y <= len(lines) else ""
        yield Segment("  " + line, self.style("quiet", "tone"))

    def _arrow(self, column: str) -> str:
        """Which way a column is sorted; empty when it is not."""
        order = self.listing.order
        if order is None or order.column != column:
            return ""
        up, down = ("^", "v") if self.signs is ASCII else ("↑", "↓")
        return down if order.descending else up
