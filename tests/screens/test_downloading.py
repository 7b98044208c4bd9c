"""Downloading what came of a job into a file: where to, how far, and what can go wrong."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from cohere_tui.sandbox.knobs import Fault
from cohere_tui.screens.embed_jobs import EmbedJobsScreen
from cohere_tui.screens.target import faults_of
from cohere_tui.widgets.confirm import Confirm
from cohere_tui.widgets.progress import Progress
from tests.screens import jobs
from tests.screens.test_embed_jobs import begun
from tests.until import until

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from cohere_tui.widgets.form.form import Form
    from tests.screens.conftest import Seat, Sit


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the app is started."""
    place = tmp_path / "here"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


def left_in(folder: Path) -> list[str]:
    return [one.name for one in folder.iterdir()]


async def asked(seat: Seat) -> Form[Any]:
    """The form that asks where to, over a job that is complete."""
    await begun(seat, "harbours / all")
    await jobs.pass_time(seat, 60)
    await jobs.services(seat).embed_jobs.list().all()
    await seat.sandbox.rest()
    screen = await jobs.opened(seat, EmbedJobsScreen)
    assert screen.listing.rows[0].output_dataset_id
    await seat.pilot.press("d")
    return await jobs.form_of(seat)


async def test_it_is_written_and_told(sit: Sit, folder: Path) -> None:
    async with sit(80, 24) as seat:
        form = await asked(seat)
        assert form.values["path"] == "~/here/harbours---all.jsonl"
        await seat.pilot.press("ctrl+s")
        await until(lambda: "3 rows in " in jobs.notices(seat))
        (name,) = left_in(folder)
        path = folder / name
        rows = [json.loads(line) for line in path.read_text().splitlines()]
        assert [row["text"] for row in rows] == ["Cobh", "Kilmore Quay", "The harbour of Cobh"]
        assert len(rows[0]["embeddings"]["float"]) == 384


async def test_the_ending_follows_the_format_and_the_format_the_ending(
    sit: Sit, folder: Path
) -> None:
    async with sit(80, 24) as seat:
        form = await asked(seat)
        await seat.pilot.press("right", "right")
        await until(lambda: form.values["path"].endswith("harbours---all.avro"))
        form.fields.control("path").focus()
        form.fields.control("path").value = str(folder / "mine.csv")
        await until(lambda: form.values["form"] == "csv")
        await seat.pilot.press("ctrl+s")
        await until(lambda: "3 rows in " in jobs.notices(seat))
        with (folder / "mine.csv").open(newline="") as file:
            assert next(csv.DictReader(file))["text"] == "Cobh"


async def test_a_file_is_replaced_only_when_that_is_said(sit: Sit, folder: Path) -> None:
    there = folder / "harbours---all.jsonl"
    there.write_text("mine")
    async with sit(80, 24) as seat:
        form = await asked(seat)
        await seat.pilot.press("ctrl+s")
        await until(lambda: "is there already" in str(form.query_one("#hint-path").render()))
        assert there.read_text() == "mine"
        form.fields.control("replace").focus()
        await until(lambda: form.focused is form.fields.control("replace"))
        await seat.pilot.press("space", "ctrl+s")
        await until(lambda: "3 rows in " in jobs.notices(seat))
        assert there.read_text() != "mine"


async def test_what_goes_wrong_leaves_the_form_and_no_file(sit: Sit, folder: Path) -> None:
    async with sit(80, 24) as seat:
        form = await asked(seat)
        jobs.weather(seat, Fault("/_sandbox/parts/*", 501, "the store is shut"))
        await seat.pilot.press("ctrl+s")
        await until(lambda: "501" in jobs.complaint(form))
        assert seat.app.screen is form
        await until(lambda: left_in(folder) == [])
        jobs.weather(seat)
        await seat.pilot.press("ctrl+s")
        await until(lambda: "3 rows in " in jobs.notices(seat))


async def test_it_can_be_stopped_and_quitting_asks(sit: Sit, folder: Path) -> None:
    async with sit(80, 24) as seat:
        form = await asked(seat)
        jobs.weather(seat, Fault("/_sandbox/parts/*", kind="stall"))
        await seat.pilot.press("ctrl+s")
        progress = await jobs.shown(seat, Progress)
        words = progress.query_one("#progress-words")
        await until(lambda: "receiving" in str(words.render()))
        await seat.pilot.press("ctrl+q")
        question = await jobs.shown(seat, Confirm)
        assert "Nothing of it is kept" in question._detail
        await seat.pilot.press("n")
        await until(lambda: seat.app.screen is progress)
        await seat.pilot.press("ctrl+c", "escape")
        await until(lambda: seat.app.screen is form)
        await until(lambda: "stopped" in jobs.complaint(form))
        await until(lambda: left_in(folder) == [])


async def test_a_job_that_is_not_over_has_nothing_to_download(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        await begun(seat)
        screen = await jobs.opened(seat, EmbedJobsScreen)
        await seat.pilot.press("d", "u")
        await until(lambda: jobs.notices(seat).count("is processing: there is no output yet.") == 2)
        assert seat.app.screen is screen


def test_why_it_cannot_be_written_there(folder: Path) -> None:
    def wrong(path: str, **more: str) -> str:
        return faults_of({"form": "jsonl", "path": path, **more}).get("path", "")

    (folder / "old.csv").touch()
    assert wrong("") == "say where to"
    assert "is a folder" in wrong(str(folder))
    assert "there is no folder" in wrong(str(folder / "no" / "a.csv"))
    assert "is there already" in wrong("old.csv")
    assert wrong("old.csv", replace="yes") == ""
    assert "cannot be used" in wrong("~nobody-at-all/a.csv")
    assert "there is no folder" in wrong("a\0b/c.csv")
    assert wrong("new.csv") == ""
