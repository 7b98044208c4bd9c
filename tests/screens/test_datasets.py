"""Datasets by keyboard: the list, the pages of one, what is done with them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cohere_tui.sandbox.knobs import Fault
from cohere_tui.sandbox.server import Sandbox
from cohere_tui.state.facts import Fact, Link, Note
from cohere_tui.widgets.confirm import Confirm
from cohere_tui.widgets.detail.fact_list import FactList
from cohere_tui.widgets.detail.json_dialog import JsonDialog
from cohere_tui.widgets.detail.json_view import JsonView
from cohere_tui.widgets.detail.rows_page import RowsPage
from cohere_tui.widgets.form.form import Form
from cohere_tui.widgets.help_panel import Reader
from cohere_tui.widgets.picker import Picker
from tests.screens.datasets import created, go_to, header, named, opened, said, seen, trouble
from tests.screens.jobs import form_of, notices, pass_time, services, shown, weather
from tests.until import until

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from cohere_tui.screens.datasets import DatasetsScreen
    from tests.screens.conftest import Sit


@pytest.fixture
async def sandbox() -> AsyncGenerator[Sandbox, None]:
    async with Sandbox(demo_data=True) as sandbox:
        yield sandbox


def page_text(screen: DatasetsScreen) -> str:
    body = screen.detail.shown
    assert isinstance(body, FactList)
    return "\n".join(
        f"{one.label}: {one.value}" if isinstance(one, Fact) else one.text for one in body.facts
    )


def rows_page(screen: DatasetsScreen) -> RowsPage:
    page = screen.detail.shown
    assert isinstance(page, RowsPage)
    return page


# --- the list


async def test_the_list_and_the_room_it_takes(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        await seat.pilot.press("escape", "3")
        screen = await opened(seat)
        await until(lambda: "of 10 GB ▓░" in header(screen))
        assert header(screen).startswith("11 of 11 · 120 KB")
        await until(lambda: "old-logbook" in seen(seat))
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
        assert len(screen.listing.rows) == 11
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
        assert "It is kept for 30 days" in seen(seat)


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


# --- one of them


async def test_why_it_failed_comes_first(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        screen = await opened(seat)
        await go_to(seat, screen, "tides-2019")
        first = screen.overview(named(screen, "tides-2019"))[0]
        assert isinstance(first, Note)
        assert "line" in first.text
        assert first.text.split(",")[0] in seen(seat)
        screen.detail.turn_to("Rows")
        await until(lambda: "can be downloaded: it is failed" in rows_page(screen).note)


async def test_rows_are_loaded_when_they_come_into_sight(sit: Sit) -> None:
    async with sit() as seat:
        screen = await opened(seat)
        asked = [one.path for one in seat.sandbox.requests if "/parts/" in one.path]
        assert asked == []
        await go_to(seat, screen, "harbours-output", "Rows")
        page = rows_page(screen)
        await until(lambda: len(page.listing) == 13)
        assert page.note.startswith("The first 13 of 13 rows")
        names = [column.name for column in page.listing.columns if not column.wide]
        assert names == ["#", "text", "lang", "embeddings.float", "embeddings.int8"]
        vector = page.listing.columns[3].cell(page.listing.rows[0], 0.0).text
        assert vector.endswith("… 384 numbers")
        await until(lambda: page.table.rows.has_focus)
        await seat.pilot.press("j", "enter")
        dialog = await shown(seat, JsonDialog)
        assert dialog.value["text"].startswith("Kilmore Quay")
        await seat.pilot.press("escape")
        await until(lambda: page.table.rows.has_focus)
        await seat.pilot.press("h")  # beyond the first column: the page before
        await until(lambda: screen.detail.page == "Overview")
        assert len(screen.listing.rows) == 11


async def test_rows_that_do_not_come_say_why_and_r_asks_again(sit: Sit) -> None:
    async with sit() as seat:
        screen = await opened(seat)
        weather(seat, Fault("/_sandbox/parts/*", 400, "the store is shut"))
        await go_to(seat, screen, "pilots", "Rows")
        page = rows_page(screen)
        await until(lambda: "r asks again" in page.note)
        assert len(page.listing) == 0
        weather(seat)
        await seat.pilot.press("r")
        await until(lambda: len(page.listing) == 13)
        weather(seat, Fault("/_sandbox/parts/*", kind="stall"))
        await seat.pilot.press("r")
        await until(lambda: page.note == "loading…" and "loading rows…" in header(screen))
        await seat.pilot.press("ctrl+c")
        await until(lambda: "Stopped: r asks again" in page.note)


async def test_pages_that_are_facts(sit: Sit) -> None:
    async with sit() as seat:
        screen = await opened(seat)
        await go_to(seat, screen, "first-mate", "Parts")
        await until(lambda: "rows: 65" in page_text(screen))
        assert "link: http://127.0.0.1" in page_text(screen)
        screen.detail.turn_to("Schema")
        await until(lambda: "list of record" in page_text(screen))
        screen.detail.turn_to("Metrics")
        await until(lambda: "total examples: 65" in page_text(screen))
        assert "Conversations" in page_text(screen)
        screen.detail.turn_to("Activity")
        await until(lambda: "GET /v1/datasets/first-mate" in page_text(screen))
        screen.detail.turn_to("Metrics")
        await seat.pilot.press("escape")
        await go_to(seat, screen, "pilots")
        assert screen.detail.page == "Overview"
        assert "Metrics" not in screen.detail.names


async def test_no_link_is_shown_or_copied(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []
    async with sit() as seat:
        monkeypatch.setattr(seat.app, "copy_to_clipboard", copied.append)
        screen = await opened(seat)
        await go_to(seat, screen, "pilots", "JSON")
        view = screen.detail.shown
        assert isinstance(view, JsonView)
        await until(lambda: view.value)
        await seat.pilot.press("Y", "escape", "Y")
        await until(lambda: len(copied) == 2)
        assert named(screen, "pilots").parts[0].url.count("signature=") == 1
        assert "signature" not in "".join(copied) + json.dumps(view.value)
        assert "schema" in view.value


async def test_what_uses_it_is_looked_for_and_gone_to(sit: Sit) -> None:
    async with sit() as seat:
        screen = await opened(seat)
        weather(seat, Fault("/v1/embed-jobs", 400, "nobody knows"))
        screen.table.rows.go_to(named(screen, "harbours").id)
        await seat.pilot.press("o")
        await until(lambda: "could not be asked: 400: nobody knows" in page_text(screen))
        weather(seat)
        await seat.pilot.press("r")
        await until(lambda: "embed job: harbours (complete)" in page_text(screen))
        await until(lambda: screen.detail.shown.has_focus)
        await seat.pilot.press("enter")
        await until(lambda: seat.app.current_mode == "embed-jobs")
        jobs = seat.app.screen
        await until(lambda: jobs.has_class("-detail"))
        await seat.pilot.press("escape")
        await until(lambda: seat.app.current_mode == "datasets")
        await until(lambda: screen.detail.page == "Related")
        assert screen.shown_id == named(screen, "harbours").id


async def test_who_follows_a_link_comes_to_the_dataset(sit: Sit) -> None:
    async with sit() as seat:
        screen = await opened(seat)
        seat.app.action_go("chat")
        seat.app.visit(Link("datasets", named(screen, "tickets").id))
        await until(lambda: screen.detail.title == "tickets" and screen.has_class("-detail"))
        seat.app.visit(Link("datasets", "not-there-any-more"))
        await until(lambda: "is no longer there" in notices(seat))


# --- what is done with them


async def test_one_is_deleted_after_it_is_said_what_reads_it(sit: Sit) -> None:
    async with sit() as seat:
        screen = await opened(seat)
        screen.table.rows.go_to(named(screen, "pilots").id)
        await seat.pilot.press("o")
        await until(lambda: "embed job: pilots (processing)" in page_text(screen))
        await seat.pilot.press("D")
        question = await shown(seat, Confirm)
        assert "pilots is in use by the embed job pilots." in said(question)
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
        question = await shown(seat, Confirm)
        assert "Delete these 3 datasets?" in said(question)
        await seat.pilot.press("y")
        summary = await shown(seat, Reader)
        assert "2 deleted, 1 not" in said(summary)
        assert "pilots stay" in said(summary)
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
        await seat.pilot.press("ctrl+s")
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
