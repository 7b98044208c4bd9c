"""Playgrounds that a server no longer offers, or not yet: told calmly, remembered, asked again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from cohere_tui.sandbox.knobs import Fault
from cohere_tui.screens.playground.registry import PLAYGROUNDS
from cohere_tui.state.facts import Link
from cohere_tui.state.retired import RETIRED
from tests.until import until

if TYPE_CHECKING:
    from tests.screens.playground.conftest import Seat, SitAt

GONE = tuple(one.name for one in PLAYGROUNDS if one.name in RETIRED)
PATHS = {"parse": "/v2/parse", "transcribe": "/v2/audio/*"}


async def at(seat: Seat, name: str) -> None:
    seat.place.visit(Link("playground", name))
    await until(lambda: seat.place.panel is not None and seat.place.tabs.shown == name)
    await until(lambda: seat.panel.house is not None and seat.panel.asked.has_focus_within)


@pytest.mark.parametrize("status", [404, 501])
async def test_each_is_told_calmly_remembered_and_asked_again(sit_at: SitAt, status: int) -> None:
    assert {"classify", "generate", "summarize"} <= set(GONE)
    async with sit_at(GONE[0], 80, 24) as seat:
        fair = seat.sandbox.knobs
        faults = (Fault(PATHS.get(name, f"/v1/{name}"), status, "page not found") for name in GONE)
        gone = replace(fair, faults=tuple(faults))
        for name in GONE:
            await at(seat, name)
            seat.sandbox.knobs = gone
            await seat.pilot.press("f5")
            await until(lambda: seat.panel.is_gone and seat.panel.way is None)
            assert RETIRED[name].told in str(seat.panel.answered.banner.render())
            assert seat.panel.trouble is None
            assert "✗" not in seat.told
            assert seat.panel.house is not None
            assert name in seat.panel.house.retired
            seat.sandbox.knobs = fair
            await seat.pilot.press("r")
            await until(lambda: seat.panel.run is not None)
            assert not seat.panel.is_gone
            assert not seat.panel.answered.banner.has_class("-shown")


async def test_a_model_that_is_gone_does_not_take_its_endpoint_along(sit_at: SitAt) -> None:
    async with sit_at("generate") as seat:
        fault = Fault("/v1/generate", 404, "model 'command' was removed")
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=(fault,))
        await seat.pilot.press("f5")
        await until(lambda: "model 'command' was removed" in seat.text)
        assert not seat.panel.is_gone
