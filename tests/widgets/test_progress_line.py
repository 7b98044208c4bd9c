"""How far something long is, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.app import App

from cohere_tui.state.pace import Pace
from cohere_tui.widgets.progress_line import ProgressLine
from cohere_tui.widgets.themes import ASCII, UNICODE

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from cohere_tui.widgets.themes import Signs

HALF = Pace(total=4_000_000).at(0, 10.0).at(2_000_000, 12.0)


class Page(App[None]):
    """The line alone."""

    signs: Signs = UNICODE

    def compose(self) -> ComposeResult:
        yield ProgressLine()

    @property
    def shown(self) -> str:
        return str(self.query_one(ProgressLine).render())


async def test_the_bar_leaves_room_for_the_words() -> None:
    page = Page()
    async with page.run_test(size=(80, 3)):
        page.query_one(ProgressLine).pace = HALF
        assert page.shown == ("▓" * 15 + "░" * 15 + "  50% · 2.0 of 4.0 MB · 1.0 MB/s · 2.0 s left")
        page.signs = ASCII
        assert page.shown.startswith("#" * 15 + "." * 15 + "  50% - 2.0")


@pytest.mark.parametrize("width", [10, 20, 30, 40, 60])
async def test_it_never_takes_more_room_than_there_is(width: int) -> None:
    page = Page()
    async with page.run_test(size=(width, 3)):
        page.query_one(ProgressLine).pace = HALF
        assert len(page.shown) <= width
        assert "50%" in page.shown


async def test_without_a_total_there_is_no_bar() -> None:
    page = Page()
    async with page.run_test(size=(80, 3)):
        page.query_one(ProgressLine).pace = Pace(done=120_000)
        assert page.shown == "120 KB"
