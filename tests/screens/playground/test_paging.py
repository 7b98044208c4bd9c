"""The answer of a playground in the person's own pager."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cohere_tui.widgets.code_view import CodeView
from tests.pagers import Pager
from tests.until import until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.screens.playground.conftest import SitAt


@pytest.fixture
def pager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pager:
    return Pager(tmp_path, monkeypatch)


async def test_texts_are_read_as_they_are_and_pictures_as_a_table(
    sit_at: SitAt, pager: Pager
) -> None:
    async with sit_at("summarize") as seat:
        await seat.run()
        await seat.filled()
        run = seat.panel.run
        assert run is not None
        seat.panel.answer.focus()
        await until(lambda: seat.panel.answer.has_focus_within)
        head, _, text = (await pager.reads(seat, "p")).partition("\n\n")
        assert head.startswith("Summary · ")
        assert text == f"{run.answer.summary}\n"
        # In the form F3 shows the request as code, and letters are written.
        await seat.pilot.press("i")
        await until(lambda: seat.panel.asked.has_focus_within)
        await seat.pilot.press("f3")
        await until(lambda: isinstance(seat.app.screen, CodeView))
        assert "v1/summarize" in await pager.reads(seat, "f3")


async def test_a_ranking_is_read_as_a_table_also_from_the_tabs(sit_at: SitAt, pager: Pager) -> None:
    async with sit_at("rerank") as seat:
        await seat.pilot.press("escape")
        await until(lambda: seat.place.tabs.has_focus)
        await seat.pilot.press("p")
        await until(lambda: any("no text here yet" in n.message for n in seat.app._notifications))
        await seat.run()
        run = seat.panel.run
        assert run is not None
        sheet = seat.panel.sheet(run)
        seat.place.tabs.focus()
        await until(lambda: seat.place.tabs.has_focus)
        names, *rows = (await pager.reads(seat, "p")).splitlines()
        assert names.split() == list(sheet.columns)
        assert len(rows) == len(sheet.rows)


async def test_a_page_of_markdown_is_read_as_it_was_written(sit_at: SitAt, pager: Pager) -> None:
    async with sit_at("transcribe") as seat:
        await seat.run()
        await seat.filled()
        run = seat.panel.run
        assert run is not None
        seat.panel.answer.focus()
        await until(lambda: seat.panel.answer.has_focus_within)
        assert await pager.reads(seat, "p") == f"{run.answer.text}\n"
