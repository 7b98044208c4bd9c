"""A resource screen, whole: what a thing is related to, what was asked about it, and coming to it.

A screen over one resource is a subclass of `ResourceScreen` of 50 to 120 lines: what a row is
(`COLUMNS`, `identify`, `name_of`, `raw`), where rows come from (`pages`, `fetch`, `request_of`),
what is known of one (`overview`, `related`), and what can be done to it (`deletion`, deeds of its
own).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, TypeVar

from textual import on, work

from cohere_tui.errors import CohereTuiError
from cohere_tui.screens.placed import Placed
from cohere_tui.screens.resource.deeds import JSON, Deeds
from cohere_tui.screens.resource.frame import OVERVIEW
from cohere_tui.state.ago import clock
from cohere_tui.state.columns import Tone
from cohere_tui.state.facts import Fact, FactLine, Link, Note
from cohere_tui.widgets.detail.fact_list import FactList

if TYPE_CHECKING:
    from cohere_tui.client.requests import Exchange
    from cohere_tui.screens.house import House

Row = TypeVar("Row")

RELATED: Final = "Related"
ACTIVITY: Final = "Activity"
_MOST_REQUESTS: Final = 50


class ResourceScreen(Deeds[Row]):
    """List, detail, refreshing and deeds over one resource."""

    PAGES: ClassVar[tuple[str, ...]] = (OVERVIEW, JSON, RELATED, ACTIVITY)

    _wanted = ""
    """The id of a thing that was asked for before there was a house."""

    def related(self, row: Row) -> tuple[FactLine, ...]:
        """Things in other places that belong to it."""
        del row
        return ()

    def furnish(self, house: House) -> None:
        """The house is ready: show also what was asked for before."""
        super().furnish(house)
        if self._wanted:
            self.reveal(self._wanted)

    def fill_page(self, name: str, row: Row) -> None:
        """The pages that all resources have."""
        body = self.detail.body(name)
        if isinstance(body, FactList) and name == RELATED:
            body.facts = self.related(row) or (Note("Nothing belongs to it."),)
        elif isinstance(body, FactList) and name == ACTIVITY:
            body.facts = self._activity(row)
        else:
            super().fill_page(name, row)

    def _activity(self, row: Row) -> tuple[FactLine, ...]:
        """The requests of this session that name it, newest first."""
        row_id = self.identify(row)
        log = self.house.services.requests if self.house is not None else ()
        found = [one for one in log if row_id and row_id in (one.url + one.request_body)]
        if not found:
            return (Note("Nothing was asked about it since the start."),)
        return tuple(_fact_of(one) for one in found[: -_MOST_REQUESTS - 1 : -1])

    @on(FactList.Followed)
    def follow(self, event: FactList.Followed) -> None:
        """Go to the related thing under the cursor."""
        event.stop()
        self.go_to(event.link)

    def go_to(self, link: Link) -> None:
        """Go to a thing in another place, or in this one."""
        if isinstance(self.app, Placed):
            self.app.visit(link)

    def visit(self, link: Link) -> None:
        """Somebody comes for one thing."""
        if self.house is None:
            self._wanted = link.id
        else:
            self.reveal(link.id)

    @work(exclusive=True, group="reveal")
    async def reveal(self, row_id: str) -> None:
        """Show one thing closely, loaded or not."""
        self._wanted = ""
        if self.listing.get(row_id) is None:
            with self.saying("loading…"):
                try:
                    row = await self.fetch(row_id)
                except CohereTuiError as error:
                    self.show_trouble(error)
                    return
            self.listing = self.listing.extended((row,))
        if self.listing.place_of(row_id) is None:
            self.table.filter_by("")
            self.listing = self.listing.filtered("")
        self.table.rows.go_to(row_id)
        self.open_row(row_id)


def _fact_of(one: Exchange) -> Fact:
    """A request as a line: when, what, and how it went."""
    how = one.error or (str(one.status) if one.status else "under way")
    took = "" if one.elapsed_s is None else f", {one.elapsed_s * 1000:,.0f} ms"
    path = "/" + one.url.partition("://")[2].partition("/")[2]
    bad = bool(one.error) or (one.status or 0) >= 400
    return Fact(
        clock(one.started),
        f"{one.method} {path}: {how}{took}",
        Tone.FAILED if bad else Tone.PLAIN,
        copied=one.url,
    )
