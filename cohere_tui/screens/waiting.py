"""What goes on in a place, in dim words: what is asked for, and what is waited for."""

from __future__ import annotations

import math
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from cohere_tui.plain import one_line
from cohere_tui.screens.place import PlaceScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.timer import Timer

    from cohere_tui.client.retrying import Wait
    from cohere_tui.screens.house import House


class Waiting(PlaceScreen):
    """Says what goes on, counts a pause before another try down, and stops it when asked to.

    Subclasses show `state_text` in `show_state`.
    """

    GROUPS: ClassVar[tuple[str, ...]] = ()
    """The groups of workers that only ask: `ctrl+c` stops them."""

    _pause: Wait | None = None
    _over_at = 0.0
    _counting: Timer | None = None
    _deaf: Callable[[], None] | None = None

    def __init__(self) -> None:
        super().__init__()
        self._going_on: dict[object, str] = {}

    def furnish(self, house: House) -> None:
        """Hear of pauses."""
        super().furnish(house)
        if self._deaf is not None:
            self._deaf()
        self._deaf = house.on_wait(self._wait)

    def on_unmount(self) -> None:
        """Hear of none any more."""
        if self._deaf is not None:
            self._deaf()
            self._deaf = None

    @property
    def busy(self) -> bool:
        """Whether something goes on."""
        return bool(self._going_on)

    @contextmanager
    def saying(self, word: str) -> Iterator[Callable[[str], None]]:
        """Show a dim word while something goes on; what is given shows another one."""
        token = object()

        def say(word: str) -> None:
            self._going_on[token] = word
            self.show_state()

        say(word)
        try:
            yield say
        finally:
            del self._going_on[token]
            if not self._going_on:
                self._stop_counting()
            self.show_state()

    def show_state(self) -> None:
        """Something else goes on: show it."""

    def state_text(self) -> str:
        """What goes on, as a dim word."""
        if self._pause is not None and self._going_on:
            left = max(0, math.ceil(self._over_at - monotonic()))
            tries = f"try {self._pause.attempt} of {self._pause.attempts}"
            return f"again in {left}s, {tries}: {one_line(self._pause.reason, 60)}"
        return next(reversed(self._going_on.values()), "")

    def stop_running(self) -> bool:
        """Stop asking; what is there stays."""
        stopped = [one for group in self.GROUPS for one in self.workers.cancel_group(self, group)]
        return bool(stopped) or super().stop_running()

    def _wait(self, pause: Wait) -> None:
        """A request is sent again after a pause: ours, if anything goes on here."""
        if not self._going_on:
            return
        self._pause, self._over_at = pause, monotonic() + pause.seconds
        if self._counting is None:
            self._counting = self.set_interval(0.5, self._count)
        self.show_state()

    def _count(self) -> None:
        if monotonic() > self._over_at:
            self._stop_counting()
        self.show_state()

    def _stop_counting(self) -> None:
        self._pause = None
        if self._counting is not None:
            self._counting.stop()
            self._counting = None
