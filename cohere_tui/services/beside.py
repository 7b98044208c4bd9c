"""Heavy work in a thread, beside the loop: it reports how far it is and can be stopped."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Done = TypeVar("Done")
News = TypeVar("News")


class Stopped(Exception):
    """Nobody waits for the work any more; it ends, and removes what it has begun."""


class Reporter(Generic[News]):
    """How work in a thread tells the loop how far it is."""

    def __init__(self, show: Callable[[News], None]) -> None:
        self._show = show
        self._loop = asyncio.get_running_loop()
        self._stopping = threading.Event()

    def __call__(self, news: News) -> None:
        """Show `news` on the loop. Raises `Stopped` once nobody waits any more.

        To be called often enough for a person who wants to stop it, and not for every row.
        """
        if self._stopping.is_set():
            raise Stopped
        self._loop.call_soon_threadsafe(self._tell, news)

    def stop(self) -> None:
        """Nobody waits any more."""
        self._stopping.set()

    def _tell(self, news: News) -> None:
        if not self._stopping.is_set():
            self._show(news)


async def beside(
    work: Callable[[Callable[[News], None]], Done], show: Callable[[News], None]
) -> Done:
    """What `work` gives, done in a thread; what it reports is shown on the loop, in order.

    Cancelled, it returns when the work has ended: so nothing is left open or half written.
    """
    reporter = Reporter(show)
    working = asyncio.get_running_loop().run_in_executor(None, work, reporter)
    try:
        await asyncio.wait([working])
    except asyncio.CancelledError:
        reporter.stop()
        working.add_done_callback(lambda ended: ended.exception())  # nobody is left to be told
        await asyncio.wait([working])
        raise
    return working.result()
