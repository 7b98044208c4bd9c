"""A page of a detail with a table of its own: the first rows of something."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from textual import on
from textual.actions import SkipAction
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from cohere_tui.plain import plain
from cohere_tui.state.exporting import json_lines, rows_of
from cohere_tui.state.listing import Listing
from cohere_tui.widgets.aligned import table_text
from cohere_tui.widgets.table.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from textual.app import ComposeResult


class RowsTable(Table):
    """A table that leaves the keys to its page where there are no more columns to go to."""

    def action_column(self, step: Literal[1, -1]) -> None:
        """Move the column cursor; beyond the outermost column the key is the page's."""
        before = self.column
        if not before and step < 0:
            raise SkipAction
        super().action_column(step)
        if self.column == before:
            raise SkipAction

    def _mark(self, change: Callable[[Listing[Any]], Listing[Any]]) -> None:
        """It is the page that keeps what is marked, and not the screen."""
        self._change(change)


class RowsPage(Vertical):
    """Shows a `listing` under a `note`; it filters, sorts and marks by itself.

    `raw` says a row as a JSON value, where cells do not hold all of it.
    """

    DEFAULT_CSS = """
    RowsPage {
        & .rows--note { height: auto; padding: 0 2; color: $text-muted; display: none; }
        & .rows--note:ansi { text-style: dim; }
    }
    """

    BINDING_GROUP_TITLE = "Rows"

    listing: reactive[Listing[Any]] = reactive(Listing((), str), init=False, always_update=True)
    note: reactive[str] = reactive("", init=False)

    @dataclass
    class Opened(Message):
        """The person wants to see the row `id` whole."""

        id: str

    def __init__(self, raw: Callable[[Any], Any] | None = None) -> None:
        super().__init__()
        self._raw = raw
        self.table = RowsTable()
        """The rows."""
        self._is_here = self._wants_focus = False

    def compose(self) -> ComposeResult:
        """Note and table."""
        yield Static("", classes="rows--note", markup=False)
        yield self.table

    def on_mount(self) -> None:
        """Show what was given before."""
        self._is_here = True
        self.watch_listing(self.listing)
        self.watch_note(self.note)
        if self._wants_focus:
            self.table.focus()

    def focus(self, scroll_visible: bool = True) -> Self:
        """Focus the rows, as soon as they are there."""
        self._wants_focus = True
        if self._is_here:
            self.table.focus(scroll_visible)
        return self

    def watch_listing(self, listing: Listing[Any]) -> None:
        """Show other rows."""
        if self._is_here:
            self.table.listing = listing

    def watch_note(self, note: str) -> None:
        """Say something else; of an empty table it is said where the rows would be."""
        if not self._is_here:
            return
        line = self.query_one(".rows--note", Static)
        line.update(Content(plain(note)))
        line.display = bool(note) and bool(self.listing.rows)
        self.table.empty = note

    async def text_to_read(self) -> str:
        """The note, and the rows that are shown or marked: whole."""
        return await asyncio.to_thread(self._text, self.listing)

    def _text(self, listing: Listing[Any]) -> str:
        if self._raw is None:
            rows = table_text(listing)
        else:
            rows = "".join(json_lines(rows_of(listing), self._raw)) if len(listing) else ""
        return "\n\n".join(part for part in (self.note, rows) if part)

    def show(self, listing: Listing[Any], note: str) -> None:
        """Show rows, or why there are none."""
        self.listing = listing
        self.note = note
        self.watch_note(note)

    # The list of the screen is another one: nothing of this table is meant for it.

    @on(Table.Changed)
    def change_listing(self, event: Table.Changed) -> None:
        """The person filters, sorts or marks."""
        event.stop()
        self.listing = event.change(self.listing)

    @on(Table.Moved)
    @on(Table.EndSeen)
    def keep_to_ourselves(self, event: Message) -> None:
        """Nobody else needs to know."""
        event.stop()

    @on(Table.Opened)
    def open_row(self, event: Table.Opened) -> None:
        """The person opens a row."""
        event.stop()
        self.post_message(self.Opened(event.id))
