"""A small table to fill in: examples of texts and their labels."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from cohere_tui.plain import one_line
from cohere_tui.state.naming import count
from cohere_tui.state.playground.labels import (
    LEAST_PER_LABEL,
    Labelled,
    cell,
    cell_in,
    counts,
    example,
    labelled_in,
    too_few,
    written,
)
from cohere_tui.widgets.form.choices import Filled
from cohere_tui.widgets.haste import Patience
from cohere_tui.widgets.playground.cell_line import CellLine, pasted_lines
from cohere_tui.widgets.playground.example_rows import ExampleRows
from cohere_tui.widgets.playground.example_strips import TEXT
from cohere_tui.widgets.themes import signs_of

if TYPE_CHECKING:
    from typing import Self

    from textual import events
    from textual.app import ComposeResult
    from textual.widget import Widget

_FEW: Final = 6
"""So many labels are counted by name."""


class ExamplesTable(Vertical):
    """Texts and labels; `value` is the whole of it, as `state.playground.labels` writes it."""

    DEFAULT_CSS = """
    ExamplesTable {
        height: auto;
        & .examples--counts { height: auto; padding: 0 2; color: $text-muted; }
        & .examples--counts:ansi { text-style: dim; }
    }
    """

    class FileWanted(Message):
        """The person wants the examples of a file added to the table."""

        def __init__(self, table: ExamplesTable) -> None:
            super().__init__()
            self.table = table

    def __init__(self, value: str = "") -> None:
        super().__init__()
        self.rows = ExampleRows(self._write)
        self.line = CellLine(self._leave)
        self._counts = Static("", classes="examples--counts", markup=False)
        self._value: str | None = value
        self.rows.set_reactive(ExampleRows.examples, labelled_in(value))

    def compose(self) -> ComposeResult:
        """The rows, the cell that is written over them, and how many there are."""
        yield self.rows
        yield self.line
        yield self._counts

    def on_mount(self) -> None:
        """Count what was given."""
        self._count()

    def focus(self, scroll_visible: bool = True) -> Self:
        """Focus the rows."""
        self.rows.focus(scroll_visible)
        return self

    # --- what is in it

    @property
    def value(self) -> str:
        """All examples, what is being written among them."""
        self._take()
        if self._value is None:
            self._value = written(self.rows.examples)
        return self._value

    @value.setter
    def value(self, value: str) -> None:
        if value != self.value:
            self._close()
            self.rows.examples = labelled_in(value)
            self._tell()

    def add(self, examples: tuple[Labelled, ...]) -> None:
        """Add examples at the end, such as those of a file."""
        if examples:
            rows = (*self.rows.examples, *examples)
            self.rows.put(rows, len(rows) - len(examples))

    def on_paste(self, event: events.Paste) -> None:
        """Lines of labels and texts are examples."""
        if self.screen.focused is self.rows:
            event.stop()
            self.add(labelled_in("\n".join(pasted_lines(event))))

    @on(ExampleRows.Changed)
    def _changed(self, event: ExampleRows.Changed) -> None:
        event.stop()
        if isinstance(event, ExampleRows.FileWanted):
            self.post_message(self.FileWanted(self))
        else:
            self._tell()

    def _tell(self) -> None:
        self._value = None
        self._count()
        self.post_message(Filled(self))

    def _count(self) -> None:
        """Say how many there are of each label, and of which there are too few."""
        found = counts(self.rows.examples)
        few = too_few(self.rows.examples)
        told = [f"{one_line(label, 24)} {many:,}" for label, many in found.items()]
        if len(told) > _FEW:
            told = [count(len(found), "label"), count(len(self.rows.examples), "example")]
        lines = [Content(f" {signs_of(self.app).dot} ".join(told))]
        if few:
            named = ", ".join(f"“{one_line(label, 24)}”" for label in few[:_FEW])
            named += f" and {len(few) - _FEW:,} more" if len(few) > _FEW else ""
            warning = f"{signs_of(self.app).warning} fewer than {LEAST_PER_LABEL} of {named}"
            lines.append(Content.styled(warning, "$warning"))
        self._counts.update(Content("\n").join(lines))
        self._counts.display = bool(found)

    # --- writing in a cell

    def _write(self) -> None:
        """Open the cell under the cursor."""
        rows = self.rows
        one = rows.examples[rows.row]
        text = one.text if rows.column == TEXT else one.label
        self.line.open(rows.column, cell(text))
        self._place()
        self.line.display = True
        self._focus_on(self.line)

    def _place(self) -> None:
        cell = self.rows.cell(self.rows.row, self.rows.column)
        self.line.styles.width = cell.width
        self.line.styles.offset = (cell.x, cell.y)

    def on_resize(self) -> None:
        """The cell is elsewhere."""
        if self.line.display:
            self._place()

    @on(Input.Changed)
    def _written(self, event: Input.Changed) -> None:
        event.stop()
        self._take()

    def _take(self) -> None:
        """Take over what is written: nothing is lost, whatever comes then."""
        rows, line = self.rows, self.line
        if not (line.display and rows.row < len(rows.examples)):
            return
        one, text = rows.examples[rows.row], cell_in(line.value)
        now = replace(one, text=text) if line.column == TEXT else example(text, one.text)
        if now != one:
            rows.write(now, remember=line.fresh)
            line.fresh = False
            self._tell()

    @on(Input.Submitted)
    def _keep_to_ourselves(self, event: Input.Submitted) -> None:
        event.stop()

    def _leave(self, by: int, column: int | None) -> None:
        """Write in another cell, or in none."""
        self._take()
        there = self.rows.row + by
        if column is None or not 0 <= there < len(self.rows.examples):
            self._close()
            return
        self.rows.column = column
        self.rows.action_go(there)
        self._write()

    def _close(self) -> None:
        if self.line.display:
            self.line.display = False
            self._focus_on(self.rows)

    def _focus_on(self, widget: Widget) -> None:
        """Go from the rows to the line, or back; the keys that are typed come along in order."""
        other = self.rows if widget is self.line else self.line
        if self.screen.focused is other:
            if isinstance(self.app, Patience):
                self.app.hand_over(other)
            self.screen.set_focus(widget)
