"""What is typed right behind a key that opens a dialog is for the dialog, never for the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from cohere_tui.widgets.ask import Ask
from cohere_tui.widgets.confirm import Confirm
from cohere_tui.widgets.confirm_many import ConfirmMany
from cohere_tui.widgets.dialog import Dialog
from tests.keyboard import typed
from tests.screens.resource.mills import mills, seated
from tests.until import until

if TYPE_CHECKING:
    from tests.screens.conftest import Sit


async def test_letters_behind_new_are_text_of_its_form() -> None:
    async with seated(mills(3)) as bench:
        await typed(bench.pilot, "nDans K jD")
        await until(lambda: isinstance(bench.app.screen, Ask))
        await until(lambda: bench.app.screen.query_one(Input).value == "Dans K jD")
        await bench.press("enter")
        await until(lambda: bench.screen.built == ["Dans K jD"])
        assert bench.screen.listing.marked == set()
        assert bench.screen.listing.order is None
        assert bench.screen.table.cursor_id == "m0"


async def test_letters_behind_delete_do_nothing_to_the_list() -> None:
    async with seated(mills(3)) as bench:
        await typed(bench.pilot, "Ds jjW")
        await until(lambda: isinstance(bench.app.screen, Confirm))
        await bench.press("escape")
        await until(lambda: bench.app.screen is bench.screen)
        assert bench.screen.listing.order is None
        assert bench.screen.table.cursor_id == "m0"
        assert not bench.screen.table.wide
        assert bench.screen.listing.marked == set()


async def test_what_is_done_right_behind_a_mark_is_done_to_what_is_marked() -> None:
    async with seated(mills(3)) as bench:
        await typed(bench.pilot, "AD")
        await until(lambda: isinstance(bench.app.screen, Dialog))
        assert isinstance(bench.app.screen, ConfirmMany)
        await bench.press("escape")
        await until(lambda: bench.app.screen is bench.screen)
        await typed(bench.pilot, "A  D")  # none of them, then two
        await until(lambda: isinstance(bench.app.screen, ConfirmMany))
        assert "these 2 mills" in str(bench.app.screen.heading())


@pytest.mark.parametrize("place", ["datasets", "connectors", "finetunes"])
async def test_letters_behind_new_go_into_the_form_of_a_place(sit: Sit, place: str) -> None:
    async with sit() as seat:
        seat.app.action_go(place)
        await until(lambda: getattr(seat.app.screen, "PLACE", "") == place)
        await until(lambda: getattr(seat.app.screen, "is_known", False))
        await typed(seat.pilot, "nsDo")
        await until(lambda: isinstance(seat.app.screen, Dialog))
        await until(lambda: seat.app.screen.query(Input).first().value == "sDo")
