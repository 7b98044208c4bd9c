"""The sandbox's own time: jobs and datasets advance by it, faster than a wall clock if wanted."""

from __future__ import annotations

import time
from datetime import UTC, datetime

_END = datetime(9000, 1, 1, tzinfo=UTC).timestamp()


class Clock:
    """Seconds since 1970 that run `speed` times as fast as the world's; at 0 they stand still.

    `lead` is how far it is ahead of the wall clock when it begins. It stops in the year 9000: what
    ends later could not be written down.
    """

    def __init__(self, speed: float = 1.0, lead: float = 0.0) -> None:
        self._speed = speed
        self._ticked = time.monotonic()
        self._now = max(0.0, min(time.time() + lead, _END))

    def now(self) -> float:
        """What time it is here."""
        ticked = time.monotonic()
        self._now = min(self._now + (ticked - self._ticked) * self._speed, _END)
        self._ticked = ticked
        return self._now

    def advance(self, seconds: float) -> None:
        """Let so much time pass at once."""
        self._now = min(self._now + seconds, _END)

    @property
    def speed(self) -> float:
        """How many of its seconds pass in one of the world's."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        self.now()
        self._speed = speed

    @property
    def lead(self) -> float:
        """How far it is ahead of the wall clock."""
        return self.now() - time.time()


def rfc3339(at: float) -> str:
    """A time as most of the API writes it: `2026-01-02T03:04:05.678901Z`."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
