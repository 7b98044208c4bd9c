"""What takes long, beside the loop: whoever streams meanwhile would stand still."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_LARGE = 64 * 1024

Made = TypeVar("Made")


async def beside(raw: bytes, work: Callable[[], Made]) -> Made:
    """What `work` gives; in a thread where the body of the request is large."""
    return await asyncio.to_thread(work) if len(raw) > _LARGE else work()
