"""The rerank playground on the sandbox: what is asked, what comes, what goes wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cohere_tui.sandbox.knobs import Fault
from cohere_tui.screens.chat import ChatScreen
from cohere_tui.screens.playground.rerank import RerankPanel
from cohere_tui.widgets.code_view import CodeView
from cohere_tui.widgets.playground.score_bars import ScoreBars
from cohere_tui.widgets.playground.score_curve import ScoreCurve
from tests.until import until

if TYPE_CHECKING:
    import pytest

    from cohere_tui.state.playground.ranking import Ranking
    from tests.screens.playground.conftest import Seat, SitAt


def bars(seat: Seat) -> ScoreBars:
    page = seat.panel.answer.body("Ranking")
    assert isinstance(page, ScoreBars)
    return page


def ranking(seat: Seat) -> Ranking:
    return bars(seat).ranking


async def ranked(seat: Seat) -> None:
    """Run, and wait for the documents."""
    await seat.run()
    run = seat.panel.run
    assert run is not None
    await until(lambda: len(ranking(seat).rows) == len(run.answer.results))


async def test_the_example_finds_the_two_that_answer_and_a_chat_uses_them(
    sit_at: SitAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sit_at("rerank") as seat:
        copied: list[str] = []
        monkeypatch.setattr(seat.app, "copy_to_clipboard", copied.append)
        await until(lambda: "two answer" in " ".join(seat.text.split()))
        await ranked(seat)
        assert ranking(seat).above == 2
        assert {row.index for row in ranking(seat).chosen} == {2, 5}
        await until(lambda: "text tokens" in seat.told)
        best = ranking(seat).rows[0]
        (passage,) = best.passages
        assert best.text[passage.start : passage.end].startswith("The mill that stands at Carew")
        await until(lambda: "threshold" in seat.text)
        seat.panel.answer.focus()
        await until(lambda: bars(seat).has_focus)
        await seat.pilot.press("K")
        await until(lambda: ranking(seat).above == 1)
        await seat.pilot.press("l")
        curve = seat.panel.answer.body("Curve")
        assert isinstance(curve, ScoreCurve)
        await until(lambda: curve.ranking.above == 1 and curve.has_focus)
        await seat.pilot.press("J", "h", "y")
        await until(lambda: ranking(seat).above == 2)
        await until(lambda: copied == [best.text])
        await seat.pilot.press("u")
        await until(lambda: isinstance(seat.app.place, ChatScreen))
        chat = seat.app.place
        assert isinstance(chat, ChatScreen)
        await until(lambda: chat.composer.text.startswith("What did the tide mill"))
        assert f"> {best.text}" in chat.composer.text
        assert chat.composer.text.count("\n> ") == 2


async def test_nothing_is_used_above_which_there_is_nothing(sit_at: SitAt) -> None:
    async with sit_at("rerank", 80, 24) as seat:
        await ranked(seat)
        seat.panel.answer.focus()
        await until(lambda: bars(seat).has_focus)
        await seat.pilot.press("K", "K", "u")
        notes = seat.app._notifications
        await until(lambda: any("No document is above" in one.message for one in notes))
        assert not isinstance(seat.app.place, ChatScreen)


async def test_what_cannot_be_sent_is_told_by_its_line(sit_at: SitAt) -> None:
    async with sit_at("rerank") as seat:
        asked = len(seat.sandbox.requests)
        for written, told in (
            ('{"text": "a"}\n\n{"text"', "line 3 is not JSON"),
            ('{"text": "a"}\nplain', "line 2 is a plain text, while others have fields"),
            ("  \n", "write at least one document"),
        ):
            await seat.fill(documents=written, documents_are="fields")
            await seat.pilot.press("f5")
            await until(lambda told=told: told in seat.hint("documents"))  # type: ignore[misc]
        await seat.fill(
            documents="\n".join(map(str, range(1001))), documents_are="text", api_version="1"
        )
        await seat.pilot.press("f5")
        await until(lambda: "at most 1000" in seat.hint("documents"))
        await seat.fill(
            documents="a\nb", api_version="2", model="rerank-v3.5", relevant_spans="enabled"
        )
        await seat.pilot.press("f5")
        await until(lambda: "from v5 on" in seat.hint("relevant_spans"))
        sent = [one.path for one in seat.sandbox.requests[asked:]]
        assert not any("rerank" in path for path in sent)
        assert seat.panel.run is None


async def test_documents_with_fields_are_ranked_by_the_older_version(sit_at: SitAt) -> None:
    async with sit_at("rerank") as seat:
        await seat.fill(
            query="tide mill", api_version="1", documents_are="fields",
            documents='{"name": "Fens", "about": "windmill"}\nname: Eling\n'
            '{"name": "Carew", "about": "a tide mill"}',
            rank_fields="about, name",
        )  # fmt: skip
        seat.panel.fields.fill({"return_documents": "yes"})
        await seat.pilot.press("f3")
        await until(lambda: isinstance(seat.app.screen, CodeView))
        view = seat.app.screen
        assert isinstance(view, CodeView)
        assert "/v1/rerank" in view.code
        await seat.pilot.press("escape")
        await ranked(seat)
        assert ranking(seat).rows[0].text == "about: a tide mill\nname: Carew"
        run = seat.panel.run
        assert run is not None
        assert run.answer.results[0].document == {"name": "Carew", "about": "a tide mill"}
        assert seat.sandbox.requests[-1].body["documents"][1] == {"name": "Eling"}


async def test_what_was_ranked_is_kept_when_it_is_stopped_and_the_rest_is_asked_for(
    sit_at: SitAt,
) -> None:
    async with sit_at("rerank") as seat:
        await seat.fill(documents="\n".join(f"mill {number}" for number in range(2300)))
        stall = Fault("/v2/rerank", kind="stall", skip=1)
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=(stall,))
        await seat.pilot.press("f5")
        await until(lambda: "1 of 3 requests" in seat.told)
        await seat.pilot.press("ctrl+c")
        await until(lambda: seat.panel.run is not None)
        await until(lambda: len(ranking(seat).rows) in (300, 1000))
        assert "did not come back" in bars(seat).note
        await until(lambda: "It was stopped" in seat.told)
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=())
        asked = len(seat.sandbox.requests)
        await ranked(seat)
        assert len(ranking(seat).rows) == 2300
        assert bars(seat).note == ""
        assert len(seat.sandbox.requests) == asked + 2


async def test_what_was_ranked_is_kept_when_the_rest_fails(sit_at: SitAt) -> None:
    async with sit_at("rerank") as seat:
        await seat.fill(documents="\n".join(f"mill {number}" for number in range(1300)))
        fault = Fault("/v2/rerank", 400, "no more", skip=1)
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=(fault,))
        await ranked(seat)
        assert len(ranking(seat).rows) in (300, 1000)
        assert seat.panel.trouble is not None
        await until(lambda: "no more" in seat.text)
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=(replace(fault, skip=0),))
        before = seat.began
        await seat.fill(query="other")
        await seat.pilot.press("f5")
        await until(lambda: "Nothing came" in seat.told)
        assert seat.began == before


async def test_a_run_is_kept_brought_back_and_compared(sit_at: SitAt) -> None:
    async with sit_at("rerank") as seat:
        panel = seat.panel
        assert isinstance(panel, RerankPanel)
        await ranked(seat)
        await until(lambda: panel.run is not None and panel.run.id)
        first = panel.run
        assert first is not None
        again = await panel.brought_back(first.id)
        assert again is not None
        assert again.answer.results == first.answer.results
        await seat.fill(query="Where does the railway go?", top_n="3")
        await ranked(seat)
        second = panel.run
        assert second is not None
        assert bars(seat).note == ""
        assert panel.sheet(second).columns == ("place", "score", "index", "document")
        assert panel.sheet(second).rows[0][2] == 7
        found = panel.compare(again, second)
        railway = next(row for row in found.sheet.rows if "railway" in row[-1])
        assert railway[:2] == (8, 1)
