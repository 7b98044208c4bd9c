"""A table that is filtered as one types, sorted by any column and marked for what is done to many.

It holds no rows of its own: it is given a `Listing`, and asks its screen for a new one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual import getters, on
from textual.actions import SkipAction
from textual.message import Message

from cohere_tui.plain import one_line
from cohere_tui.widgets.own_keys import act_on, tell_first
from cohere_tui.widgets.table.filter_line import FilterLine
from cohere_tui.widgets.table.moving import Moving, key_of
from cohere_tui.widgets.table.rows import TableRows

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.events import Key

    from cohere_tui.state.listing import Listing


class Table(Moving):
    """A filter line when asked for, and the rows.

    Give it, by `data_bind` or by assignment: `listing`, `opened` (id of the row whose detail is
    open), `empty` (what the place is for, when there are no rows), `phase` (which working sign).
    """

    DEFAULT_CSS = """
    Table {
        width: 1fr; height: 1fr; background: $background;
    }
    """

    BINDING_GROUP_TITLE = "List"

    BINDINGS: ClassVar[list[BindingType]] = [
        key_of("enter", "open", "Open", "open", show=True),
        key_of("slash", "filter", "Filter", "filter", show=True),
        key_of("s", "sort", "Sort", "sort"),
        key_of("space", "mark", "Mark", "mark", show=True),
        key_of("A", "mark_all", "Mark all", "mark_all"),
        key_of("W", "wide", "All columns", "wide"),
        key_of("escape", "peel", "Clear filter and marks, then back", "peel"),
    ]

    line = getters.query_one(FilterLine)

    @dataclass
    class Changed(Message):
        """The person filters, sorts or marks: `change` makes it of the listing as it then is."""

        change: Callable[[Listing[Any]], Listing[Any]]

    @dataclass
    class Opened(Message):
        """The person opens the row `id`."""

        id: str

    def compose(self) -> ComposeResult:
        """Filter and rows."""
        here = Table
        yield FilterLine()
        yield TableRows().data_bind(
            here.listing, here.opened, here.empty, here.phase, here.wide, here.column
        )

    def filter_by(self, query: str) -> None:
        """Show a filter as if it had been typed."""
        self.line.show(shown=bool(query))
        self.line.fill(query)

    @property
    def filtering(self) -> bool:
        """Whether the line of the filter is shown."""
        return self.line.shown

    def watch_listing(self, listing: Listing[Any] | None) -> None:
        """Say what is wrong with the filter."""
        if self.is_mounted:
            self.line.complain("" if listing is None else listing.fault)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A filter that is being written is not begun."""
        if action == "filter":
            return not self.line.written_on
        return super().check_action(action, parameters)

    # --- keys

    async def on_key(self, event: Key) -> None:
        """Act on our own keys in their order; letters typed right after `/` are the filter's."""
        if self.screen.focused is self.line.line:
            if self.line.take(event):
                event.stop()
            elif event.key == "enter":
                self._leave_filter()
                event.stop()
                event.prevent_default()
            elif event.key in ("down", "up"):
                self.action_move(1 if event.key == "down" else -1)
                event.stop()
            else:
                await act_on(self, event)
        else:
            await act_on(self, event, beyond=True)

    def action_open(self) -> None:
        """Open the row under the cursor."""
        if self.screen.focused is self.line.line:
            raise SkipAction
        if self.cursor_id:
            self.post_message(self.Opened(self.cursor_id))

    def action_sort(self) -> None:
        """Sort by the column under the column cursor; again: the other way; then as they came."""
        if self.listing is not None and self.listing.columns:
            name = self.column or self.listing.columns[0].name
            self.column = name
            self._change(lambda listing: listing.sorted_by(name))

    def action_mark(self) -> None:
        """Mark the row under the cursor, or take its mark away; go on to the next."""
        at = self.cursor_id
        if at:
            self._mark(lambda listing: listing.toggled(at))
            self.rows.move(1)

    def action_mark_all(self) -> None:
        """Mark every row that is shown, or none."""
        self._mark(lambda listing: listing.marking_shown())

    def action_wide(self) -> None:
        """Show all columns, or as many as fit."""
        self.wide = not self.wide

    def action_filter(self) -> None:
        """Write a filter."""
        self.line.show()
        self.screen.set_focus(self.line.line)

    def action_peel(self) -> None:
        """Clear the filter; else leave its line; else the marks; else the key is the screen's."""
        if self.line.query_text:
            self.line.fill("")
            self.line.show(shown=self.line.written_on)
        elif self.filtering:
            self._leave_filter()
        elif self.listing is not None and self.listing.marked:
            self._mark(lambda listing: listing.unmarked())
        else:
            raise SkipAction

    @on(FilterLine.Changed)
    def _filter(self, event: FilterLine.Changed) -> None:
        event.stop()
        query = event.query
        self._change(lambda listing: listing.filtered(query))

    def _leave_filter(self) -> None:
        """Go to the rows; the filter stays."""
        self.screen.set_focus(self.rows)
        if not self.line.query_text:
            self.line.show(shown=False)

    @on(TableRows.Clicked)
    def _open_clicked(self, event: TableRows.Clicked) -> None:
        event.stop()
        self.post_message(self.Opened(event.id))

    def _mark(self, change: Callable[[Listing[Any]], Listing[Any]]) -> None:
        """What a quick key does next is done to what is marked by then."""
        tell_first(self, self.Changed(change))

    def _change(self, change: Callable[[Listing[Any]], Listing[Any]]) -> None:
        self.post_message(self.Changed(change))


def nothing_fits(query: str) -> str:
    """What stands where a filter lets no row through."""
    return f"Nothing matches “{one_line(query, 60)}”.\n\nesc clears the filter."
