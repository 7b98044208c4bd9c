"""Datasets by keyboard: the list, and what is done with one or many."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cohere_tui.sandbox.knobs import Fault
from cohere_tui.sandbox.server import Sandbox
from cohere_tui.widgets.confirm import Confirm
from cohere_tui.widgets.confirm_many import ConfirmMany
from cohere_tui.widgets.form.form import Form
from cohere_tui.widgets.help_panel import Reader
from cohere_tui.widgets.picker import Picker
from tests.screens.datasets import (
    created,
    header,
    named,
    opened,
    page_text,
    said,
    seen,
    trouble,
)
from tests.screens.jobs import form_of, notices, pass_time, services, shown, weather
from tests.until import until

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from tests.screens.conftest import Sit


@pytest.fixture
async def sandbox() -> AsyncGenerator[Sandbox, None]:
    async with Sandbox(demo_data=True) as sandbox:
        yield sandbox


# --- the list


async def test_the_list_and_the_room_it_takes(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        await seat.pilot.press("escape", "3")
        screen = await opened(seat)
        await until(lambda: "of 10 GB ▓░" in header(screen))
        assert header(screen).startswith("11 of 11 · 120 KB")
        await until(lambda: "postcards" in seen(seat) and "old-logbook" in seen(seat))
        lines = {line.split()[0]: line for line in seen(seat).splitlines() if line.split()}
        assert "! 1d  ● validated" in lines["old-logbook"]
        assert "✗ failed" in lines["tides-2019"]
        assert "batch-chat-v2" in lines["postcards"]
        await seat.pilot.press("slash")
        await seat.type("status:failed")
        await until(lambda: "1 of 11" in header(screen))
        await seat.pilot.press("escape", "escape", "W")
        for _ in range(9):
            await seat.pilot.press("l")
        await until(lambda: {"id", "fields"} <= set(screen.table.rows.shown_columns))


async def test_without_usage_the_list_is_there(sit: Sit) -> None:
    async with sit() as seat:
        weather(seat, Fault("/v1/datasets/usage", 400, "no scales today"))
        screen = await opened(seat)
        await until(lambda: "no scales today" in trouble(screen))
        await until(lambda: len(screen.listing.rows) == 11)
        weather(seat, Fault("/v1/datasets/usage", 404))
        await seat.pilot.press("r")
        await until(lambda: not trouble(screen))
        assert "GB" not in header(screen)
        weather(seat, Fault("/v1/datasets", 501, "closed"))
        await seat.pilot.press("r")
        await until(lambda: "closed" in trouble(screen) and "GB" in header(screen))
        assert len(screen.listing.rows) == 11


async def test_an_empty_place_says_what_it_is_for(sit: Sit, sandbox: Sandbox) -> None:
    await sandbox.reset()
    async with sit(80, 24) as seat:
        await opened(seat)
        await until(lambda: "n uploads one" in seen(seat))
        await until(lambda: "It is kept for 30 days" in seen(seat))


async def test_a_read_only_profile_looks_and_downloads(sit: Sit) -> None:
    async with sit(read_only=True) as seat:
        screen = await opened(seat)
        for action in ("upload", "delete"):
            assert screen.check_action(action, ()) is False
        await seat.pilot.press("n", "D")
        await seat.pilot.press("u")
        picker = await shown(seat, Picker)
        assert [choice.id for choice in picker._choices] == ["download"]
        await seat.pilot.press("escape")
        await until(lambda: seat.app.screen is screen)
        assert len(screen.listing.rows) == 11


async def test_what_is_validated_meanwhile_is_seen_and_told(sit: Sit, tmp_path: Path) -> None:
    async with sit() as seat:
        screen = await opened(seat)
        await created(seat, tmp_path)
        await created(seat, tmp_path, "broken", "text\nCobh\n,,\n")
        await seat.pilot.press("r")
        await until(lambda: len(screen.watched) == 2)
        assert "next refresh" in header(screen) or "…" in header(screen)
        await pass_time(seat, 5)
        await pass_time(seat, 5)
        screen.look_again()
        await until(lambda: "Dataset fresh: validated" in notices(seat))
        await until(lambda: "Dataset broken: failed" in notices(seat))
        assert named(screen, "fresh").rows == 2


# --- what is done with them


async def test_one_is_deleted_after_it_is_said_what_reads_it(sit: Sit) -> None:
    async with sit() as seat:
        screen = await opened(seat)
        screen.table.rows.go_to(named(screen, "pilots").id)
        await seat.pilot.press("o")
        await until(lambda: "embed job: pilots (processing)" in page_text(screen))
        await seat.pilot.press("D")
        question = await shown(seat, Confirm)
        await until(lambda: "pilots is in use by the embed job pilots." in said(question))
        await seat.pilot.press("enter")  # no
        await until(lambda: seat.app.screen is screen)
        assert len(screen.listing.rows) == 11
        await seat.pilot.press("D")
        await shown(seat, Confirm)
        await seat.pilot.press("y")
        await until(lambda: "pilots: deleted" in notices(seat))
        await until(lambda: header(screen).startswith("10 of 10"))
        gone = [one for one in await services(seat).datasets.list().all() if one.name == "pilots"]
        assert gone == []


async def test_many_are_deleted_and_what_failed_is_told(sit: Sit) -> None:
    async with sit() as seat:
        screen = await opened(seat)
        await seat.pilot.press("space", "space", "space")
        await until(lambda: len(screen.listing.marked) == 3)
        weather(seat, Fault("/v1/datasets/pilots*", 400, "pilots stay", method="DELETE"))
        await seat.pilot.press("D")
        question = await shown(seat, ConfirmMany)
        await until(lambda: "Delete these 3 datasets?" in said(question))
        await seat.pilot.press(*"delete", "enter")
        summary = await shown(seat, Reader)
        await until(lambda: "2 deleted, 1 not" in said(summary))
        await until(lambda: "pilots stay" in said(summary))
        assert len(screen.listing.rows) == 9


async def test_a_dataset_is_used_for_what_fits_its_type(sit: Sit) -> None:
    async with sit() as seat:
        screen = await opened(seat)
        for name, place in (
            ("pilots", "embed-jobs"),
            ("postcards", "batches"),
            ("tickets", "finetunes"),
        ):
            seat.app.action_go("datasets")
            await until(lambda: seat.app.screen is screen and screen.table.rows.has_focus)
            screen.table.rows.go_to(named(screen, name).id)
            await seat.pilot.press("u")
            await shown(seat, Picker)
            await seat.pilot.press("enter")
            await until(lambda place=place: seat.app.current_mode == place)  # type: ignore[misc]
            form = await form_of(seat)
            assert named(screen, name).id in form.values.values()
            await seat.pilot.press("escape")
            await until(lambda form=form: seat.app.screen is not form)  # type: ignore[misc]


async def test_what_is_not_validated_is_not_used(sit: Sit) -> None:
    async with sit() as seat:
        screen = await opened(seat)
        screen.table.rows.go_to(named(screen, "tides-2019").id)
        await seat.pilot.press("u")
        picker = await shown(seat, Picker)
        assert [choice.note for choice in picker._choices] == ["failed", ""]
        await seat.pilot.press("enter")
        await until(lambda: "tides-2019 is failed" in notices(seat))
        assert seat.app.current_mode == "datasets"
        screen.table.rows.go_to(named(screen, "nightly-output").id)
        await seat.pilot.press("u")
        picker = await shown(seat, Picker)
        assert [choice.id for choice in picker._choices] == ["download"]
        await seat.pilot.press("enter")
        await shown(seat, Form)


async def test_its_rows_are_downloaded(
    sit: Sit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with sit() as seat:
        screen = await opened(seat)
        screen.table.rows.go_to(named(screen, "harbours").id)
        await seat.pilot.press("d")
        await form_of(seat)
        await seat.pilot.press("ctrl+s")
        await until(lambda: "13 rows in" in notices(seat))
        rows = (tmp_path / "harbours.jsonl").read_text().splitlines()
        assert json.loads(rows[0])["lang"] == "en"


async def test_one_that_was_deleted_elsewhere_is_told(sit: Sit) -> None:
    async with sit() as seat:
        screen = await opened(seat)
        await services(seat).datasets.delete(named(screen, "tickets").id)
        screen.table.rows.go_to(named(screen, "tickets").id)
        await seat.pilot.press("enter")
        await until(lambda: "tickets is no longer there" in notices(seat))
        await until(lambda: header(screen).startswith("10 of 10"))
