"""A resource screen as it looks: how many there are, what goes on, list and detail."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from cohere_tui.plain import plain
from cohere_tui.screens.resource.panes import Panes
from cohere_tui.state.count import Count
from cohere_tui.widgets.aligned import table_text
from cohere_tui.widgets.header import Header
from cohere_tui.widgets.table.table import nothing_fits
from cohere_tui.widgets.themes import signs_of

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from cohere_tui.state.listing import Listing

Row = TypeVar("Row")


class ResourceFrame(Panes[Row]):
    """Says above list and detail how many there are, what goes on, and what should be known.

    Subclasses say what a row is: `COLUMNS`, `identify`, `name_of`, and what is known about one:
    `PAGES`, `overview`, `make_page`, `fill_page`.
    """

    CSS_PATH = Path(__file__).with_name("resource.tcss")
    BINDING_GROUP_TITLE = "All resource screens"
    OWN_KEYS_FIRST = True
    """In the footer."""

    EMPTY: ClassVar[str] = ""
    """What the place is for, and the key that begins."""

    count: reactive[Count] = reactive(Count(), init=False)
    """How much of the list is known."""

    def __init__(self) -> None:
        super().__init__()
        self.banner = Static("", id="banner", markup=False)
        """What should be known about the place before anything in it; hidden where it is empty."""

    def content(self) -> ComposeResult:
        """The banner above list and detail."""
        yield self.banner
        yield from super().content()

    def on_mount(self) -> None:
        """How many there are matters more than who answers."""
        self.query_one(Header).whole = True

    def watch_listing(self, listing: Listing[Row]) -> None:
        """Show other rows, and how many they are."""
        self.table.empty = self._empty_text(listing)
        super().watch_listing(listing)
        self.show_state()

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

    async def text_to_read(self) -> str:
        """The list: how many there are, and those that are shown or marked."""
        table = await asyncio.to_thread(table_text, self.listing)
        return f"{self.title_text()}\n\n{table}" if table else self.empty_text()

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
