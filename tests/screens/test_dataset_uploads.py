"""Uploads that go on: watched, left alone, stopped, told of when they end."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from cohere_tui.sandbox.knobs import Fault
from cohere_tui.screens.dataset_progress import UploadDialog
from cohere_tui.widgets.confirm import Confirm
from tests.screens.datasets import CREATE, CSV, begun, header, opened, said, seen
from tests.screens.jobs import form_of, notices, pass_time, services, shown, weather
from tests.services.jobs import Pauses
from tests.until import until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.screens.conftest import Sit


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "harbours.csv"
    path.write_text(CSV)
    return path


async def test_it_goes_on_while_somebody_does_something_else(sit: Sit, data: Path) -> None:
    async with sit() as seat:
        screen = await opened(seat)
        weather(seat, Fault(CREATE, kind="stall", method="POST"))
        dialog = await begun(seat, data)
        await until(lambda: "the file is sent" in said(dialog))
        await seat.pilot.press("escape")
        await until(lambda: "↑ harbours 100%" in header(screen))
        await until(lambda: "↑ harbours 100%" in seen(seat))
        await seat.pilot.press("1", "ctrl+q")
        question = await shown(seat, Confirm)
        await until(lambda: "The upload of harbours is not done" in said(question))
        await seat.pilot.press("n")
        seat.app.action_go("datasets")
        await until(lambda: seat.app.screen is screen)
        await seat.pilot.press("ctrl+c")
        question = await shown(seat, Confirm)
        await until(lambda: "Stop the upload of harbours?" in said(question))
        await seat.pilot.press("enter")  # no
        await until(lambda: seat.app.screen is screen)
        assert len(screen.jobs) == 1
        await seat.pilot.press("U")
        dialog = await shown(seat, UploadDialog)
        await seat.pilot.press("K")
        await shown(seat, Confirm)
        await seat.pilot.press("y")
        await until(lambda: "was stopped" in notices(seat))
        await until(lambda: not screen.jobs and "↑" not in header(screen))
        assert screen.unfinished() == ""
        await seat.pilot.press("n")
        form = await form_of(seat)
        assert form.values["data"] == str(data)


async def test_its_end_is_told_to_who_looks_elsewhere(sit: Sit, data: Path) -> None:
    async with sit() as seat:
        pauses, may_end = Pauses(seat.sandbox), asyncio.Event()

        async def pause(seconds: float) -> None:
            await may_end.wait()
            await pauses(seconds)

        screen = await opened(seat, pause)
        await begun(seat, data)
        await seat.pilot.press("escape", "1")
        await until(lambda: seat.app.current_mode == "chat")
        await until(lambda: "harbours validating" in header(screen))
        assert screen.unfinished() == ""
        may_end.set()
        await until(lambda: "Upload of harbours: validated" in notices(seat))
        assert screen.jobs == []
        assert notices(seat).count("harbours") == 1


async def test_a_failure_that_nobody_saw_stays_to_be_looked_at(sit: Sit, data: Path) -> None:
    async with sit() as seat:
        screen = await opened(seat)
        weather(seat, latency_s=600)
        await begun(seat, data)
        await seat.pilot.press("escape")
        await until(lambda: seat.app.screen is screen)
        fault = Fault(CREATE, 400, "capacity used up", method="POST")
        weather(seat, fault, latency_s=0)
        await until(lambda: "capacity used up" in notices(seat))
        await until(lambda: "harbours failed" in header(screen))
        weather(seat)
        await seat.pilot.press("U")
        dialog = await shown(seat, UploadDialog)
        await until(lambda: "capacity used up" in said(dialog))
        await seat.pilot.press("r")
        await until(lambda: "validated: 2 rows" in said(seat.app.screen))  # type: ignore[arg-type]


async def test_two_at_once_are_told_apart(sit: Sit, data: Path, tmp_path: Path) -> None:
    other = tmp_path / "bays.csv"
    other.write_text(CSV)
    async with sit() as seat:
        screen = await opened(seat)
        weather(seat, Fault(CREATE, kind="stall", method="POST"))
        for path in (data, other):
            await begun(seat, path)
            await seat.pilot.press("escape")
            await until(lambda: seat.app.screen is screen)
        await until(lambda: "↑ 2 uploads, harbours 100%" in header(screen))
        await until(lambda: all("100%" in one.short for one in screen.sendings))
        await seat.pilot.press("U")
        await until(lambda: "bays 100%" in seen(seat))
        await seat.pilot.press("down", "enter")
        dialog = await shown(seat, UploadDialog)
        await until(lambda: "Upload of bays" in said(dialog))
        await seat.pilot.press("ctrl+c")
        await shown(seat, Confirm)
        await seat.pilot.press("y")
        await until(lambda: [one.name for one in screen.sendings] == ["harbours"])


async def test_a_dataset_that_is_deleted_while_it_is_validated(sit: Sit, data: Path) -> None:
    async with sit() as seat:
        screen = await opened(seat)
        weather(seat, Fault("/v1/datasets/harbours*", 404, "gone", method="GET"))
        dialog = await begun(seat, data)
        await until(lambda: "404: gone" in said(dialog))
        await seat.pilot.press("escape")
        await until(lambda: seat.app.screen is screen)
        assert len(await services(seat).datasets.list().all()) == 1
        await pass_time(seat, 9)
        assert screen.unfinished() == ""
