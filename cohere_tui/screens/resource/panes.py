"""The list and the detail of a resource screen: side by side, or one over the other."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import on
from textual.containers import Horizontal
from textual.reactive import reactive

from cohere_tui.screens.resource.subject import Subject
from cohere_tui.state.listing import Listing
from cohere_tui.widgets.detail.detail import Detail
from cohere_tui.widgets.table.table import Table

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from cohere_tui.state.columns import Column

Row = TypeVar("Row")

_BESIDE = ("-wide", "-vast")
"""The classes of screens with room for both."""


class Panes(Subject[Row]):
    """Table and detail around one `Listing`."""

    AUTO_FOCUS = "TableRows"
    COLUMNS: ClassVar[tuple[Column[Any], ...]] = ()

    listing: reactive[Listing[Any]] = reactive(Listing((), str), init=False, always_update=True)
    """What was loaded, as the person wants to see it."""
    shown_id: reactive[str] = reactive("", init=False)
    """The id of the row that the detail is about."""

    def __init__(self) -> None:
        super().__init__()
        self.table = Table()
        """The list."""
        self.set_reactive(Panes.listing, Listing(self.COLUMNS, self.identify, now=time.time()))

    def content(self) -> ComposeResult:
        """List and detail side by side; a narrow screen shows one of them."""
        with Horizontal(id="panes"):
            yield self.table
            yield self.detail

    # --- what is shown

    @property
    def beside(self) -> bool:
        """Whether list and detail stand side by side."""
        return any(self.has_class(name) for name in _BESIDE)

    @property
    def row(self) -> Row | None:
        """The row that the detail is about."""
        return self.listing.get(self.shown_id) if self.shown_id else None

    @property
    def pointed(self) -> Row | None:
        """The row that keys are about: that of the open detail, else that under the cursor."""
        if self.has_class("-detail"):
            return self.row
        return self.listing.get(self.table.cursor_id)

    def watch_listing(self, listing: Listing[Row]) -> None:
        """Show other rows."""
        self.table.listing = listing
        self._fill()

    def watch_shown_id(self) -> None:
        """Show another thing."""
        self.table.opened = self.shown_id
        self._fill()

    def _fill(self) -> None:
        """Bring the detail up to date with its row; when that is gone, go back to the list."""
        row = self.row
        self.detail.set_class(row is None, "-empty")
        if row is not None:
            self.detail.title = self.name_of(row)
            self.fill_page(self.detail.page, row)
        elif self.has_class("-detail"):
            self.close_detail()

    @on(Detail.PageShown)
    def fill_shown(self, event: Detail.PageShown) -> None:
        """A page came into sight: fill it."""
        event.stop()
        if self.row is not None:
            self.fill_page(event.name, self.row)

    # --- list and detail

    @on(Table.Changed)
    def change_listing(self, event: Table.Changed) -> None:
        """The person filters, sorts or marks."""
        self.listing = event.change(self.listing)

    @on(Table.Moved)
    def follow_cursor(self, event: Table.Moved) -> None:
        """Side by side, the detail is about the row under the cursor."""
        if not self.has_class("-detail"):
            self.shown_id = event.id if self.beside else ""

    @on(Table.Opened)
    def open_detail(self, event: Table.Opened) -> None:
        """The person opens a row."""
        self.open_row(event.id)

    def open_row(self, row_id: str) -> None:
        """Go into the detail of a row."""
        self.shown_id = row_id
        self.add_class("-detail")
        self.detail.focus()
        self.opened(row_id)

    def opened(self, row_id: str) -> None:
        """The person looks at one thing closely: a moment to ask for its newest state."""

    def close_detail(self) -> None:
        """Go back to the list, to the same row."""
        self.remove_class("-detail")
        self.table.focus()
        self.shown_id = self.table.cursor_id if self.beside else ""

    def on_descendant_focus(self) -> None:
        """Side by side, the keys are about the detail while the focus is in it, else the list."""
        if not self.beside:
            return
        if self.detail.has_focus_within:
            self.set_class(self.row is not None, "-detail")
        elif self.has_class("-detail") and self.table.has_focus_within:
            self.remove_class("-detail")
            self.shown_id = self.table.cursor_id

    def resized(self) -> None:
        """With room for both, the detail follows the cursor."""
        super().resized()
        if self.beside and not self.shown_id:
            self.shown_id = self.table.cursor_id
        elif not self.beside and not self.has_class("-detail"):
            self.shown_id = ""

    def back(self) -> bool:
        """Peel one layer off: a selection, the detail."""
        if super().back():
            return True
        if self.has_class("-detail"):
            self.close_detail()
            return True
        return False
