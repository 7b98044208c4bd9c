"""Getting about: by name, to the model, with one pane alone, and what is said where it fails."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from textual.events import Key

from cohere_tui.sandbox.knobs import Fault
from cohere_tui.screens.playground.playground import PlaygroundScreen
from cohere_tui.widgets.help_panel import Reader, sections
from cohere_tui.widgets.picker import Picker
from tests.keyboard import at_once, typed
from tests.screens.playground.counting import Counting
from tests.until import until

if TYPE_CHECKING:
    from tests.screens.playground.conftest import SitAt


async def test_a_playground_is_gone_to_by_its_name(sit_at: SitAt) -> None:
    async with sit_at("rerank") as seat:
        await seat.pilot.press("escape", "escape", "2")
        await until(lambda: not isinstance(seat.app.place, PlaygroundScreen))
        await typed(seat.pilot, ":tokenize")
        await seat.pilot.press("enter")
        await until(lambda: isinstance(seat.app.place, PlaygroundScreen))
        await until(lambda: seat.place.panel is not None and seat.panel.NAME == "tokenize")
        await until(lambda: seat.panel.asked.has_focus_within)


async def test_f8_picks_the_model_and_f6_gives_a_pane_the_screen(sit_at: SitAt) -> None:
    async with sit_at("count", 80, 24, app=Counting) as seat:
        await seat.pilot.press("f8")
        await until(lambda: isinstance(seat.app.screen, Picker))
        await seat.pilot.press("escape")
        await until(lambda: seat.app.screen is seat.place)
        await seat.pilot.press("f6")
        await until(lambda: seat.panel.asked.region.height >= 20)
        await until(lambda: "╱" not in seat.text)
        await seat.run()  # what came is shown: nothing lies over it
        await until(lambda: seat.place.maximized is None)
        seat.panel.answer.focus()
        await seat.pilot.press("f6")
        await until(lambda: seat.place.maximized is seat.panel.answer)
        await seat.pilot.press("escape")
        await until(lambda: seat.place.maximized is None)
        assert seat.panel.answer.has_focus_within


async def test_the_help_says_what_a_playground_is_for(sit_at: SitAt) -> None:
    async with sit_at("count", app=Counting) as seat:
        (about,) = (part for part in sections(seat.place, {}) if part.title == "All playgrounds")
        assert "How many tokens" in about.about
        assert ("F5  r", "Run") in about.rows
        await seat.pilot.press("f1")
        await until(lambda: isinstance(seat.app.screen, Reader))


async def test_what_went_wrong_is_told_once(sit_at: SitAt) -> None:
    async with sit_at("count", 80, 24, app=Counting) as seat:
        fault = Fault("/v1/tokenize", 400, "made up trouble", skip=1)
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=(fault,))
        await seat.run()
        await until(lambda: seat.text.count("made up trouble") == 1)
        await until(lambda: "F5 asks for the rest." in seat.told)
        await until(lambda: seat.panel.run is not None and seat.panel.run.id)
        run = seat.panel.run
        assert run is not None
        seat.panel.open_run(run)  # later, when nothing is said above any more
        await until(lambda: "made up trouble" in seat.told)


async def test_what_is_told_stands_at_the_foot_before_the_first_answer_too(sit_at: SitAt) -> None:
    async with sit_at("embed") as seat:
        fault = Fault("/v2/embed", 400, "made up trouble")
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=(fault,))
        await seat.pilot.press("f5")
        await until(lambda: "F5 asks again." in seat.text)
        told, panel = seat.panel.answered.told, seat.panel
        await until(lambda: told.region.bottom == panel.region.bottom > 0)


async def test_pages_are_turned_where_arrows_move_a_cursor(sit_at: SitAt) -> None:
    async with sit_at("embed") as seat:
        await seat.run()
        await seat.filled()
        seat.panel.answer.focus()
        await until(lambda: seat.panel.answer.has_focus_within and "next page" in seat.text)
        await seat.pilot.press("right", "shift+right")
        await until(lambda: seat.panel.answer.page == "Map")
        await seat.pilot.press("shift+left")
        await until(lambda: seat.panel.answer.page == "Similarity")


async def test_where_asking_again_does_not_help_nothing_says_so(sit_at: SitAt) -> None:
    async with sit_at("count", app=Counting) as seat:
        fault = Fault("/v1/tokenize", 501, "not here", times=None)
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=(fault,))
        await seat.pilot.press("f5")
        await until(lambda: "Nothing came." in seat.told)
        await until(lambda: "Trying again will not help" in seat.words)
        await until(lambda: "still in the form" in seat.words)
        assert "F5 asks" not in seat.words
        fault = Fault("/v1/tokenize", 498, "a blocked word", skip=1, times=None)
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=(fault,))
        await seat.run()
        await until(lambda: "Not all of it came." in seat.words)
        await until(lambda: "as it is will not help" in seat.words)
        assert "F5 asks" not in seat.words


@pytest.mark.parametrize("focused", [True, False], ids=["the tabs", "nothing"])
async def test_a_command_typed_in_one_piece_is_no_keys_of_the_playground(
    sit_at: SitAt, focused: bool
) -> None:
    async with sit_at("generate") as seat:  # there `u` goes to the chat, and `r` runs
        seat.place.set_focus(seat.place.tabs if focused else None)
        await until(lambda: seat.place.tabs.has_focus is focused)
        for key, letter in (("colon", ":"), *((one, one) for one in "summarize"), ("enter", "\r")):
            seat.app.post_message(Key(key, letter))
        await until(lambda: seat.place.tabs.shown == "summarize")
        await until(lambda: seat.place.panel is not None)
        assert all(one.way is None for one in seat.place.panels.values())
        assert not [one for one in seat.sandbox.requests if one.path == "/v1/generate"]


async def test_keys_typed_for_a_playground_wait_until_it_is_there(sit_at: SitAt) -> None:
    async with sit_at("embed") as seat:
        for name in ("rerank", "classify", "tokenize"):
            at_once(seat.app, "ctrl+t")
            await until(lambda name=name: seat.place.tabs.shown == name)  # type: ignore[misc]
            at_once(seat.app, "f5")
            await until(lambda: seat.place.panel is not None)
            await until(lambda: seat.panel.run is not None)
        paths = {one.path for one in seat.sandbox.requests if one.method == "POST"}
        assert paths == {"/v2/rerank", "/v1/classify", "/v1/tokenize", "/v1/detokenize"}
