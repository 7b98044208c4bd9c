"""A pilot goes on when all that a key brought about at once is over, on a busy machine too.

Textual's own pilot sleeps for a moment after a key. A process that stands still meanwhile has slept
without having worked: the key is still on its way from the widget that has the focus to the app.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import textual._wait
import textual.app
import textual.pilot

if TYPE_CHECKING:
    import pytest

_TURNS: Final = 1_000
"""A server that never stops telling keeps the loop busy; no key has so long a way."""

_slept = textual._wait.wait_for_idle


async def quiet() -> None:
    """Return when the event loop has nothing left to do but to wait: for time, servers, threads."""
    loop = asyncio.get_running_loop()
    for _ in range(_TURNS):
        await asyncio.sleep(0)
        if not loop._ready:  # type: ignore[attr-defined]
            return


async def _idle(min_sleep: float = 0, max_sleep: float = 1) -> None:
    await _slept(min_sleep, max_sleep)
    await quiet()


def make_pilots_patient(patch: pytest.MonkeyPatch) -> None:
    """Whatever a pilot does, it then waits until the loop is quiet."""
    patch.setattr(textual.app, "wait_for_idle", _idle)
    patch.setattr(textual.pilot, "wait_for_idle", _idle)
