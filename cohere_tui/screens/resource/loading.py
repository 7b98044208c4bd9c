"""Loading the rows of a resource screen: page by page, keeping what is there."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar

from textual import on, work
from textual.binding import Binding, BindingType

from cohere_tui.errors import CohereTuiError, NotFound, NotOffered
from cohere_tui.screens.resource.housed import Housed
from cohere_tui.state.count import Count
from cohere_tui.state.retired import RETIRED
from cohere_tui.widgets.table.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cohere_tui.screens.house import House
    from cohere_tui.services.paging import Pages
    from cohere_tui.state.listing import Listing

Row = TypeVar("Row")

_LIST: Final = "list"
_LEFT_OFF: Final = "Nothing was loaded: r asks for it."


class Loading(Housed[Row]):
    """Asks for the first page at once, and for more when the end of the list is seen.

    Subclasses give the list as `pages`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r,f5", "reload", "Reload", id="resource.reload", show=False),
        Binding("m", "more", "Load more", id="resource.more", show=False),
        Binding("M", "everything", "Load all", id="resource.everything", show=False),
    ]

    _pages: Pages[Row] | None = None
    _loading = False
    _left_off = False
    """Whether a person stopped it, and did not ask again."""
    _stuck = False
    """Whether the last page failed: then nobody but a person asks again."""

    def pages(self) -> Pages[Row]:
        """The list, to be loaded from its beginning."""
        raise NotImplementedError

    def furnish(self, house: House) -> None:
        """The house is ready: ask for the first page, unless there is no such list any more."""
        super().furnish(house)
        if not self.is_retired:
            self._load_again()

    def forget(self) -> None:
        """Pages of another server are of no use."""
        super().forget()
        self._pages = None

    def on_screen_resume(self) -> None:
        """Ages have grown while nobody looked."""
        self.listing = self.listing.at_time(time.time())

    # --- pages

    def action_reload(self) -> None:
        """Ask for everything again; what is there stays until the answer comes.

        What went wrong before was read by now.
        """
        if self.house is not None:
            self.forgive()
            self._load_again()

    def action_more(self) -> None:
        """Ask for the next page."""
        self._load_on(everything=False)

    def action_everything(self) -> None:
        """Ask for all pages that are left; `ctrl+c` stops it."""
        self._load_on(everything=True)

    def _load_on(self, *, everything: bool) -> None:
        if self._pages is not None and not self._pages.count.ended:
            self._load_more(self._pages, everything=everything)

    @on(Table.EndSeen)
    def load_more_at_end(self) -> None:
        """The end of the list is in sight. (Under a filter it always is: `m` asks for more.)"""
        if not (self._loading or self._stuck or self.listing.query):
            self.action_more()

    @work(exclusive=True, group="pages")
    async def _load_again(self) -> None:
        """The same number of rows as there are, at least a page, from the beginning."""
        wanted = len(self.listing.rows)
        pages = self.pages()
        fresh = self.listing.with_rows(())
        word = "reloading…" if self.is_known else "loading…"
        with self._loading_pages(word) as say:
            try:
                async for items in pages:
                    fresh = fresh.extended(items)
                    if len(fresh.rows) >= wanted:
                        break
                    say(f"{word} {len(fresh.rows):,}")
            except CohereTuiError as error:
                self._failed(error)
                return
        self._pages = pages
        self._show(self.listing.holding(self._with_shown(fresh, pages)), pages.count)
        self._succeeded()

    @work(exclusive=True, group="pages")
    async def _load_more(self, pages: Pages[Row], *, everything: bool) -> None:
        with self._loading_pages("loading more…"):
            try:
                async for items in pages:
                    self._show(self.listing.extended(items), pages.count)
                    if not everything:
                        break
            except CohereTuiError as error:
                self._failed(error)
                return
        self.count = Count(len(self.listing.rows), pages.count.total, pages.count.ended)
        self._succeeded()

    @contextmanager
    def _loading_pages(self, word: str) -> Iterator[Callable[[str], None]]:
        self._loading, self._left_off = True, False
        self.table.empty = self.empty_text()
        try:
            with self.saying(word) as say:
                yield say
        finally:
            self._loading = False

    def _with_shown(self, fresh: Listing[Row], pages: Pages[Row]) -> Listing[Row]:
        """What somebody looks at stays, even when its page is not loaded again."""
        row = self.row
        if row is None or pages.count.ended or not self.has_class("-detail"):
            return fresh
        return fresh if fresh.get(self.shown_id) is not None else fresh.extended((row,))

    def _show(self, listing: Listing[Row], count: Count) -> None:
        self.is_known = True
        self.listing = listing.at_time(time.time())
        # What was deleted meanwhile, or came twice, is not counted twice.
        self.count = Count(len(listing.rows), count.total, count.ended)

    def stop_running(self) -> bool:
        """Stop asking; the end of the list does not ask again by itself."""
        stopped = super().stop_running()
        self._stuck = self._stuck or stopped
        self._left_off = self._left_off or stopped
        self.table.empty = self.empty_text()
        return stopped

    def empty_text(self) -> str:
        """What the place is for; where asking was stopped before the first answer, what to do."""
        return super().empty_text() or (_LEFT_OFF if self._left_off else "")

    # --- what came of it

    def _failed(self, error: CohereTuiError) -> None:
        """Say why; the rows stay. What a server has retired is told calmly, and remembered."""
        self._stuck = True
        if isinstance(error, NotFound | NotOffered) and self.PLACE in RETIRED:
            self.remember_retired(retired=True)
            self.trouble(_LIST, None)
        else:
            self.trouble(_LIST, error)

    def _succeeded(self) -> None:
        self._stuck = False
        self.remember_retired(retired=False)
        self.trouble(_LIST, None)
