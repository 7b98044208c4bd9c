"""The rows of the examples of a classification, with a cursor over their cells.

What is removed or moved here can be taken back; a cell is written by the table around it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message

from cohere_tui.state.playground.labels import Labelled
from cohere_tui.widgets.playground.example_strips import LABEL, TEXT, ExampleStrips

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events

_TAKEN_BACK: Final = 50
"""So many changes are remembered."""


def _key(keys: str, action: str, what: str, name: str, *, show: bool = False) -> Binding:
    return Binding(keys, action, what, id=f"cells.{name}", show=show)


class ExampleRows(ExampleStrips):
    """Shows `examples` under a heading. `write` opens the cell under the cursor."""

    BINDING_GROUP_TITLE = "Examples"

    BINDINGS: ClassVar[list[BindingType]] = [
        _key("j,down", "move(1)", "Down", "down"),
        _key("k,up", "move(-1)", "Up", "up"),
        _key("l,right", "turn(1)", "Text", "right"),
        _key("h,left", "turn(0)", "Label", "left"),
        _key("pagedown,ctrl+d", "page(1)", "Page down", "page_down"),
        _key("pageup,ctrl+u", "page(-1)", "Page up", "page_up"),
        _key("g,home", "go(0)", "First", "first"),
        _key("G,end", "go(-1)", "Last", "last"),
        _key("y", "copy", "Copy the cell", "copy"),
        _key("enter,e", "write", "Write", "write", show=True),
        _key("ctrl+n", "add", "Add", "add", show=True),
        _key("D", "remove", "Remove", "remove", show=True),
        _key("shift+down", "shift(1)", "Move down", "shift_down"),
        _key("shift+up", "shift(-1)", "Move up", "shift_up"),
        _key("ctrl+z", "take_back", "Take back", "take_back"),
        _key("f7", "file", "From a file", "file", show=True),
    ]

    @dataclass
    class Changed(Message):
        """The person changed the examples."""

        rows: ExampleRows

    class FileWanted(Changed):
        """The person wants the examples of a file added."""

    def __init__(self, write: Callable[[], None]) -> None:
        super().__init__()
        self._write = write
        self._before: list[tuple[tuple[Labelled, ...], int]] = []
        """What can be taken back, and where the cursor was."""

    # --- keys

    def action_go(self, row: int) -> None:
        """Go to a row, counted from 0; -1 is the last."""
        last = max(0, len(self.examples) - 1)
        self.row = last if row < 0 else min(row, last)
        top = 0 if self.row == 0 else self.row
        self.scroll_to_region(Region(0, top, 1, 2), animate=False, force=True)

    def action_move(self, step: int) -> None:
        """Go up or down; beyond the ends the key is the form's."""
        if not 0 <= self.row + step < len(self.examples):
            raise SkipAction
        self.action_go(self.row + step)

    def action_page(self, pages: int) -> None:
        """Move by screenfuls."""
        self.action_go(max(0, self.row + pages * max(1, self.size.height - 2)))

    def action_turn(self, column: int) -> None:
        """Go to the label or to the text; beyond the key is the form's."""
        if self.column == column:
            raise SkipAction
        self.column = column

    # --- changing

    def put(self, examples: tuple[Labelled, ...], row: int) -> None:
        """Change the examples and put the cursor on a row; it can be taken back."""
        self._remember()
        self._set(examples, row)

    def write(self, one: Labelled, *, remember: bool) -> None:
        """Change the row under the cursor; it can be taken back to what is remembered."""
        if remember:
            self._remember()
        self.examples = (*self.examples[: self.row], one, *self.examples[self.row + 1 :])

    def _remember(self) -> None:
        self._before = [*self._before[-_TAKEN_BACK + 1 :], (self.examples, self.row)]

    def _set(self, examples: tuple[Labelled, ...], row: int) -> None:
        self.examples = examples
        self.action_go(max(0, row))
        self.post_message(self.Changed(self))

    def action_write(self) -> None:
        """Write in the cell under the cursor; in an empty table, in a new row."""
        if self.examples:
            self._write()
        else:
            self.action_add()

    def action_add(self) -> None:
        """Add a row below the cursor, and write in it."""
        at = self.row + 1 if self.examples else 0
        label = self.examples[self.row].labels if self.examples else ()
        row = Labelled("", label)
        self.put((*self.examples[:at], row, *self.examples[at:]), at)
        self.column = LABEL
        self._write()

    def action_remove(self) -> None:
        """Remove the row under the cursor."""
        if self.examples:
            self.put((*self.examples[: self.row], *self.examples[self.row + 1 :]), self.row)

    def action_shift(self, step: int) -> None:
        """Move the row under the cursor."""
        there = self.row + step
        if 0 <= there < len(self.examples):
            rows = list(self.examples)
            rows[self.row], rows[there] = rows[there], rows[self.row]
            self.put(tuple(rows), there)

    def action_take_back(self) -> None:
        """Undo the last change of the rows."""
        if self._before:
            self._set(*self._before.pop())
        else:
            self.app.notify("There is nothing to take back.")

    def action_file(self) -> None:
        """Ask for the examples of a file."""
        self.post_message(self.FileWanted(self))

    def action_copy(self) -> None:
        """Copy what is in the cell."""
        if self.examples:
            one = self.examples[self.row]
            self.app.copy_to_clipboard(one.text if self.column == TEXT else one.label)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor there."""
        row = event.y - 1 + self.scroll_offset.y
        if event.y > 0 and row < len(self.examples):
            self.column = TEXT if event.x >= self.cell(row, TEXT).x else LABEL
            self.action_go(row)
