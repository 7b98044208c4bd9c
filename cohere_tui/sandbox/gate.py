"""A gate that streams pass one event at a time, so that a test can step them."""

from __future__ import annotations

import asyncio


class Gate:
    """Closed at first. `let(n)` lets n events through, `open()` all that come."""

    def __init__(self) -> None:
        self._permits = asyncio.Semaphore(0)
        self._open = False
        self.waiting = 0
        """How many streams stand before the gate."""

    def let(self, events: int = 1) -> None:
        """Let so many more events through."""
        for _ in range(events):
            self._permits.release()

    def open(self) -> None:
        """Let everything through from now on."""
        self._open = True
        self.let(self.waiting)

    async def acquire(self) -> None:
        """Return when one event may pass."""
        if self._open:
            return
        self.waiting += 1
        try:
            await self._permits.acquire()
        finally:
            self.waiting -= 1
