"""Loading the rows of a resource screen: page by page, keeping what is there."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import on, work
from textual.binding import Binding, BindingType

from cohere_tui.errors import CohereTuiError, NotFound, NotOffered
from cohere_tui.screens.resource.frame import ResourceFrame
from cohere_tui.state.count import Count
from cohere_tui.state.retired import RETIRED
from cohere_tui.widgets.table.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cohere_tui.screens.house import House
    from cohere_tui.services.bundle import Services
    from cohere_tui.services.paging import Pages

Row = TypeVar("Row")

_AGAIN = "\n\nr asks it again."


class Loading(ResourceFrame[Row]):
    """Asks for the first page at once, and for more when the end of the list is seen.

    Subclasses give the list as `pages`, and one thing of it as `fetch`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r,f5", "reload", "Reload", id="resource.reload"),
        Binding("m", "more", "Load more", id="resource.more", show=False),
    ]

    house: House | None = None
    """None until it is ready."""
    _pages: Pages[Row] | None = None
    _going_on: tuple[str, ...] = ()
    """What goes on, as dim words."""
    _retired = False
    _is_known = False
    """Whether the server has answered yet."""

    def pages(self) -> Pages[Row]:
        """The list, to be loaded from its beginning."""
        raise NotImplementedError

    async def fetch(self, row_id: str) -> Row:
        """The newest state of one thing. Raises `CohereTuiError`."""
        raise NotImplementedError

    @property
    def services(self) -> Services:
        """What speaks to the server; nothing is asked before there is a house."""
        assert self.house is not None, "the house is not ready"
        services: Services = self.house.services
        return services

    def furnish(self, house: House) -> None:
        """The house is ready: ask for the first page."""
        super().furnish(house)
        self.house = house
        self._retired = self.PLACE in house.retired
        if self._retired:
            self.listing = self.listing.with_rows(())
        else:
            self._load_again()

    def on_screen_resume(self) -> None:
        """Ages have grown while nobody looked."""
        self.listing = self.listing.at_time(time.time())

    # --- pages

    def action_reload(self) -> None:
        """Ask for everything again; what is there stays until the answer comes."""
        if self.house is not None:
            self._load_again()

    def action_more(self) -> None:
        """Ask for the next page."""
        if self._pages is not None and not self._pages.count.ended:
            self._load_more(self._pages)

    @on(Table.EndSeen)
    def load_more_at_end(self) -> None:
        """The end of the list is in sight. (Under a filter it always is: `m` asks for more.)"""
        if not self._going_on and not self.listing.query:
            self.action_more()

    @work(exclusive=True, group="pages")
    async def _load_again(self) -> None:
        """The same number of rows as there are, at least a page, from the beginning."""
        wanted = len(self.listing.rows)
        pages = self.pages()
        fresh = self.listing.with_rows(())
        with self.saying("reloading…" if wanted else "loading…"):
            try:
                async for items in pages:
                    fresh = fresh.extended(items)
                    if len(fresh.rows) >= wanted:
                        break
            except CohereTuiError as error:
                self._failed(error)
                return
        self._pages = pages
        self._succeeded()
        self._show_rows(fresh.rows, pages.count)

    @work(exclusive=True, group="pages")
    async def _load_more(self, pages: Pages[Row]) -> None:
        with self.saying("loading more…"):
            try:
                items = await anext(pages, ())
            except CohereTuiError as error:
                self._failed(error)
                return
        self._succeeded()
        self._show_rows(self.listing.extended(items).rows, pages.count)

    def _show_rows(self, rows: tuple[Row, ...], count: Count) -> None:
        self._is_known = True
        self.listing = self.listing.at_time(time.time()).with_rows(rows)
        # What was deleted meanwhile, or came twice, is not counted twice.
        self.count = Count(len(rows), count.total, count.ended)

    # --- one thing

    def opened(self, row_id: str) -> None:
        """Ask for the newest state of what is looked at."""
        self._fetch(row_id)

    @work(exclusive=True, group="fetch")
    async def _fetch(self, row_id: str) -> None:
        self.detail.word = "reloading…"
        try:
            row = await self.fetch(row_id)
        except NotFound as error:
            self.show_trouble(error)
            self.gone(row_id)
            return
        except CohereTuiError as error:
            self.show_trouble(error)
            return
        finally:
            self.detail.word = ""
        self.show_trouble(None)
        self.renew(row)

    def renew(self, row: Row) -> None:
        """Show the newest state of a thing that is in the list."""
        self.listing = self.listing.at_time(time.time()).replaced(row)

    def gone(self, row_id: str) -> None:
        """A thing is no longer there: take it out of the list."""
        rows = self.listing.without({row_id}).rows
        lost = len(self.listing.rows) - len(rows)
        total = None if self.count.total is None else max(0, self.count.total - lost)
        self.listing = self.listing.with_rows(rows)
        self.count = Count(len(rows), total, self.count.ended)

    # --- what is said

    def state_text(self) -> str:
        """What goes on."""
        return self._going_on[-1] if self._going_on else ""

    def empty_text(self) -> str:
        """Why there are no rows: not asked yet, retired, or there are none."""
        if self._retired and self.PLACE in RETIRED:
            return RETIRED[self.PLACE].told + _AGAIN
        return self.EMPTY if self._is_known else ""

    @contextmanager
    def saying(self, word: str) -> Iterator[None]:
        """Show a dim word while something goes on."""
        self._going_on = (*self._going_on, word)
        self.show_state()
        try:
            yield
        finally:
            # One that was given up for another ends after that has begun.
            self._going_on = self._going_on[1:]
            self.show_state()

    def _failed(self, error: CohereTuiError) -> None:
        """Say why; the rows stay. What a server has retired is told calmly, and remembered."""
        if isinstance(error, NotFound | NotOffered) and self.PLACE in RETIRED:
            self._remember_retired(retired=True)
            self.show_trouble(None)
        else:
            self.show_trouble(error)
        self.listing = self.listing.at_time(time.time())

    def _succeeded(self) -> None:
        self._remember_retired(retired=False)
        self.show_trouble(None)

    def _remember_retired(self, *, retired: bool) -> None:
        if retired is self._retired or self.house is None:
            return
        self._retired = retired
        try:
            self.house.keep_retired(self.PLACE, retired=retired)
        except CohereTuiError as error:
            self.app.notify(error.told, severity="warning")
