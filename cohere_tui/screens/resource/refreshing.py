"""Looking again by itself while something in the list is in progress."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar

from textual import work
from textual.binding import Binding, BindingType

from cohere_tui.errors import CohereTuiError, NotFound
from cohere_tui.screens.resource.watching import Watching

if TYPE_CHECKING:
    from textual.timer import Timer

    from cohere_tui.state.listing import Listing

Row = TypeVar("Row")

FIRST_S: Final = 2
LONGEST_S: Final = 30
"""Seconds between looks: the first, and the most it grows to while nothing changes."""

AWAY_S: Final = 60
"""The same while the screen is hidden: only to tell when something ends."""

_MOST_AT_ONCE: Final = 20
"""So many things are looked at in one go."""

_PHASE_S: Final = 0.5
_REFRESH: Final = "refresh"


class Refreshing(Watching[Row]):
    """Asks for the newest state of what is `in_progress`, ever more rarely while nothing changes.

    While the screen is hidden nothing is refreshed; once a minute it is looked whether something
    is over that the person saw in progress. They are told of it wherever they are.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("R", "toggle_refresh", "Refresh by itself", id="resource.refresh", show=False),
    ]

    _refreshes = True
    _interval_s = FIRST_S
    _left_s = FIRST_S
    _ticking: Timer | None = None
    _phasing: Timer | None = None
    _away: Timer | None = None
    _turn = 0

    def __init__(self) -> None:
        super().__init__()
        self._looking = False

    def watch_listing(self, listing: Listing[Row]) -> None:
        """Tell what has ended, unless more may end in the same look; begin to look, or stop."""
        super().watch_listing(listing)
        if not self._looking:
            self.tell_ends()
        self._wind()

    def on_screen_resume(self) -> None:
        """Look at once at what may have changed while nobody did."""
        self._look_soon()
        self._wind()

    def on_screen_suspend(self) -> None:
        """Nobody looks."""
        self._wind()

    def action_toggle_refresh(self) -> None:
        """Look again by itself, or only when asked."""
        self._refreshes = not self._refreshes
        self._look_soon()
        self._wind()
        self.app.notify("Refreshes by itself." if self._refreshes else "Refreshes when asked: r")

    def action_reload(self) -> None:
        """Ask for everything again, and then often."""
        self._look_soon()
        super().action_reload()

    def state_text(self) -> str:
        """When it will look again, unless something goes on."""
        going_on = super().state_text()
        if going_on or self._ticking is None:
            return going_on
        return f"next refresh {max(0, self._left_s)}s"

    # --- looking again

    def _look_soon(self) -> None:
        self._interval_s = self._left_s = FIRST_S

    def _wind(self) -> None:
        """Tick while there is something to look at and somebody to look."""
        wanted = self._refreshes and bool(self._watched)
        seen = wanted and self.is_current
        if seen and self._ticking is None:
            self._left_s = self._interval_s
            self._ticking = self.set_interval(1.0, self._tick)
            self._phasing = self.set_interval(_PHASE_S, self._turn_signs)
            self.show_state()
        elif not seen and self._ticking is not None:
            _stop(self._ticking, self._phasing)
            self._ticking = self._phasing = None
            self.show_state()
        if wanted and not seen and self._away is None:
            self._away = self.set_interval(AWAY_S, self.look_again)
        elif not wanted or seen:
            _stop(self._away)
            self._away = None

    def _turn_signs(self) -> None:
        self.table.phase += 1

    def _tick(self) -> None:
        self._left_s -= 1
        if self._left_s <= 0 and not self.busy:
            self.look_again()
        # What is told to the second goes on between looks; the rest of the screen can wait.
        self.table.listing = self.listing.at_time(time.time())
        self.show_state()

    @work(exclusive=True, group="refresh")
    async def look_again(self) -> None:
        """Ask for the newest state of what is in progress, one after the other."""
        changed = False
        lost: list[str] = []
        self._looking = True
        try:
            with self.saying("refreshing…"):
                for row in self._next_ones():
                    changed = await self._look_at_one(row, lost) or changed
            self.trouble(_REFRESH, None)
        except CohereTuiError as error:
            self.trouble(_REFRESH, error)
        finally:
            self._looking = False
            self.tell_ends()
            self.tell_lost(lost)
        self._interval_s = FIRST_S if changed else min(LONGEST_S, self._interval_s * 2)
        self._left_s = self._interval_s
        self.listing = self.listing.at_time(time.time())

    async def _look_at_one(self, row: Row, lost: list[str]) -> bool:
        """Whether it has changed; what is no longer there is added to `lost`."""
        row_id = self.identify(row)
        try:
            fresh = await self.fetch(row_id)
        except NotFound:
            lost.append(self.name_of(row))
            self.gone(row_id)
            return True
        self.renew(fresh)
        return fresh != row

    def _next_ones(self) -> tuple[Row, ...]:
        """Those in progress; of very many, the next few."""
        rows = self.watched
        if len(rows) <= _MOST_AT_ONCE:
            return rows
        self._turn = (self._turn + _MOST_AT_ONCE) % len(rows)
        return (rows[self._turn :] + rows[: self._turn])[:_MOST_AT_ONCE]


def _stop(*timers: Timer | None) -> None:
    for timer in timers:
        if timer is not None:
            timer.stop()
