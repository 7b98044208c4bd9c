"""Which labels are taken for which: a matrix of counts, with a cursor over its cells.

Rows are what the texts are, columns what they were taken for. The heading and the labels of the
rows stay where they are while the cells are scrolled, both ways.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.message import Message

from cohere_tui.widgets.playground.matrix_layout import HEADING, named
from cohere_tui.widgets.playground.matrix_strips import MatrixStrips

if TYPE_CHECKING:
    from textual import events


def _key(keys: str, action: str, what: str, name: str, *, show: bool = False) -> Binding:
    return Binding(keys, action, what, id=f"matrix.{name}", show=show)


class ConfusionMatrix(MatrixStrips):
    """Shows `confusion`, and beside each row how well its label is met (`scores`)."""

    BINDING_GROUP_TITLE = "Confusion matrix"

    BINDINGS: ClassVar[list[BindingType]] = [
        _key("j,down", "move(1, 0)", "Cell below", "down"),
        _key("k,up", "move(-1, 0)", "Cell above", "up"),
        _key("l,right", "move(0, 1)", "Cell to the right", "right"),
        _key("h,left", "move(0, -1)", "Cell to the left", "left"),
        _key("pagedown,ctrl+d", "page(1)", "Page down", "page_down"),
        _key("pageup,ctrl+u", "page(-1)", "Page up", "page_up"),
        _key("g,home", "edge(0)", "First row", "first"),
        _key("G,end", "edge(-1)", "Last row", "last"),
        _key("n", "next(1)", "Next mistake", "next", show=True),
        _key("N", "next(-1)", "Previous mistake", "previous"),
        _key("y", "copy", "Copy as a table", "copy", show=True),
        _key("enter", "open", "Texts of the cell", "open", show=True),
    ]

    @dataclass
    class Moved(Message):
        """The cursor is on another cell."""

        row: int
        column: int

    class Opened(Message):
        """The person wants to read the texts of the cell."""

    # --- keys

    def tell(self) -> None:
        """Say where the cursor is."""
        self.post_message(self.Moved(self._row, self._column))

    def action_move(self, down: int, right: int) -> None:
        """Go to a cell beside this one; beyond the outermost column the key is the page's."""
        if right and not 0 <= self._column + right < len(self.confusion.columns):
            raise SkipAction
        self.go(self._row + down, self._column + right)

    def action_page(self, pages: int) -> None:
        """Move by screenfuls."""
        self.go(self._row + pages * self._laid.down, self._column)

    def action_edge(self, row: int) -> None:
        """Go to the first or the last row."""
        self.go(len(self.confusion.rows) - 1 if row < 0 else 0, self._column)

    def action_next(self, step: int) -> None:
        """Go to the next cell of mistakes, row by row; round at the ends."""
        rows, columns = self.confusion.rows, self.confusion.columns
        cells = len(rows) * len(columns)
        at = self._row * len(columns) + self._column
        for far in range(1, cells + 1):
            row, column = divmod((at + step * far) % cells, len(columns))
            if rows[row] != columns[column] and self.confusion.count(row, column):
                self.go(row, column)
                return
        self.app.notify("There is no mistake.")

    def action_open(self) -> None:
        """Read the texts of the cell."""
        self.post_message(self.Opened())

    def action_copy(self) -> None:
        """Copy the whole matrix, with tabs between its cells, as spreadsheets take it."""
        found = self.confusion
        lines = [["", *map(named, found.columns)]] + [
            [named(name), *(str(found.count(row, at)) for at in range(len(found.columns)))]
            for row, name in enumerate(found.rows)
        ]
        self.app.copy_to_clipboard("\n".join("\t".join(line) for line in lines))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor there."""
        row = self._top + event.y - HEADING
        column = self._left + (event.x - self._laid.edge) // self._laid.cell
        if event.y >= HEADING and event.x >= self._laid.edge and row < len(self.confusion.rows):
            self.go(row, column)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Go down."""
        event.stop()
        self.go(self._row + 1, self._column)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Go up."""
        event.stop()
        self.go(self._row - 1, self._column)
