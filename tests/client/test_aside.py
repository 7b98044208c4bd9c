"""Blocking steps: not on the loop, and never left behind."""

from __future__ import annotations

import asyncio
import threading

import pytest

from cohere_tui.client.aside import aside


async def test_a_step_runs_beside_the_loop() -> None:
    loops = threading.get_ident()
    assert await aside(threading.get_ident) != loops


async def test_what_goes_wrong_is_told() -> None:
    def fail() -> None:
        raise OSError("no")

    with pytest.raises(OSError, match="no"):
        await aside(fail)


@pytest.mark.parametrize("fails", [False, True])
async def test_a_cancelled_caller_leaves_when_the_step_is_over(*, fails: bool) -> None:
    begun, may_end, over = threading.Event(), threading.Event(), threading.Event()

    def step() -> None:
        begun.set()
        may_end.wait()
        over.set()
        if fails:
            raise OSError("no")

    task = asyncio.create_task(aside(step))
    await asyncio.to_thread(begun.wait)
    task.cancel()
    for _ in range(10):
        await asyncio.sleep(0)
    assert not task.done()
    may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert over.is_set()
