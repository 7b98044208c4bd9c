"""Deeds: what is asked before, what is said after, and what two quick keys do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.errors import Disconnected, Forbidden, NotFound, ServerFailed, Unauthorized
from cohere_tui.widgets.ask import Ask
from cohere_tui.widgets.code_view import CodeView
from cohere_tui.widgets.confirm import Confirm
from cohere_tui.widgets.help_panel import Reader
from cohere_tui.widgets.picker import Picker
from tests.screens.resource.mills import Mill, mills, seated
from tests.stubs import PaperHouse
from tests.until import until

if TYPE_CHECKING:
    import pytest


async def test_no_is_the_answer_unless_somebody_says_yes() -> None:
    async with seated(mills(3)) as bench:
        for refusal in ("enter", "escape", "n", "ctrl+c"):
            await bench.press("D")
            await bench.sees("Delete Mill 0000?")
            await bench.sees("Its flour goes too.")
            await bench.press(refusal)
            await until(lambda: bench.app.screen is bench.screen)
        assert bench.service.times("delete") == 0
        await bench.press("D", "y")
        await until(lambda: bench.ids == ["m1", "m2"])
        assert "Mill 0000: deleted." in bench.notices
        assert bench.screen.table.cursor_id == "m1"
        assert bench.header.startswith("Mills · 2 of 2")


async def test_deleting_what_is_looked_at_comes_back_to_the_list() -> None:
    async with seated(mills(3)) as bench:
        await bench.press("j", "enter", "D", "y")
        await until(lambda: bench.ids == ["m0", "m2"])
        await until(lambda: bench.screen.table.rows.has_focus)
        assert not bench.screen.has_class("-detail")


async def test_many_are_asked_for_once_by_name_and_failures_are_summed_up() -> None:
    async with seated([*mills(20), Mill("x", "[/] Odd\nname")]) as bench:
        bench.service.failures["m3"] = Forbidden(403, "this one is [red]not yours")
        bench.service.failures["m5"] = NotFound(404, "no such mill")
        await bench.press("A")
        await until(lambda: "21 marked" in bench.header)
        await bench.press("D")
        await bench.sees("Delete these 21 mills?")
        await bench.sees("Its flour goes too.")
        await bench.press(*["pagedown"] * 3)
        await bench.sees("[/] Odd name")
        for refusal in ("enter", "y", "enter"):
            await bench.press(refusal)
        await bench.sees("Type delete, or press esc")
        assert bench.service.times("delete") == 0
        await bench.press("backspace", *"Delete", "enter")
        await until(lambda: isinstance(bench.app.screen, Reader))
        await bench.sees("20 deleted, 1 not")
        await bench.sees("Mill 0003: 403: this one is [red]not yours.")
        assert "Mill 0005" not in bench.picture, "what is gone already need not be deleted"
        await bench.press("escape")
        assert bench.ids == ["m3"]
        # Tried again by the same key, or left.
        assert bench.screen.listing.marked == {"m3"}
        bench.service.failures["m3"] = ServerFailed(500, "it broke")
        await bench.press("D", "y")
        await until(lambda: "it broke. Press D to try again" in bench.trouble)
        await bench.press("r")
        await until(lambda: not bench.trouble)


async def test_what_fails_for_all_is_not_tried_with_all() -> None:
    async with seated(mills(9)) as bench:
        for error in (Unauthorized(401, "no valid key"), Disconnected("the line broke")):
            bench.service.failures["delete"] = error
            before = bench.service.times("delete")
            await bench.press("A", "D", *"delete", "enter")
            await bench.sees("0 deleted, 9 not")
            await bench.sees("8 not tried.")
            await bench.sees("Still marked: D tries again.")
            assert bench.service.times("delete") == before + 1
            await bench.press("escape")
            assert len(bench.screen.listing.marked) == 9
            await bench.press("escape")
            assert bench.screen.listing.marked == set()
        assert len(bench.ids) == 9


async def test_what_many_are_asked_for_is_no_unless_the_word_is_written() -> None:
    async with seated(mills(3)) as bench:
        for refusal in (["escape"], ["ctrl+c", "escape"], [*"delet", "enter", "escape"]):
            await bench.press("A", "D", *refusal)
            await until(lambda: bench.app.screen is bench.screen)
            await bench.press("escape")
        assert bench.service.times("delete") == 0
        await bench.press("A", "K")
        await bench.sees("Grind these 3 mills?")
        await bench.press("y")
        await until(lambda: "3 mills: grinding." in bench.notices)


async def test_two_quick_keys_ask_one_question_and_do_one_thing() -> None:
    async with seated(mills(4)) as bench:
        await bench.press("D", "D", "D")
        await until(lambda: isinstance(bench.app.screen, Confirm))
        assert sum(isinstance(one, Confirm) for one in bench.app.screen_stack) == 1
        bench.service.close()
        await bench.press("y", "y")
        await until(lambda: "delete 1 of 1…" in bench.header)
        await bench.press("D")
        await until(lambda: "Delete 1 of 1 goes on" in bench.notices)
        assert bench.app.screen is bench.screen
        bench.service.open()
        await until(lambda: len(bench.ids) == 3)
        assert bench.service.times("delete") == 1


async def test_ctrl_c_stops_before_the_next_and_says_what_was_done() -> None:
    async with seated(mills(5)) as bench:
        bench.service.close()
        await bench.press("A", "D", *"delete", "enter")
        await until(lambda: bench.service.times("delete") == 1)
        assert "goes on" in bench.screen.unfinished()
        await bench.press("ctrl+c")
        bench.service.open()
        await bench.sees("1 deleted, 4 not")
        await bench.press("escape")
        assert bench.ids == ["m1", "m2", "m3", "m4"]
        assert bench.screen.unfinished() == ""


async def test_a_deed_that_removes_nothing_shows_the_new_state() -> None:
    async with seated(mills(2)) as bench:
        await bench.press("K", "y")
        await until(lambda: "Mill 0000: grinding." in bench.notices)
        await bench.sees("◐ grinding")
        bench.service.failures["grind"] = Forbidden(403, "no water")
        await bench.press("j", "K", "y")
        await until(lambda: "no water" in bench.trouble)


async def test_copies_are_of_what_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    async with seated(mills(3)) as bench:
        copied: list[str] = []
        monkeypatch.setattr(bench.app, "copy_to_clipboard", copied.append)
        await bench.press("y", "space", "space", "y", "Y", "escape", "g", "enter", "y", "Y")
        await until(lambda: len(copied) == 5)
        assert copied[:2] == ["m0", "m0\nm1"]
        assert copied[2].startswith('[\n  {\n    "id": "m0"')
        assert copied[3] == "m0", "in the detail it is the value under the cursor"
        assert copied[4].startswith('{\n  "id": "m0"')
        await bench.press("v", "Y")
        await until(lambda: len(copied) == 6)
        assert copied[5].startswith('{\n  "id": "m0"')


async def test_the_menu_names_what_can_be_done_and_does_it() -> None:
    async with seated(mills(3)) as bench:
        await bench.press("full_stop")
        await bench.sees("Mill 0000  ")
        for title in ("Grind", "Build one", "Delete", "As code"):
            await bench.sees(title)
        await bench.press(*"code", "enter")
        await until(lambda: isinstance(bench.app.screen, CodeView))
        await bench.press("escape", "full_stop", "escape")
        assert bench.app.screen is bench.screen


async def test_a_read_only_profile_offers_nothing_that_writes() -> None:
    house = PaperHouse(read_only=True)
    async with seated(mills(3), house=house, width=120, height=40) as bench:
        assert "build" not in bench.footer
        for key in "DnK":
            await bench.press(key)
            await until(lambda: "The profile is read-only." in bench.notices)
            assert bench.app.screen is bench.screen
            bench.app.clear_notifications()
        await bench.press("full_stop")
        await until(lambda: isinstance(bench.app.screen, Picker))
        await bench.sees("As code")
        for title in ("Grind", "Build one", "Delete"):
            assert title not in bench.picture
        await bench.press("escape", "colon", *"delete")
        await bench.sees("Nothing fits.")
        await bench.press("escape")
        bench.screen.action_new()
        await until(lambda: "The profile is read-only." in bench.notices)
        assert not any(isinstance(one, Ask) for one in bench.app.screen_stack)
    async with seated(mills(3)) as bench:
        await until(lambda: "build one" in bench.footer)
        await bench.press("n")
        await until(lambda: isinstance(bench.app.screen, Ask))
