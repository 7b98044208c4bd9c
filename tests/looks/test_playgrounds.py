"""Every playground, small and wide: as it opens, and with the answer to its example."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from cohere_tui.app import CohereTui
from cohere_tui.config.options import Options, Start
from cohere_tui.config.paths import Paths
from cohere_tui.sandbox.knobs import FAIR
from cohere_tui.sandbox.server import Sandbox
from cohere_tui.screens.playground.playground import PlaygroundScreen
from cohere_tui.screens.playground.registry import PLAYGROUNDS
from cohere_tui.state.facts import Link
from cohere_tui.state.retired import RETIRED
from tests.looks.seen import SIZES, seen_when
from tests.until import until

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("retired", [False, True], ids=["offered", "retired"])
async def test_look(
    retired: bool, size: tuple[int, int], look: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Sandbox(replace(FAIR, retired=retired)) as sandbox:
        monkeypatch.setenv("CO_API_KEY", "a-key-that-works")
        monkeypatch.setenv("CO_API_URL", sandbox.url)
        app = CohereTui(Start(Options(screen="playground"), Paths.of(os.environ)))
        async with app.run_test(size=size) as pilot:
            await until(lambda: isinstance(app.place, PlaygroundScreen))
            place = app.place
            assert isinstance(place, PlaygroundScreen)

            def still() -> bool:
                panel = place.panel
                if panel is None or panel.house is None or not panel.asked.has_focus_within:
                    return False
                return panel.way is None and not any(one.is_running for one in app.workers)

            for playground in PLAYGROUNDS:
                place.visit(Link("playground", playground.name))
                await until(lambda: place.tabs.shown == playground.name)  # noqa: B023
                began = await seen_when(still, app)
                if not retired:
                    assert began == look(name=f"{playground.name} opens")
                await pilot.press("f5")
                await until(
                    lambda: place.panel is not None and place.panel.answered.told.region.height
                )
                answered = await seen_when(still, app)
                if not retired or playground.name in RETIRED:
                    assert answered == look(name=f"{playground.name} answers")
