from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from cohere_tui.sandbox.knobs import Fault
from cohere_tui.screens.models import ModelsScreen
from cohere_tui.screens.playground.playground import PlaygroundScreen
from cohere_tui.state.facts import Link
from cohere_tui.widgets.code_view import CodeView
from cohere_tui.widgets.confirm import Confirm
from cohere_tui.widgets.detail.fact_list import FactList
from tests.keyboard import typed
from tests.screens.playground.counting import Counting
from tests.until import until

if TYPE_CHECKING:
    from tests.screens.playground.conftest import Seat, SitAt


def counts(seat: Seat) -> str:
    body = seat.panel.answer.body("Counts")
    assert isinstance(body, FactList)
    return repr(body.facts)


async def test_the_example_runs_at_once_and_is_kept(sit_at: SitAt) -> None:
    async with sit_at("count", app=Counting) as seat:
        await until(lambda: "How many tokens" in seat.text)
        await seat.run()
        await until(lambda: "two words" in counts(seat))
        await until(lambda: "2 requests" in seat.told)
        runs = seat.panel.services.runs
        await until(lambda: seat.panel.run is not None and seat.panel.run.id)
        (line,) = await runs.list("count")
        assert line.values["texts"] == "one\ntwo words"
        again = await seat.panel.brought_back(line.id)
        assert again is not None
        assert seat.panel.run is not None
        assert again.answer == seat.panel.run.answer


async def test_enter_runs_and_ctrl_j_breaks_the_line(sit_at: SitAt) -> None:
    async with sit_at("other", app=Counting) as seat:
        await typed(seat.pilot, "first")
        await seat.pilot.press("ctrl+j")
        await typed(seat.pilot, "second")
        await seat.pilot.press("enter")
        await until(lambda: seat.panel.run is not None)
        assert seat.panel.fields.values["texts"] == "first\nsecond"
        await until(lambda: "second" in counts(seat))


async def test_what_is_wrong_is_said_before_anything_is_sent(sit_at: SitAt) -> None:
    async with sit_at("other", 80, 24, app=Counting) as seat:
        await seat.pilot.press("f5")
        await until(lambda: "write a text" in seat.hint("texts"))
        await until(lambda: "Mend" in seat.told)
        assert seat.panel.run is None
        await typed(seat.pilot, "a")
        await seat.pilot.press("f2")
        await until(lambda: seat.control("limit").region.height)
        await seat.fill(limit="many")
        await seat.pilot.press("f3")
        await until(lambda: "is not a number" in seat.hint("limit"))


async def test_what_failed_is_asked_again_with_a_key_that_is_no_letter(sit_at: SitAt) -> None:
    async with sit_at("count", app=Counting) as seat:
        fault = Fault("/v1/tokenize", 429, "too many", retry_after="0")
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=(fault,))
        await seat.pilot.press("f5")
        await until(lambda: "Nothing came" in seat.told)
        trouble = seat.panel.trouble
        assert trouble is not None
        assert "then press F5." in trouble.told
        await until(lambda: "press F5" in " ".join(seat.text.split()))
        # What came before it failed says the same when it is opened again.
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=(replace(fault, skip=1),))
        await seat.run()
        run = seat.panel.run
        assert run is not None
        assert "press F5" in run.trouble
        # A letter is written, and nothing is asked.
        await seat.pilot.press("r")
        await until(lambda: "r" in seat.panel.fields.values["texts"][0])
        assert seat.panel.way is None


async def test_the_request_is_shown_as_code(sit_at: SitAt) -> None:
    async with sit_at("count", app=Counting) as seat:
        await seat.pilot.press("f3")
        await until(lambda: isinstance(seat.app.screen, CodeView))
        view = seat.app.screen
        assert isinstance(view, CodeView)
        assert "/v1/tokenize" in view.code
        assert "a-key-that-works" not in view.code


async def test_drafts_outlive_the_app(sit_at: SitAt) -> None:
    async with sit_at("other", app=Counting) as seat:
        await typed(seat.pilot, "unsent")
        await seat.pilot.press("escape", "escape", "1")
        await until(lambda: not isinstance(seat.app.place, PlaygroundScreen))
    async with sit_at("other", app=Counting) as seat:
        await until(lambda: seat.panel.fields.values["texts"] == "unsent")


async def test_escape_leads_from_the_form_to_the_answer_and_to_the_tabs(sit_at: SitAt) -> None:
    async with sit_at("count", 80, 24, app=Counting) as seat:
        await seat.run()
        await seat.pilot.press("escape")
        await until(lambda: seat.panel.has_class("-reading"))
        await seat.pilot.press("i")
        await until(lambda: seat.panel.fields.has_focus_within)
        assert not seat.panel.has_class("-reading")
        await seat.pilot.press("escape", "escape")
        await until(lambda: seat.place.tabs.has_focus)
        await seat.pilot.press("2")
        await until(lambda: seat.place.tabs.shown == "other")
        await seat.pilot.press("left")
        await until(lambda: seat.place.tabs.shown == "count")
        before = seat.began
        await seat.pilot.press("f5")
        await until(lambda: seat.began != before)
        for key in ("enter", "i"):
            seat.place.tabs.focus()
            await until(lambda: seat.place.tabs.has_focus)
            await seat.pilot.press(key)
            await until(lambda: seat.panel.fields.has_focus_within)


async def test_a_link_brings_something_for_a_field(sit_at: SitAt) -> None:
    async with sit_at("count", app=Counting) as seat:
        seat.app.visit(Link("models", "embed-v4.0"))
        await until(lambda: isinstance(seat.app.place, ModelsScreen))
        seat.app.visit(Link("playground", "my-model", what="other:model"))
        await until(lambda: not isinstance(seat.app.place, ModelsScreen))
        await until(lambda: seat.place.panel is not None and seat.panel.NAME == "other")
        await until(lambda: seat.panel.fields.values["model"] == "my-model")


@pytest.mark.parametrize("width", [118, 120, 140, 200])
async def test_where_there_is_room_the_answer_is_beside_the_form(sit_at: SitAt, width: int) -> None:
    async with sit_at("count", width, 15, app=Counting) as seat:

        def beside() -> bool:
            asked, answered = seat.panel.asked.region, seat.panel.query_one("#answered").region
            return answered.x >= asked.right > 0 and answered.y == asked.y

        def below() -> bool:
            asked, answered = seat.panel.asked.region, seat.panel.query_one("#answered").region
            return answered.x == asked.x and answered.y >= asked.bottom > 0

        await until(beside if width >= 120 else below)


async def test_the_keys_of_a_playground_hold_on_the_tabs_too(sit_at: SitAt) -> None:
    async with sit_at("count", app=Counting) as seat:
        seat.place.tabs.focus()
        await until(lambda: seat.place.tabs.has_focus)
        await seat.run()
        await seat.pilot.press("ctrl+s")
        await until(lambda: "Save: Count" in seat.text)
        await seat.pilot.press("escape")
        await until(lambda: seat.app.screen is seat.place)
        await seat.pilot.press("ctrl+r")
        await until(lambda: "Earlier runs of Count" in seat.text)
        await seat.pilot.press("escape")
        await until(lambda: seat.app.screen is seat.place)
        seat.app.keymap = {"playground.code": "z"}
        seat.app.set_keymap(seat.app.keymap)
        seat.place.set_focus(None)
        await seat.pilot.press("z")
        await until(lambda: isinstance(seat.app.screen, CodeView))


async def test_the_example_comes_back_and_what_was_written_is_asked_about(sit_at: SitAt) -> None:
    async with sit_at("count", app=Counting) as seat:
        await seat.fill(texts="mine", limit="5")
        seat.place.tabs.focus()
        await until(lambda: seat.place.tabs.has_focus)
        await typed(seat.pilot, ":example")
        await seat.pilot.press("enter")
        await until(lambda: isinstance(seat.app.screen, Confirm))
        await seat.pilot.press("n")
        await until(lambda: seat.app.screen is seat.place)
        assert seat.panel.fields.values["texts"] == "mine"
        await typed(seat.pilot, ":example")
        await seat.pilot.press("enter")
        await until(lambda: isinstance(seat.app.screen, Confirm))
        await seat.pilot.press("y")
        await until(lambda: seat.panel.fields.values["texts"] == "one\ntwo words")
        assert seat.panel.fields.values["limit"] == "1000"
        assert seat.panel.fields.values["model"] == "embed-v4.0"
        # What was run is not lost: it needs no question.
        await seat.fill(texts="mine again")
        await seat.run()
        await until(lambda: seat.panel.run is not None and seat.panel.run.id)
        await typed(seat.pilot, ":example")
        await seat.pilot.press("enter")
        await until(lambda: seat.panel.fields.values["texts"] == "one\ntwo words")
        told = [one.message for one in seat.app._notifications]
        assert any("ctrl+r" in one for one in told)
