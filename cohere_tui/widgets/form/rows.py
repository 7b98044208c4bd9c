"""The rows of a form: what is filled in, and what is seen of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from textual.containers import VerticalScroll
from textual.widgets import Input

from cohere_tui.state.form import first_values, kept_values, meant_values
from cohere_tui.widgets.form.controls import control_for
from cohere_tui.widgets.form.pick_line import PickLine
from cohere_tui.widgets.form.row import Row

if TYPE_CHECKING:
    from collections.abc import Collection

    from textual.app import ComposeResult
    from textual.widget import Widget

    from cohere_tui.state.form import Field, Values
    from cohere_tui.widgets.form.controls import Control

_WIDEST_LABEL: Final = 22


class Rows(VerticalScroll, can_focus=False):
    """Asks for `fields`, which begin with what is in `values`, else with their own values."""

    DEFAULT_CSS = """
    Rows {
        height: auto;
        & .form--row { height: auto; }
        & .form--label { height: auto; padding-right: 1; color: $text-muted; }
        & .form--label:ansi { text-style: dim; }
        & .form--control { width: 1fr; }
        & .form--hint { height: auto; color: $text-muted; }
        & .form--hint:ansi { text-style: dim; }
        & .form--hint.-wrong { color: $error; text-style: none; }
    }
    """

    def __init__(self, fields: tuple[Field, ...], values: Values) -> None:
        super().__init__(classes="form--fields")
        self.fields = fields
        """What is asked for."""
        self.start = first_values(fields, values)
        """What is in them before a person changes it."""
        self.rows: dict[str, Row] = {}
        """The rows by the names of their fields; none before they are in sight."""

    def compose(self) -> ComposeResult:
        """Each row, and under it what is said about it."""
        for field in self.fields:
            control = control_for(field, self.start[field.name], lambda: self.values)
            row = self.rows[field.name] = Row(field, control, self.column)
            yield row.line
            yield row.hint

    @property
    def column(self) -> int:
        """Where what is filled in begins."""
        return min(_WIDEST_LABEL, max(cell_len(field.label) for field in self.fields)) + 2

    @property
    def is_made(self) -> bool:
        """Whether the rows are there."""
        return bool(self.rows)

    # --- what is in them

    @property
    def everything(self) -> dict[str, str]:
        """What is in all fields, as it is written."""
        if not self.is_made:
            return dict(self.start)
        return {name: row.control.value for name, row in self.rows.items()}

    @property
    def values(self) -> dict[str, str]:
        """What is in the fields that matter."""
        return meant_values(self.fields, self.everything)

    @property
    def kept(self) -> dict[str, str]:
        """What may be kept of it when it is left: all but secrets."""
        return kept_values(self.fields, self.everything)

    def put(self, name: str, value: str) -> None:
        """Put something into a field, as if the person had written it: it goes on at its end."""
        control = self.control(name)
        control.value = value
        if isinstance(control, Input):
            control.cursor_position = len(value)

    def control(self, name: str) -> Control:
        """What a field is filled in with."""
        return self.rows[name].control

    @property
    def shown(self) -> tuple[Control, ...]:
        """What the fields in sight are filled in with, in their order."""
        return tuple(row.control for row in self.rows.values() if row.line.display)

    def name_of(self, control: Widget) -> str:
        """The name of the field that is filled in with it; empty for none."""
        return next((name for name, row in self.rows.items() if row.control is control), "")

    # --- going to them

    def focus_field(self, name: str) -> None:
        """Go to a field; an unknown name goes to the first one that is shown."""
        shown = [one for one, row in self.rows.items() if row.line.display]
        known = [one for one in shown if one == name] or shown
        if known:
            self.control(known[0]).focus()

    def focus_first(self, names: Collection[str]) -> None:
        """Go to the first of these fields."""
        found = next((name for name in self.rows if name in names), "")
        if found:
            self.focus_field(found)

    def pick_for(self, name: str) -> None:
        """Show the list of the field of that name, where it has one."""
        control = self.control(name)
        if isinstance(control, PickLine):
            control.action_pick()

    def on_descendant_focus(self) -> None:
        """Show all of its row, when it is laid out: of itself only the field scrolls into sight."""
        self.call_after_refresh(self.show_focused)

    def show_focused(self) -> None:
        """Show what the focused field is called, and what is said under it."""
        row = next((row for row in self.rows.values() if row.control.has_focus_within), None)
        if row is None:
            return
        offset = self.scroll_offset.y
        best = row.best_offset(offset, self.scrollable_content_region.height)
        if best != offset:
            self.scroll_to(y=best, animate=False)
