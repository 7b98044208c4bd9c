"""The tokenize playground on the sandbox: texts as tokens, ids as texts, long ones, two models."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from typing import TYPE_CHECKING

from cohere_tui.config.paths import Paths
from cohere_tui.sandbox.answers.bpe import encode
from cohere_tui.sandbox.knobs import Fault
from cohere_tui.screens.playground.tokenize import TokenizePanel
from cohere_tui.state.columns import Tone
from cohere_tui.state.facts import Fact
from cohere_tui.state.playground.run import Run
from cohere_tui.state.playground.tokenized import Tokenized
from cohere_tui.widgets.code_view import CodeView
from cohere_tui.widgets.detail.fact_list import FactList
from cohere_tui.widgets.form.form import Form
from cohere_tui.widgets.playground.ids_page import IdsPage
from cohere_tui.widgets.playground.token_page import TokenPage, TokenPair
from tests.keyboard import typed
from tests.until import until

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.screens.playground.conftest import Seat, SitAt

LONG = "".join(
    f"The mill of {number * 7919} ground rye, and für den Hafen 日 corn.\n"
    for number in range(1_400)
)


def answer(seat: Seat) -> Tokenized:
    assert seat.panel.run is not None
    found = seat.panel.run.answer
    assert isinstance(found, Tokenized)
    return found


def asked(seat: Seat) -> list[str]:
    paths = [one.path for one in seat.sandbox.requests]
    return [path.removeprefix("/v1/") for path in paths if "tokenize" in path]


async def on_page(seat: Seat, name: str) -> None:
    seat.panel.answer.turn_to(name)
    seat.panel.answer.focus()
    await until(
        lambda: seat.panel.answer.shown.has_focus_within or seat.panel.answer.shown.has_focus
    )


def facts(seat: Seat) -> dict[str, Fact]:
    page = seat.panel.answer.body("Numbers")
    assert isinstance(page, FactList)
    return {line.label: line for line in page.facts if isinstance(line, Fact)}


async def test_the_example_shows_its_tokens_its_ids_and_its_numbers(
    sit_at: SitAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sit_at("tokenize") as seat:
        copied: list[str] = []
        monkeypatch.setattr(seat.app, "copy_to_clipboard", copied.append)
        await until(lambda: "F5 runs it" in seat.text)
        await seat.run()
        side = answer(seat).first
        assert side.tokens == tuple(encode(side.text))
        assert side.placed.doubtful == 0
        assert asked(seat) == ["tokenize", "detokenize"]
        await until(lambda: "2 requests" in seat.told)
        assert "not a valid field" not in seat.told
        await until(lambda: "put together again, the tokens say exactly this text" in seat.text)
        page = seat.panel.answer.body("Tokens")
        assert isinstance(page, TokenPage)
        seat.panel.answer.focus()
        await until(lambda: page.view.has_focus)
        assert seat.panel.asked.display  # there is room for both
        await seat.pilot.press("right", "y")
        await until(lambda: copied == [" mill"])
        await seat.pilot.press("l")
        ids = seat.panel.answer.body("Ids")
        assert isinstance(ids, IdsPage)
        await until(lambda: len(ids.listing.rows) == len(side.tokens) and ids.has_focus_within)
        await seat.pilot.press("y")
        await until(lambda: len(copied) == 2)
        assert json.loads(copied[1]) == list(side.tokens)
        await seat.pilot.press("space", "y")
        await until(lambda: len(copied) == 3)
        assert json.loads(copied[2]) == [side.tokens[0]]
        await on_page(seat, "Two models")
        await until(lambda: "No second model was asked" in seat.text)
        await on_page(seat, "Numbers")
        await until(lambda: "tokens" in facts(seat))
        assert facts(seat)["tokens"].value == str(len(side.tokens))
        assert "none is set for command-a-03-2025" in facts(seat)["price"].value
        await seat.pilot.press("f3")
        await until(lambda: isinstance(seat.app.screen, CodeView))
        assert "/v1/tokenize" in getattr(seat.app.screen, "code", "")


async def test_prices_of_the_settings_are_used(sit_at: SitAt) -> None:
    paths = Paths.of(os.environ)
    paths.config_file.parent.mkdir(parents=True, exist_ok=True)
    paths.config_file.write_text('[prices."command-a-03-2025"]\ninput = 1000\noutput = 2000\n')
    async with sit_at("tokenize", 80, 24) as seat:
        await seat.fill(text="one two three")
        await seat.run()
        await on_page(seat, "Numbers")
        await until(lambda: facts(seat).get("as output") is not None)
        count = len(answer(seat).first.tokens)
        assert facts(seat)["as input"].value.startswith(f"$0.00{count}")


async def test_ids_of_any_shape_become_a_text(sit_at: SitAt) -> None:
    async with sit_at("tokenize") as seat:
        ids = encode("The mill grinds")
        await seat.fill(mode="detokenize", tokens="1, 2\nthree")
        await seat.pilot.press("f5")
        await until(lambda: "line 2: “three” is not an id" in seat.hint("tokens"))
        await seat.fill(tokens="7 " * 65_537)
        await seat.pilot.press("f5")
        await until(lambda: "has 65,537 ids; allowed: 1 to 65,536" in seat.hint("tokens"))
        assert asked(seat) == []
        await seat.fill(tokens="\n".join(map(str, ids)))
        await seat.run()
        side = answer(seat).first
        assert (side.text, side.check[1]) == ("The mill grinds", Tone.READY)
        assert [token.string for token in side.placed.all][:2] == ["The", " mill"]
        await seat.fill(tokens="116 104 101")
        await seat.run()
        assert answer(seat).first.text == "the"
        check = seat.panel.answer.body("Tokens").query_one(".tokens--check")
        await until(lambda: "this text has other tokens, 1 instead of 3" in str(check.render()))
        await seat.fill(tokens="999999")
        await seat.pilot.press("f5")
        await until(lambda: seat.panel.way is None and seat.panel.trouble is not None)
        assert "not in the vocabulary" in str(seat.panel.trouble)


async def test_a_long_text_takes_several_requests_that_meet(sit_at: SitAt) -> None:
    async with sit_at("tokenize") as seat:
        await seat.fill(text="x" * 500_001)
        await seat.pilot.press("f5")
        await until(lambda: "has 500,001 characters; allowed: 1 to 500,000" in seat.hint("text"))
        assert asked(seat) == []
        assert 65_536 < len(LONG) < 131_072
        await seat.fill(text=LONG)
        await seat.run()
        side = answer(seat).first
        assert side.tokens == tuple(encode(LONG))
        assert (side.doubts, side.requests) == ((), 2)
        assert side.check[1] is Tone.READY
        await on_page(seat, "Numbers")
        await until(lambda: "parts of the text" in facts(seat))
        assert facts(seat)["parts of the text"].value == "2 that overlap; their tokens meet"


async def test_a_run_that_is_stopped_keeps_the_beginning_of_the_text(sit_at: SitAt) -> None:
    async with sit_at("tokenize") as seat:
        stall = Fault("/v1/tokenize", kind="stall", skip=1)
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=(stall,))
        await seat.fill(text=LONG)
        await seat.pilot.press("f5")
        await until(lambda: "1 of 2 requests" in seat.told)
        await seat.pilot.press("ctrl+c")
        await until(lambda: seat.panel.run is not None and seat.panel.way is None)
        side = answer(seat).first
        assert side.text == LONG[:65_536]
        assert side.tokens == tuple(encode(side.text))
        await until(lambda: "It was stopped" in seat.told)
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=())
        before = len(asked(seat))
        await seat.run()
        assert asked(seat)[before:] == ["tokenize", "detokenize"]
        assert answer(seat).first.tokens == tuple(encode(LONG))


async def test_what_came_is_kept_and_only_the_rest_is_asked_again(sit_at: SitAt) -> None:
    async with sit_at("tokenize") as seat:
        fault = Fault("/v1/detokenize", status=400, message="no way back today", times=1)
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=(fault,))
        await seat.run()
        assert answer(seat).first.check == ("the way back was not checked", Tone.QUIET)
        await until(lambda: "no way back today" in seat.text)
        before = len(asked(seat))
        await seat.run()
        assert asked(seat)[before:] == ["detokenize"]
        assert answer(seat).first.check[1] is Tone.READY
        fault = Fault("/v1/tokenize", status=400, message="broken")
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=(fault,))
        await seat.fill(text="another")
        await seat.pilot.press("f5")
        await until(lambda: seat.panel.way is None and "Nothing came" in seat.told)


async def test_two_models_and_one_that_there_is_not(sit_at: SitAt) -> None:
    async with sit_at("tokenize") as seat:
        await seat.fill(second="command-a-03-2025")
        await seat.pilot.press("f5")
        await until(lambda: "is the same model" in seat.hint("second"))
        await seat.fill(second="command-r7b-12-2024")
        await seat.run()
        assert [side.model for side in answer(seat).sides] == [
            "command-a-03-2025",
            "command-r7b-12-2024",
        ]
        await on_page(seat, "Two models")
        await until(lambda: "command-r7b-12-2024 has" in seat.text and "more;" in seat.text)
        await until(lambda: "n goes to the next" in seat.text)
        page = seat.panel.answer.body("Two models")
        assert isinstance(page, TokenPair)
        await until(lambda: page.pages[0].view.has_focus)
        await seat.pilot.press("right")
        await until(lambda: page.pages[1].view.at == 1)
        await seat.fill(second="nobody")
        await seat.run()
        assert [side.model for side in answer(seat).sides] == ["command-a-03-2025"]
        await until(lambda: "not found" in seat.text)


async def test_a_whole_file_is_taken_blank_lines_and_all(sit_at: SitAt, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("a\n\n\n b\n")
    async with sit_at("tokenize") as seat:
        seat.panel.fields.focus_field("text")
        await seat.pilot.press("f7")
        await until(lambda: isinstance(seat.app.screen, Form))
        await typed(seat.pilot, str(file))
        await seat.pilot.press("ctrl+s")
        await until(lambda: seat.panel.fields.values["text"] == "a\n\n\n b\n")
        await seat.run()
        assert answer(seat).first.text == "a\n\n\n b\n"


def test_runs_are_kept_written_to_files_and_compared() -> None:
    panel = TokenizePanel()
    values = panel.fields.everything
    kept = {"sides": [{"model": "m", "text": "tide", "tokens": [1, 2], "strings": ["ti", "de"]}]}
    before = Run("tokenize", values, panel.restored(values, kept), 0.0, 1.0)
    assert panel.restored(values, panel.kept(before.answer)) == before.answer
    assert panel.sheet(before).rows == ((1, 1, "ti"), (2, 2, "de"))
    kept["sides"][0] |= {"tokens": [3], "strings": ["tide"]}
    after = Run("tokenize", values, panel.restored(values, kept), 0.0, 1.0)
    assert Fact("tokens", "2 → 1 (-1)") in panel.compare(before, after).facts
