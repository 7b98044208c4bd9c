"""A line over a cell of a table, to write in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from cohere_tui.plain import plain
from cohere_tui.state.playground.labels import cell, cell_in
from cohere_tui.widgets.dialog import Line
from cohere_tui.widgets.folding_area import unix_lines
from cohere_tui.widgets.own_keys import act_on
from cohere_tui.widgets.playground.example_strips import LABEL, TEXT

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events


class CellLine(Line):
    """Where a cell is written; what is written is in the table at once.

    `leave` is told where the person goes: by so many rows, and into which column.
    """

    DEFAULT_CSS = """
    CellLine, CellLine:focus {
        position: absolute; display: none; padding: 0; background: $block-cursor-background;
    }
    """

    BINDING_GROUP_TITLE = "A cell of the examples"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "done", "Done", id="cell.done"),
        Binding("escape", "restore", "As it was", id="cell.restore"),
        Binding("tab", "turn(1)", "Text", id="cell.text", show=False),
        Binding("shift+tab", "turn(0)", "Label", id="cell.label", show=False),
        Binding("down", "below(1)", "Cell below", id="cell.down", show=False),
        Binding("up", "below(-1)", "Cell above", id="cell.up", show=False),
    ]

    def __init__(self, leave: Callable[[int, int | None], None]) -> None:
        super().__init__()
        self._leave = leave
        self.column = LABEL
        self.before = ""
        """What was in the cell."""
        self.fresh = True
        """Whether nothing has been written since."""

    def open(self, column: int, text: str) -> None:
        """Begin to write in a cell."""
        self.column, self.before, self.fresh = column, text, True
        self.value = text
        self.cursor_position = len(text)

    async def on_key(self, event: events.Key) -> None:
        """Act on our own keys in their order; what comes after the last is for another."""
        gone = self.screen.focused is not self
        if gone or not event.is_printable:
            await act_on(self, event, beyond=gone)

    def on_paste(self, event: events.Paste) -> None:
        """Several lines are one text; a label has one line."""
        event.stop()
        event.prevent_default()
        lines = pasted_lines(event)
        if len(lines) > 1 and self.column == TEXT:
            self.value = cell(cell_in(self.value) + "\n".join(lines))
            self.cursor_position = len(self.value)
        else:
            self.insert_text_at_cursor(" ".join(lines))

    def action_done(self) -> None:
        """It is written; a text follows its label."""
        self._leave(0, TEXT if self.column == LABEL else None)

    def action_restore(self) -> None:
        """Leave the cell as it was."""
        self.value = self.before
        self._leave(0, None)

    def action_turn(self, column: int) -> None:
        """Write the other cell of the row, or leave."""
        self._leave(0, None if self.column == column else column)

    def action_below(self, step: int) -> None:
        """Write the same cell of another row."""
        self._leave(step, self.column)


def pasted_lines(event: events.Paste) -> list[str]:
    """The lines of a paste, harmless."""
    return plain(unix_lines(event.text)).split("\n")
