"""Waiting has one name: until a condition holds, by giving the event loop turns."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

PATIENCE_S = 10.0
"""How long a condition may take on a slow, busy machine before the test is called failed."""


async def until(condition: Callable[[], object], what: str = "") -> None:
    """Return as soon as `condition()` is true; fail with `what` when it never becomes true."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + PATIENCE_S
    while not condition():
        if loop.time() > deadline:
            raise AssertionError(what or "the condition never came true")
        await asyncio.sleep(0.005)
