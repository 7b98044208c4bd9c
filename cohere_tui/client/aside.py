"""Blocking steps, such as reading a file, away from the event loop."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_T = TypeVar("_T")


async def aside(step: Callable[[], _T]) -> _T:
    """What `step` gives, run in a thread.

    A cancelled caller leaves when the step is over, and not before: what the step works on, such as
    a file, may then be closed.
    """
    running = asyncio.get_running_loop().run_in_executor(None, step)
    try:
        await asyncio.wait([running])
    except asyncio.CancelledError:
        await asyncio.wait([running])
        running.exception()  # nobody is left to be told
        raise
    return running.result()
