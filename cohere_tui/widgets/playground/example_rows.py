"""The rows of the examples of a classification, with a cursor over their cells.

What is removed or moved here can be taken back; a cell is written by the table around it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cell_len
from rich.segment import Segment
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from cohere_tui.plain import one_line
from cohere_tui.state.playground.labels import Labelled
from cohere_tui.widgets.cells import fit
from cohere_tui.widgets.playground.painted import Painted
from cohere_tui.widgets.themes import signs_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual import events

LABEL: Final = 0
TEXT: Final = 1
"""The columns."""

_MOST_ROWS: Final = 8
_WIDEST_LABEL: Final = 20
_EDGE: Final = 2
_GAP: Final = 2
_TAKEN_BACK: Final = 50
_LOOKED_AT: Final = 200
"""So many rows tell how wide the labels are."""


def _key(keys: str, action: str, what: str, name: str, *, show: bool = False) -> Binding:
    return Binding(keys, action, what, id=f"cells.{name}", show=show)


class ExampleRows(Painted):
    """Shows `examples` under a heading. `write` opens the cell under the cursor."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "cells--heading",
        "cells--label",
        "cells--empty",
        "cells--row",
        "cells--here",
    }

    DEFAULT_CSS = """
    ExampleRows {
        height: auto; background: $panel;
        .cells--heading { color: $text-muted; }
        .cells--label { color: $accent; }
        .cells--empty { color: $warning; }
        .cells--row { background: $block-cursor-blurred-background; }
        .cells--here {
            background: $block-cursor-background; color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }
        &:ansi { background: ansi_default; }
        &:ansi .cells--heading { text-style: dim; }
    }
    """

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

    examples: reactive[tuple[Labelled, ...]] = reactive(
        (), init=False, always_update=True, layout=True
    )
    row: reactive[int] = reactive(0)
    column: reactive[int] = reactive(TEXT)

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

    def on_mount(self) -> None:
        """Show what was given from the beginning."""
        self.watch_examples(self.examples)

    def watch_examples(self, now: tuple[Labelled, ...]) -> None:
        """Show others; the cursor stays where it is, if that is still there."""
        self.row = max(0, min(self.row, len(now) - 1))
        self.virtual_size = Size(0, len(now) + 1)
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as there are examples, within the room there is."""
        del container, viewport, width
        most = max(3, min(_MOST_ROWS, self.app.size.height // 6))
        return 1 + max(1, min(most, len(self.examples)))

    @property
    def labels_width(self) -> int:
        """How wide the labels are."""
        few = self.examples[:_LOOKED_AT]
        widest = max((cell_len(one_line(one.label, _WIDEST_LABEL)) for one in few), default=0)
        return max(8, min(widest, _WIDEST_LABEL, self.size.width // 3))

    def cell(self, row: int, column: int) -> Region:
        """Where a cell is in sight."""
        left = _EDGE + (self.labels_width + _GAP if column == TEXT else 0)
        room = self.scrollable_content_region.width - 1
        width = max(1, room - left) if column == TEXT else self.labels_width + 1
        return Region(left, row + 1 - self.scroll_offset.y, width, 1)

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

    # --- drawing

    def render_line(self, y: int) -> Strip:
        """The heading, or an example."""
        width, row = self.size.width, y - 1 + self.scroll_offset.y
        if y == 0:
            text = "  " + fit("label", self.labels_width + _GAP) + "text"
            segments = iter((Segment(text, self.style_of("cells--heading")),))
        elif row < len(self.examples):
            segments = self._row(row)
        else:
            words = "" if self.examples else "  ctrl+n adds an example, f7 brings a file"
            segments = iter((Segment(words if y == 1 else "", self.style_of("cells--heading")),))
        return Strip(segments).adjust_cell_length(width, self.base).apply_style(self.base)

    def _row(self, row: int) -> Iterator[Segment]:
        one, signs = self.examples[row], signs_of(self.app)
        here = row == self.row and self.has_focus
        sign = signs.here if here else " " if one.label and one.text else signs.warning
        yield Segment(f"{sign} ", self.style_of("cells--label" if here else "cells--empty"))
        for column, text in enumerate((one.label, one.text)):
            room = self.cell(row, column).width
            shown = fit(one_line(text, room * 2) or "…", room, signs.ellipsis)
            style = self.style_of("cells--label") if column == LABEL else None
            if not text:
                style = self.style_of("cells--empty")
            if here and column == self.column:
                style = self.style_of("cells--here")
            yield Segment(shown, style)
            if column == LABEL:
                yield Segment(" " * (_GAP - 1))
