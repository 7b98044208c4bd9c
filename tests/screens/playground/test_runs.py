from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cohere_tui.sandbox.knobs import Fault
from cohere_tui.screens.playground import keeping, running
from cohere_tui.state.facts import Fact
from cohere_tui.state.playground.run import KeptRun
from cohere_tui.widgets.confirm import Confirm
from cohere_tui.widgets.detail.fact_dialog import FactDialog
from cohere_tui.widgets.playground.run_list import RunList
from cohere_tui.widgets.playground.side_by_side import SideBySide
from tests.screens.playground.counting import Counting, CountPanel
from tests.until import until, until_answered

if TYPE_CHECKING:
    import pytest

    from tests.screens.playground.conftest import Seat, SitAt


async def run_list(seat: Seat, rows: int) -> RunList:
    await seat.pilot.press("ctrl+r")
    await until(lambda: isinstance(seat.app.screen, RunList))
    shown = seat.app.screen
    assert isinstance(shown, RunList)
    await until(lambda: len(shown.table.listing or ()) == rows and shown.table.has_focus_within)
    return shown


async def test_earlier_runs_are_opened_again_with_their_form(sit_at: SitAt) -> None:
    async with sit_at("count", 100, 30, app=Counting) as seat:
        await seat.run()
        await seat.fill(texts="another text, three commas, one answer")
        await seat.run()
        await until(lambda: seat.panel.run is not None and seat.panel.run.id)
        await run_list(seat, 2)
        await seat.pilot.press("down", "enter")
        await until(lambda: seat.panel.fields.values["texts"] == "one\ntwo words")
        assert len(seat.panel.run.answer) == 2  # type: ignore[union-attr]
        await until(lambda: "2 requests" in seat.told)


async def test_what_takes_long_of_an_earlier_run_is_done_in_a_thread(sit_at: SitAt) -> None:
    async with sit_at("count", app=Counting) as seat:
        texts = "\n".join(f"text {number}" for number in range(3))
        values = {**seat.panel.fields.values, "texts": texts}
        await seat.panel.services.runs.keep(KeptRun("count", values, [2, 2, 2], 7.0, 0.5))
        await run_list(seat, 1)
        await seat.pilot.press("enter")
        await until(lambda: "3 counts" in seat.told)
        await until(lambda: seat.panel.fields.values["texts"] == texts)
        panel = seat.panel
        assert isinstance(panel, CountPanel)
        assert panel.judged_first[texts] is False
        assert panel.told_first[7.0] is False


async def test_what_has_come_of_a_long_run_is_kept_before_it_ends(
    sit_at: SitAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "GROWN_S", 0.05)
    async with sit_at("count", app=Counting) as seat:
        fault = Fault("/v1/tokenize", kind="stall", times=None, skip=1)
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=(fault,))
        await seat.pilot.press("f5")

        async def kept_as(trouble: str) -> bool:
            lines = await seat.panel.services.runs.list("count")
            return [one.trouble for one in lines] == [trouble]

        # Whatever ends the app now: a part is there.
        await until_answered(lambda: kept_as(keeping.INTERRUPTED))
        (line,) = await seat.panel.services.runs.list("count")
        kept = await seat.panel.services.runs.get(line.id)
        assert kept is not None
        assert kept.answer[1] is None
        assert kept.requests == 1
        # It ends: it is one run.
        await seat.pilot.press("ctrl+c")
        await until_answered(lambda: kept_as(running.STOPPED))


async def test_runs_are_forgotten_when_one_says_yes(sit_at: SitAt) -> None:
    async with sit_at("count", app=Counting) as seat:
        await seat.run()
        await until(lambda: seat.panel.run is not None and seat.panel.run.id)
        shown = await run_list(seat, 1)
        await seat.pilot.press("D")
        await until(lambda: isinstance(seat.app.screen, Confirm))
        await seat.pilot.press("enter")
        await until(lambda: seat.app.screen is shown)
        assert len(shown.table.listing or ()) == 1
        await seat.pilot.press("D")
        await until(lambda: isinstance(seat.app.screen, Confirm))
        await seat.pilot.press("y")
        await until(lambda: not len(shown.table.listing or ()))
        assert await seat.panel.services.runs.list("count") == ()


async def test_two_runs_stand_side_by_side(sit_at: SitAt) -> None:
    async with sit_at("count", app=Counting) as seat:
        await seat.run()
        seat.panel.answer.focus()
        await seat.pilot.press("equals_sign")
        await until(lambda: any("no other run" in one.message for one in seat.app._notifications))
        await until(lambda: seat.panel.run is not None and seat.panel.run.id)
        await seat.fill(texts="one\ntwo words and three more")
        await seat.run()
        await until(lambda: seat.panel.run is not None and seat.panel.run.id)
        seat.panel.answer.focus()
        await until(lambda: seat.panel.answer.has_focus_within)
        await seat.pilot.press("equals_sign")
        await until(lambda: isinstance(seat.app.screen, SideBySide))
        both = seat.app.screen
        assert isinstance(both, SideBySide)
        await until(lambda: "one two words → one two words and three more" in seat.text)
        await until(lambda: len(both.table.listing or ()) == 2)
        await until(lambda: both.table.rows.has_focus)
        await seat.pilot.press("j", "enter")
        await until(lambda: isinstance(seat.app.screen, FactDialog))
        assert isinstance(seat.app.screen, FactDialog)
        assert seat.app.screen.facts[0] == Fact("text", "2")
        await seat.pilot.press("escape")
        await until(lambda: seat.app.screen is both)
        await seat.pilot.press("escape")
        await until(lambda: seat.app.screen is seat.place)
        await run_list(seat, 2)
        await seat.pilot.press("space", "down", "space", "equals_sign")
        await until(lambda: isinstance(seat.app.screen, SideBySide))


async def test_a_damaged_run_is_told_and_the_others_stay(sit_at: SitAt) -> None:
    async with sit_at("count", app=Counting) as seat:
        await seat.run()
        await until(lambda: seat.panel.run is not None and seat.panel.run.id)
        store = seat.panel.services._store
        await store._write(lambda c: c.execute("UPDATE run SET answer = 'x'"))
        await run_list(seat, 1)
        await seat.pilot.press("enter")
        await until(lambda: "damaged" in seat.text)


async def test_runs_are_told_apart_by_what_was_asked_about(sit_at: SitAt) -> None:
    async with sit_at("embed", 80, 24) as seat:
        await seat.run()
        await until(lambda: seat.panel.run is not None and seat.panel.run.id)
        await run_list(seat, 1)
        await until(lambda: "I forgot my password" in seat.text)
