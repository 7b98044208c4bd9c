"""Asking for the newest state of one thing: what is looked at closely."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, TypeVar

from textual import work

from cohere_tui.errors import CohereTuiError, NotFound
from cohere_tui.screens.resource.loading import Loading
from cohere_tui.state.count import Count
from cohere_tui.state.endings import vanished

if TYPE_CHECKING:
    from collections.abc import Sequence

Row = TypeVar("Row")

_THING: Final = "thing"


class Fetching(Loading[Row]):
    """Keeps what is looked at up to date. Subclasses give one thing of the list as `fetch`."""

    async def fetch(self, row_id: str) -> Row:
        """The newest state of one thing. Raises `CohereTuiError`."""
        raise NotImplementedError

    def opened(self, row_id: str) -> None:
        """Ask for the newest state of what is looked at."""
        self._fetch(row_id)

    @work(exclusive=True, group="fetch")
    async def _fetch(self, row_id: str) -> None:
        self.detail.word = "reloading…"
        try:
            row = await self.fetch(row_id)
        except NotFound:
            self.lost(row_id)
        except CohereTuiError as error:
            self.trouble(_THING, error)
        else:
            self.trouble(_THING, None)
            self.renew(row)
        finally:
            self.detail.word = ""

    def renew(self, row: Row) -> None:
        """Show the newest state of a thing that is in the list."""
        self.listing = self.listing.at_time(time.time()).replaced(row)

    def lost(self, row_id: str) -> None:
        """The server no longer knows a thing: say so, and take it out of the list."""
        row = self.listing.get(row_id)
        self.tell_lost([row_id if row is None else self.name_of(row)])
        self.gone(row_id)

    def tell_lost(self, names: Sequence[str]) -> None:
        """Say what the server no longer knows."""
        for text in vanished(self.NOUN, self.NOUNS, names):
            self.app.notify(text, severity="warning", timeout=8)

    def gone(self, row_id: str) -> None:
        """A thing is no longer there: take it out of the list."""
        before = len(self.listing.rows)
        self.listing = self.listing.without({row_id})
        rows = len(self.listing.rows)
        total = None if self.count.total is None else self.count.total - (before - rows)
        self.count = Count(rows, total, self.count.ended)
