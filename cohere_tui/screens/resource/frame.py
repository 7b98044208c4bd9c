"""A resource screen as it looks: the list, and everything about one thing beside or over it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from cohere_tui.plain import plain
from cohere_tui.screens.waiting import Waiting
from cohere_tui.state.count import Count
from cohere_tui.state.listing import Listing
from cohere_tui.widgets.detail.detail import Detail
from cohere_tui.widgets.detail.fact_list import FactList
from cohere_tui.widgets.header import Header
from cohere_tui.widgets.table.table import Table, nothing_fits
from cohere_tui.widgets.themes import signs_of

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widget import Widget

    from cohere_tui.state.columns import Column
    from cohere_tui.state.facts import FactLine

Row = TypeVar("Row")

_BESIDE = ("-wide", "-vast")
"""The classes of screens with room for both."""

OVERVIEW = "Overview"


class ResourceFrame(Waiting, Generic[Row]):
    """Table and detail around one `Listing`.

    Subclasses say what a row is: `COLUMNS`, `identify`, `name_of`, and what is known about one:
    `PAGES`, `overview`, `make_page`, `fill_page`.
    """

    CSS_PATH = Path(__file__).with_name("resource.tcss")
    AUTO_FOCUS = "TableRows"
    BINDING_GROUP_TITLE = "All resource screens"
    OWN_KEYS_FIRST = True
    """In the footer."""

    NOUN: ClassVar[str] = "thing"
    """One of them, as a person says."""
    NOUNS: ClassVar[str] = "things"
    EMPTY: ClassVar[str] = ""
    """What the place is for, and the key that begins."""
    COLUMNS: ClassVar[tuple[Column[Any], ...]] = ()
    PAGES: ClassVar[tuple[str, ...]] = (OVERVIEW,)
    """The pages of the detail."""

    listing: reactive[Listing[Any]] = reactive(Listing((), str), init=False, always_update=True)
    """What was loaded, as the person wants to see it."""
    count: reactive[Count] = reactive(Count(), init=False)
    """How much of the list is known."""
    shown_id: reactive[str] = reactive("", init=False)
    """The id of the row that the detail is about."""

    def __init__(self) -> None:
        super().__init__()
        self.table = Table()
        """The list."""
        self.detail = Detail(self.PAGES, self.make_page, id="detail")
        """Everything about one of them."""
        self.banner = Static("", id="banner", markup=False)
        """What should be known about the place before anything in it; hidden where it is empty."""
        self.set_reactive(
            ResourceFrame.listing, Listing(self.COLUMNS, self.identify, now=time.time())
        )

    def content(self) -> ComposeResult:
        """List and detail side by side; a narrow screen shows one of them."""
        yield self.banner
        with Horizontal(id="panes"):
            yield self.table
            yield self.detail

    def on_mount(self) -> None:
        """How many there are matters more than who answers."""
        self.query_one(Header).whole = True

    # --- what a row is

    def identify(self, row: Row) -> str:
        """The id of a row."""
        raise NotImplementedError

    def name_of(self, row: Row) -> str:
        """What a person calls it."""
        raise NotImplementedError

    def overview(self, row: Row) -> tuple[FactLine, ...]:
        """What the first page of the detail says."""
        raise NotImplementedError

    def make_page(self, name: str) -> Widget:
        """The widget of a page of the detail."""
        del name
        return FactList()

    def fill_page(self, name: str, row: Row) -> None:
        """Bring a page of the detail up to date with a row."""
        body = self.detail.body(name)
        if name == OVERVIEW and isinstance(body, FactList):
            body.facts = self.overview(row)

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
        self.table.empty = self._empty_text(listing)
        self.table.listing = listing
        self._fill()
        self.show_state()

    def watch_shown_id(self) -> None:
        """Show another thing."""
        self.table.opened = self.shown_id
        self._fill()

    def watch_count(self) -> None:
        """Say how many there are."""
        self.show_state()

    def show_state(self) -> None:
        """The line at the top: how many, and what goes on."""
        if self.is_attached:
            self.show_title(self.title_text(), self.state_text())

    def title_text(self) -> str:
        """How many there are, how many of them are shown, and marked."""
        marked = len(self.listing.marked)
        words = (self.count.showing(len(self.listing)), f"{marked:,} marked" if marked else "")
        return f" {signs_of(self.app).dot} ".join(word for word in words if word)

    def show_banner(self, text: str) -> None:
        """Say, calmly, what should be known about the place; an empty text takes it back."""
        self.banner.update(Content(plain(text)))
        self.banner.set_class(bool(text), "-shown")

    def empty_text(self) -> str:
        """What stands where there are no rows at all."""
        return self.EMPTY

    def _empty_text(self, listing: Listing[Row]) -> str:
        if listing.query and listing.rows:
            return nothing_fits(listing.query)
        return self.empty_text()

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

    def on_resize(self) -> None:
        """With room for both, the detail follows the cursor."""
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
