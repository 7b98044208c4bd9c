"""A pilot presses a key on what is painted, and goes on when all it brought about at once is over.

Textual's own pilot sleeps for a moment after a key. A process that stands still meanwhile has slept
without having worked: the key is still on its way from the widget that has the focus to the app.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import textual._wait
import textual.app
import textual.pilot
from textual.pilot import Pilot

from tests.until import quiet

if TYPE_CHECKING:
    import pytest
    from textual.app import App

_slept = textual._wait.wait_for_idle
_press = Pilot.press


async def painted(app: App[Any]) -> None:
    """Return when what is on its way to the screen is there, and what waited for that is over."""
    await quiet()
    if not app.is_running or not app.screen_stack:
        return
    screen, done = app.screen, asyncio.Event()
    screen.call_after_refresh(done.set)

    def over() -> bool:
        """Another screen may come over this one, which is then not painted any more."""
        return done.is_set() or not app.is_running or not screen.is_current

    while not over():  # noqa: ASYNC110
        await asyncio.sleep(0.001)
    await quiet()


async def _idle(min_sleep: float = 0, max_sleep: float = 1) -> None:
    await _slept(min_sleep, max_sleep)
    await quiet()


async def _patiently(pilot: Pilot[object], *keys: str) -> None:
    await painted(pilot.app)
    await _press(pilot, *keys)


def make_pilots_patient(patch: pytest.MonkeyPatch) -> None:
    """Whatever a pilot does, it does before and after a moment of quiet."""
    patch.setattr(textual.app, "wait_for_idle", _idle)
    patch.setattr(textual.pilot, "wait_for_idle", _idle)
    patch.setattr(Pilot, "press", _patiently)
