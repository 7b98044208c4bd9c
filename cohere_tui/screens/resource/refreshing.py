"""Looking again by itself while something in the list is in progress."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar

from textual import work
from textual.binding import Binding, BindingType

from cohere_tui.errors import CohereTuiError, NotFound
from cohere_tui.plain import one_line
from cohere_tui.screens.resource.fetching import Fetching
from cohere_tui.state.columns import Tone
from cohere_tui.widgets.shell import Shell

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


class Refreshing(Fetching[Row]):
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
        self._watched: dict[str, Row] = {}
        self._watched_of: tuple[Row, ...] = ()

    def in_progress(self, row: Row) -> bool:
        """Whether a thing will change by itself."""
        del row
        return False

    def outcome(self, row: Row) -> tuple[str, Tone]:
        """How it ended, in a word, and how good that is."""
        raise NotImplementedError

    @property
    def watched(self) -> tuple[Row, ...]:
        """What is in progress."""
        return tuple(self._watched.values())

    def watch_listing(self, listing: Listing[Row]) -> None:
        """Tell what has ended; begin to look, or stop."""
        super().watch_listing(listing)
        if listing.rows is not self._watched_of:
            self._watch(listing)
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

    # --- what is in progress

    def _watch(self, listing: Listing[Row]) -> None:
        """Keep what is in progress by now, and tell what no longer is."""
        before = self._watched
        self._watched_of = listing.rows
        self._watched = {
            row_id: row
            for row in listing.rows
            if self.in_progress(row) and (row_id := self.identify(row))
        }
        for row_id in before.keys() - self._watched.keys():
            row = listing.get(row_id)
            if row is not None and not self.busy_with(row):
                self._tell_end(row)

    def busy_with(self, row: Row) -> bool:
        """Whether the person is just doing something to it, and is told of that anyway."""
        del row
        return False

    def _tell_end(self, row: Row) -> None:
        word, tone = self.outcome(row)
        bad = tone in (Tone.FAILED, Tone.WARNING)
        name = one_line(self.name_of(row), 80)
        text = f"{self.NOUN[:1].upper()}{self.NOUN[1:]} {name}: {word}"
        self.app.notify(text, severity="error" if bad else "information", timeout=8)
        self.tell_terminal(text)

    def tell_terminal(self, text: str) -> None:
        """Tell the person through the terminal, who may look elsewhere."""
        if isinstance(self.app, Shell):
            self.app.tell_terminal(text)

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
        self.show_state()

    @work(exclusive=True, group="refresh")
    async def look_again(self) -> None:
        """Ask for the newest state of what is in progress, one after the other."""
        changed = False
        with self.saying("refreshing…"):
            for row in self._next_ones():
                row_id = self.identify(row)
                try:
                    fresh = await self.fetch(row_id)
                except NotFound:
                    self.lost(row_id)
                except CohereTuiError as error:
                    self.trouble(_REFRESH, error)
                    break
                else:
                    changed = changed or fresh != row
                    self.renew(fresh)
            else:
                self.trouble(_REFRESH, None)
        self._interval_s = FIRST_S if changed else min(LONGEST_S, self._interval_s * 2)
        self._left_s = self._interval_s
        self.listing = self.listing.at_time(time.time())

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
