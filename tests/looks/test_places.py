"""Every place over a resource: full, empty, loading, in trouble and retired, small and wide.

What is kept is the text of the screen, so that a change of looks is read in a diff. `make looks`
renews it; look at it before it is kept.
"""

from __future__ import annotations

import os
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import pytest

from cohere_tui.app import CohereTui
from cohere_tui.config.options import Options, Start
from cohere_tui.config.paths import Paths
from cohere_tui.sandbox.knobs import FAIR, Fault, Knobs
from cohere_tui.sandbox.server import Sandbox
from cohere_tui.screens.resource.resource import ResourceScreen
from tests.looks.seen import SIZES, seen_when
from tests.until import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from syrupy.assertion import SnapshotAssertion
    from textual.widget import Widget

PLACES: Final = ("models", "datasets", "connectors", "finetunes", "embed-jobs", "batches")
_FAULT: Final = Fault("*", 403, "this key may not look at such things", method="GET")


@dataclass(frozen=True)
class State:
    """How the server is."""

    knobs: Knobs
    demo_data: bool = False
    loads: bool = True
    """Whether the server ever answers."""


STILL = replace(FAIR, speed=0)
STATES: Final = {
    "full": State(STILL, demo_data=True),
    "empty": State(STILL),
    "loading": State(replace(STILL, faults=(replace(_FAULT, kind="stall"),)), loads=False),
    "trouble": State(replace(STILL, faults=(_FAULT,))),
    "retired": State(replace(STILL, retired=True)),
}


@asynccontextmanager
async def opened(
    state: State, size: tuple[int, int], patch: pytest.MonkeyPatch
) -> AsyncIterator[CohereTui]:
    """The app on a server in that state. Time stands still: nothing grows older meanwhile."""
    async with Sandbox(state.knobs, demo_data=state.demo_data) as sandbox:
        await sandbox.rest()
        now = sandbox.clock.now() + 1
        patch.setattr(time, "time", lambda: now)
        patch.setenv("CO_API_KEY", "a-key-that-works")
        patch.setenv("CO_API_URL", sandbox.url)
        app = CohereTui(Start(Options(), Paths.of(os.environ)))
        async with app.run_test(size=size):
            await until(lambda: getattr(app.screen, "services", None) is not None)
            yield app


async def visited(app: CohereTui, place: str, state: State) -> str:
    """How a place looks when everything that will come has come."""
    app.action_go(place)
    await until(lambda: getattr(app.screen, "PLACE", "") == place)
    screen = app.screen
    assert isinstance(screen, ResourceScreen)

    def still() -> bool:
        if not state.loads:
            return screen.state_text().endswith("…")
        return settled(screen) and not any(one.is_running for one in app.workers)

    return await seen_when(still, app)


def settled(screen: ResourceScreen[Any]) -> bool:
    """Whether the server's answer is shown, whatever it was."""
    said = any(one.region.height for one in screen.query(".place--trouble, #banner"))
    answered = said or bool(screen.table.empty) or bool(screen.listing.rows)
    followed = not (screen.beside and screen.listing.rows) or painted(screen.detail.shown)
    return answered and followed and not screen.state_text().endswith("…")


def painted(page: Widget) -> bool:
    """Whether there is something to read on a page, on the screen."""
    lines = page.screen._compositor.render_strips()
    x, y, right, bottom = page.region.corners
    return any(strip.crop(x, right).text.strip() for strip in lines[y:bottom])


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", STATES)
async def test_look(
    name: str, size: tuple[int, int], look: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = STATES[name]
    async with opened(state, size, monkeypatch) as app:
        for place in PLACES:
            seen = await visited(app, place, state)
            assert seen == look(name=place)
