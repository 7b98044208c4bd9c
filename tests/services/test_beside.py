"""Work in a thread that tells how far it is, and ends when nobody waits for it."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest

from cohere_tui.services.beside import Stopped, beside
from tests.until import until

if TYPE_CHECKING:
    from collections.abc import Callable


async def test_what_it_reports_is_shown_on_the_loop_in_order() -> None:
    seen: list[int] = []
    here = threading.get_ident()
    threads: set[int] = set()

    def show(number: int) -> None:
        seen.append(number)
        assert threading.get_ident() == here

    def work(report: Callable[[int], None]) -> str:
        threads.add(threading.get_ident())
        for number in range(100):
            report(number)
        return "done"

    assert await beside(work, show) == "done"
    assert seen == list(range(100))
    assert here not in threads


async def test_what_goes_wrong_in_it_is_raised() -> None:
    def work(report: Callable[[int], None]) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await beside(work, print)


@pytest.mark.parametrize("cancellations", [1, 3])
async def test_cancelled_it_ends_and_shows_no_more(cancellations: int) -> None:
    seen: list[int] = []
    ended = threading.Event()

    def work(report: Callable[[int], None]) -> None:
        try:
            number = 0
            while True:
                report(number)
                number += 1
        except Stopped:
            ended.set()
            raise

    task = asyncio.create_task(beside(work, seen.append))
    await until(lambda: len(seen) > 3)
    for _ in range(cancellations):
        task.cancel()
        await asyncio.sleep(0)
    shown = len(seen)
    with pytest.raises(asyncio.CancelledError):
        await task
    await until(ended.is_set)
    assert len(seen) == shown
