"""Waiting has one name: until a condition holds, by giving the event loop turns."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

PATIENCE_S = 30.0
"""How long a condition may take on a slow, busy machine before the test is called failed."""


async def until(condition: Callable[[], object], what: str = "") -> None:
    """Return as soon as `condition()` is true; fail with `what` when it never becomes true."""

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
