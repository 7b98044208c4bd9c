"""Waiting has one name: until a condition holds, by giving the event loop turns."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

PATIENCE_S = 30.0
"""How long a condition may take on a slow, busy machine before the test is called failed."""

_TURNS: Final = 1_000
_LONGEST_S: Final = 0.25
"""A server that never stops telling keeps the loop busy. No message has so long a way, counted in
turns of the loop, and none is so much work, counted on a clock that stands still when we do."""


async def until(condition: Callable[[], object], what: str = "") -> None:
    """Return when `condition()` has become true, and all that it brought about at once is over.

    Fail with `what` when it never becomes true.
    """

    async def ask() -> object:
        return condition()

    await until_answered(ask, what)


async def until_answered(question: Callable[[], Awaitable[object]], what: str = "") -> None:
    """The same for a question that is itself awaited, such as one to a store."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + PATIENCE_S
    while not await question():
        if loop.time() > deadline:
            raise AssertionError(what or "the condition never came true")
        await asyncio.sleep(0.005)
    await quiet()


async def quiet() -> None:
    """Return when the event loop has nothing left to do but to wait: for time, servers, threads."""
    loop = asyncio.get_running_loop()
    began = time.thread_time()
    for _ in range(_TURNS):
        await asyncio.sleep(0)
        # Private, but there is no other way to know.
        if not loop._ready or time.thread_time() - began > _LONGEST_S:  # type: ignore[attr-defined]
            return
