"""List and detail, side by side or one over the other, when the terminal changes its size."""

from __future__ import annotations

import pytest
from textual.events import Resize
from textual.geometry import Size

from tests.screens.resource.mills import mills, seated
from tests.until import until


async def test_a_terminal_that_grows_under_a_dialog_shows_the_detail_afterwards() -> None:
    async with seated(mills(3)) as bench:
        await bench.press("j", "x")
        await until(lambda: bench.app.screen is not bench.screen)
        await bench.pilot.resize_terminal(120, 40)
        await until(lambda: bench.screen.beside)
        await bench.press("escape")
        await until(lambda: bench.screen.shown_id == "m1")
        await until(lambda: bench.screen.detail.title == "Mill 0001")
        assert not bench.screen.has_class("-detail")


async def test_a_terminal_that_shrinks_under_a_dialog_keeps_what_was_looked_at() -> None:
    async with seated(mills(3), width=120, height=40) as bench:
        await bench.press("j", "enter", "x")
        await until(lambda: bench.app.screen is not bench.screen)
        await bench.pilot.resize_terminal(80, 24)
        await bench.press("escape")
        await until(lambda: not bench.screen.beside)
        assert bench.screen.shown_id == "m1"
        await bench.press("escape")
        await until(lambda: bench.screen.table.rows.has_focus)
        assert bench.screen.shown_id == ""


@pytest.mark.parametrize("covered", [False, True], ids=["in sight", "under a dialog"])
async def test_header_and_rail_agree_however_quickly_the_terminal_changes(covered: bool) -> None:
    async with seated(mills(3), width=120, height=40) as bench:
        if covered:
            await bench.press("x")
            await until(lambda: bench.app.screen is not bench.screen)
        for width, height in ((200, 60), (60, 20), (140, 41), (80, 24), (120, 40)) * 2:
            for screen in reversed(bench.app.screen_stack):
                screen.post_message(Resize(Size(width, height), Size(width, height)))
        await bench.pilot.resize_terminal(80, 24)
        await until(lambda: not bench.screen.beside)
        await until(lambda: bench.header.startswith("Mills · 3 of 3"))
        assert bench.screen.shown_id == ""
        await bench.pilot.resize_terminal(120, 40)
        await until(lambda: bench.screen.beside)
        await until(lambda: bench.header.startswith("3 of 3"))
        await until(lambda: bench.screen.shown_id == "m0")
