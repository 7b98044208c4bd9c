"""A pilot presses a key on what is painted, and goes on when all it brought about at once is over.

Textual's own pilot sleeps for a moment after a key. A process that stands still meanwhile has slept
without having worked: the key is still on its way from the widget that has the focus to the app.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

import textual._wait
import textual.app
import textual.pilot
from textual.pilot import Pilot

from tests.until import PATIENCE_S, quiet, until

if TYPE_CHECKING:
    import pytest
    from textual.app import App
    from textual.screen import Screen

_FRAMES: Final = 20
"""Who paints all the time is not waited for."""

_slept = textual._wait.wait_for_idle
_press = Pilot.press
_wait = Pilot._wait_for_screen
_pause = Pilot.pause
_resize = Pilot.resize_terminal


async def painted(app: App[Any]) -> None:
    """Return when what is on its way to the screen is there, and what waited for that is over.

    What is laid out for the first time may have more to paint then.
    """
    for _ in range(_FRAMES):
        await quiet()
        if not app.is_running or not app.screen_stack:
            return
        await _frame(app)
        await quiet()
        if not app.screen_stack or not _has_to_paint(app.screen):
            return


async def _frame(app: App[Any]) -> None:
    screen, done = app.screen, asyncio.Event()
    screen.call_after_refresh(done.set)
    loop = asyncio.get_running_loop()
    deadline = loop.time() + PATIENCE_S

    def over() -> bool:
        """Another screen may come over this one, which is then not painted any more."""
        return done.is_set() or not app.is_running or not screen.is_current

    while not over() and loop.time() < deadline:  # noqa: ASYNC110
        await asyncio.sleep(0.001)


def _has_to_paint(screen: Screen[Any]) -> bool:
    return bool(
        screen._layout_required
        or screen._scroll_required
        or screen._repaint_required
        or screen._recompose_required
        or screen._dirty_widgets
        or screen._callbacks
    )


async def _idle(min_sleep: float = 0, max_sleep: float = 1) -> None:
    await _slept(min_sleep, max_sleep)
    await quiet()


async def _pressed(pilot: Pilot[object], *keys: str) -> None:
    await painted(pilot.app)
    await _press(pilot, *keys)


async def _waited(pilot: Pilot[object]) -> bool:
    done = await _wait(pilot)
    await painted(pilot.app)
    return done


async def _paused(pilot: Pilot[object], delay: float | None = None) -> None:
    await _pause(pilot, delay)
    await painted(pilot.app)


async def _resized(pilot: Pilot[object], width: int, height: int) -> None:
    await _resize(pilot, width, height)
    await until(lambda: pilot.app._resize_event is None)  # it waits whether there is another one
    await painted(pilot.app)


def make_pilots_patient(patch: pytest.MonkeyPatch) -> None:
    """Whatever a pilot does, it does before and after a moment of quiet."""
    patch.setattr(textual.app, "wait_for_idle", _idle)
    patch.setattr(textual.pilot, "wait_for_idle", _idle)
    patch.setattr(Pilot, "press", _pressed)
    patch.setattr(Pilot, "pause", _paused)
    patch.setattr(Pilot, "resize_terminal", _resized)
    patch.setattr(Pilot, "_wait_for_screen", _waited)
