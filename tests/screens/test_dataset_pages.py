"""The pages of a dataset, by keyboard."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cohere_tui.sandbox.knobs import Fault
from cohere_tui.sandbox.server import Sandbox
from cohere_tui.state.facts import Link, Note
from cohere_tui.widgets.detail.json_dialog import JsonDialog
from cohere_tui.widgets.detail.json_view import JsonView
from cohere_tui.widgets.detail.rows_page import RowsPage
from tests.screens.datasets import (
    go_to,
    header,
    named,
    opened,
    page_text,
    seen,
)
from tests.screens.jobs import notices, shown, weather
from tests.until import until

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from cohere_tui.screens.datasets import DatasetsScreen
    from tests.screens.conftest import Sit


@pytest.fixture
async def sandbox() -> AsyncGenerator[Sandbox, None]:
    async with Sandbox(demo_data=True) as sandbox:
        yield sandbox


def rows_page(screen: DatasetsScreen) -> RowsPage:
    page = screen.detail.shown
    assert isinstance(page, RowsPage)
    return page


async def test_why_it_failed_comes_first(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        screen = await opened(seat)
        await go_to(seat, screen, "tides-2019")
        first = screen.overview(named(screen, "tides-2019"))[0]
        assert isinstance(first, Note)
        assert "line" in first.text
        words = first.text.split(",")[0]
        await until(lambda: words in seen(seat))
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
