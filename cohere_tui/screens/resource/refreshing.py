"""Looking again by itself while something in the list is in progress."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar

from textual import work
from textual.binding import Binding, BindingType

from cohere_tui.errors import CohereTuiError, NotFound
from cohere_tui.screens.resource.loading import Loading
from cohere_tui.state.columns import Tone

if TYPE_CHECKING:
    from textual.timer import Timer

    from cohere_tui.state.listing import Listing

Row = TypeVar("Row")

FIRST_S: Final = 2
LONGEST_S: Final = 30
"""Seconds between looks: the first, and the most it grows to while nothing changes."""

_MOST_AT_ONCE: Final = 20
"""So many things are looked at in one go."""

_PHASE_S: Final = 0.5


class Refreshing(Loading[Row]):
    """Asks for the newest state of what is `in_progress`, ever more rarely while nothing changes.

    It rests while the screen is hidden. When something is over that the person saw in progress,
    they are told, wherever they are.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("R", "toggle_refresh", "Refresh by itself", id="resource.refresh", show=False),
    ]

    _refreshes = True
    _interval_s = FIRST_S
    _left_s = FIRST_S
    _ticking: Timer | None = None
    _phasing: Timer | None = None

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
        return tuple(row for row in self.listing.rows if self.in_progress(row))

    def watch_listing(self, listing: Listing[Row]) -> None:
        """Begin to look, or stop."""
        super().watch_listing(listing)
        self._wind()

    def on_screen_resume(self) -> None:
        """Look at once at what may have changed while nobody did."""
        super().on_screen_resume()
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

    def _look_soon(self) -> None:
        self._interval_s = self._left_s = FIRST_S

    def _wind(self) -> None:
        """Tick while there is something to look at and somebody to look."""
        wanted = self._refreshes and self.is_current and bool(self.watched)
        if wanted and self._ticking is None:
            self._left_s = self._interval_s
            self._ticking = self.set_interval(1.0, self._tick)
            self._phasing = self.set_interval(_PHASE_S, self._turn_signs)
        elif not wanted and self._ticking is not None:
            self._ticking.stop()
            self._ticking = None
            if self._phasing is not None:
                self._phasing.stop()
            self.show_state()

    def _turn_signs(self) -> None:
        self.table.phase += 1

    def _tick(self) -> None:
        self._left_s -= 1
        if self._left_s <= 0 and not self._going_on:
            self.look_again()
        self.show_state()

    @work(exclusive=True, group="refresh")
    async def look_again(self) -> None:
        """Ask for the newest state of what is in progress, a few at a time."""
        changed = False
        with self.saying("refreshing…"):
            for row in self.watched[:_MOST_AT_ONCE]:
                row_id = self.identify(row)
                try:
                    fresh = await self.fetch(row_id)
                except NotFound:
                    self.gone(row_id)
                    continue
                except CohereTuiError as error:
                    self.show_trouble(error)
                    break
                changed = changed or fresh != row
                self.renew(fresh)
                if not self.in_progress(fresh):
                    self._tell_end(fresh)
            else:
                self.show_trouble(None)
        self._interval_s = FIRST_S if changed else min(LONGEST_S, self._interval_s * 2)
        self._left_s = self._interval_s
        self.listing = self.listing.at_time(time.time())

    def _tell_end(self, row: Row) -> None:
        word, tone = self.outcome(row)
        bad = tone in (Tone.FAILED, Tone.WARNING)
        text = f"{self.NOUN.capitalize()} {self.name_of(row)}: {word}"
        self.app.notify(text, severity="error" if bad else "information", timeout=8)
        self.tell_terminal(text)

    def tell_terminal(self, text: str) -> None:
        """Tell the person through the terminal, who may look elsewhere."""
