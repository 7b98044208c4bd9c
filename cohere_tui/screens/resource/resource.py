"""A resource screen, whole: coming to a thing, going from it to others, and what can be done here.

A screen over one resource is a subclass of `ResourceScreen` of 50 to 120 lines: what a row is
(`COLUMNS`, `identify`, `name_of`, `raw`), where rows come from (`pages`, `fetch`, `request_of`),
what is known of one (`overview`, `related`), and what can be done to it: `deletion`, deeds of its
own (`do`), forms (`fill_in`), and for somebody who comes with a thing of another place, `begin`.
Actions that write are named in `WRITES`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import actions, on, work
from textual.binding import Binding, BindingType

from cohere_tui.errors import CohereTuiError, NotFound
from cohere_tui.plain import one_line
from cohere_tui.screens.going import Going
from cohere_tui.screens.resource.exporting import Exporting
from cohere_tui.screens.resource.looking import ACTIVITY, JSON, RELATED
from cohere_tui.screens.resource.subject import OVERVIEW
from cohere_tui.state.trail import Visit
from cohere_tui.widgets.deeds import deeds_of
from cohere_tui.widgets.detail.fact_list import FactList
from cohere_tui.widgets.keymap import written
from cohere_tui.widgets.picker import Picker
from cohere_tui.widgets.picker_rows import Choice
from cohere_tui.widgets.shell import Shell
from cohere_tui.widgets.themes import signs_of

if TYPE_CHECKING:
    from cohere_tui.state.connection import Connection
    from cohere_tui.state.facts import Link

Row = TypeVar("Row")

NEW = "new"
"""What a link wants of a place that is to make something of the thing it names."""


class ResourceScreen(Exporting[Row]):
    """List, detail, refreshing and deeds over one resource."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("full_stop", "menu", "What can be done", id="resource.menu", show=False),
    ]
    PAGES: ClassVar[tuple[str, ...]] = (OVERVIEW, JSON, RELATED, ACTIVITY)

    _came_for = ""
    """The id of the thing that a link led to."""

    def show_connection(self, connection: Connection) -> None:
        """Name the server: the model of chats does not matter here."""
        super().show_connection(replace(connection, model=""))

    # --- going

    @on(FactList.Followed)
    def follow(self, event: FactList.Followed) -> None:
        """Go to the related thing under the cursor."""
        event.stop()
        self.go_to(event.link)

    def go_to(self, link: Link) -> None:
        """Go to a thing in another place, or in this one; `esc` comes back."""
        if isinstance(self.app, Going):
            self.app.visit(link)

    def visit(self, link: Link) -> None:
        """Somebody comes for one thing; or to make a new one of what the link names."""
        if link.what == NEW:
            self.when_ready(partial(self._begin, link.id))
        else:
            self._came_for = link.id
            self.when_ready(partial(self.reveal, link.id))

    def begin(self, given: str) -> None:
        """Make something new of a thing of another place: open the form with it filled in."""

    def _begin(self, given: str) -> None:
        if self.read_only:
            self.refuse()
        else:
            self.begin(given)

    def filter_by(self, words: str) -> None:
        """Show only what has these words, the list in sight."""
        if self.has_class("-detail"):
            self.close_detail()
        self.when_ready(partial(self.table.filter_by, words))

    def standing(self) -> Visit:
        """The thing and its page, or the list; filter and cursor."""
        visit = Visit(self.PLACE, row=self.table.cursor_id, query=self.listing.query)
        if self.has_class("-detail"):
            visit = replace(visit, id=self.shown_id, page=self.detail.page)
        return visit

    def stand(self, visit: Visit) -> None:
        """Come back to what was seen here: the same row, thing and page."""
        self._came_for = visit.id if visit.by_link else ""
        if visit.query != self.listing.query:
            self.table.filter_by(visit.query)
            self.listing = self.listing.filtered(visit.query)
        if not visit.id:
            if self.has_class("-detail"):
                self.close_detail()
            self.table.rows.go_to(visit.row)
        elif self.shown_id != visit.id or not self.has_class("-detail"):
            self.reveal(visit.id, visit.page)
        else:
            self.detail.turn_to(visit.page)

    @work(exclusive=True, group="reveal")
    async def reveal(self, row_id: str, page: str = "") -> None:
        """Show one thing closely, loaded or not."""
        if self.listing.get(row_id) is None:
            with self.saying("loading…"):
                try:
                    row = await self.fetch(row_id)
                except NotFound:
                    self.lost(row_id)
                    return
                except CohereTuiError as error:
                    self.trouble("thing", error)
                    return
            self.listing = self.listing.extended((row,))
            row_id = self.identify(row)
        if self.listing.place_of(row_id) is None:
            self.table.filter_by("")
            self.listing = self.listing.filtered("")
        self.table.rows.go_to(row_id)
        self.detail.turn_to(page or OVERVIEW)
        self.open_row(row_id)

    def back(self) -> bool:
        """Peel one layer off; from the thing that a link led to, back to where the link was."""
        if self.peel_selection():
            return True
        came = self.has_class("-detail") and self._came_for == self.shown_id != ""
        if came and isinstance(self.app, Going) and self.app.leave_by_link():
            return True
        return super().back()

    # --- what can be done

    @work(exclusive=True, group="menu")
    async def action_menu(self) -> None:
        """Pick from everything that can be done here."""
        keymap = self.app.keymap if isinstance(self.app, Shell) else {}
        deeds = {
            deed.id: deed
            for deed in deeds_of(self, keymap)
            if deed.id != "resource.menu" and self.check_action(*actions.parse(deed.action)[1:])
        }
        signs = signs_of(self.app)
        keys = {name: written(deed.keys[:1], signs) for name, deed in deeds.items()}
        choices = [Choice(name, deed.title, keys[name]) for name, deed in deeds.items()]
        row = self.pointed
        title = "What can be done" if row is None else one_line(self.name_of(row), 50)
        chosen = await self.app.push_screen_wait(Picker(title, choices))
        if chosen is not None:
            self.call_later(self.run_action, deeds[chosen].action)
