"""Texts under bars that tell how long they are beside others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from cohere_tui.state.sizes import bar
from cohere_tui.widgets.log.rows import row
from cohere_tui.widgets.playground.passages import Passages
from cohere_tui.widgets.themes import signs_of

if TYPE_CHECKING:
    from cohere_tui.widgets.markdown.line import Line

_BAR = 24
_LEAST = 3
"""Cells of a bar at most; and so few that it is left out."""


class Measured(Passages):
    """Shows passages under `lengths`: names, lengths in words, and shares of the longest."""

    lengths: tuple[tuple[str, str, float], ...] = ()

    def lead(self, width: int) -> list[Line]:
        """A bar for each length; in little room, the words alone."""
        signs = signs_of(self.app)
        names = max((cell_len(name) for name, _, _ in self.lengths), default=0)
        words = max((cell_len(told) for _, told, _ in self.lengths), default=0)
        cells = min(_BAR, width - names - words - 4)
        lines = []
        for name, told, share in self.lengths:
            done = bar(share, cells, signs.full, "") if cells > _LEAST else ""
            rest = signs.hollow * (cells - len(done)) + "  " if cells > _LEAST else ""
            figures = told.replace("·", signs.dot)
            parts = (f"{name:<{names}}  ", "dim"), (done, "passages--bar"), (rest, "passages--rule")
            lines.append(row(*parts, (figures, "dim")))
        return [*lines, row(), *super().lead(width)] if lines else super().lead(width)
