"""The Generate playground, with keys, on the sandbox."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from cohere_tui.models.generate import GenerateRequest
from cohere_tui.sandbox.gate import Gate
from cohere_tui.sandbox.knobs import Fault
from cohere_tui.screens.chat import ChatScreen
from cohere_tui.screens.playground.generate import GeneratePanel
from cohere_tui.state.generations import Generations
from cohere_tui.state.parts import Phase
from cohere_tui.widgets.form.choices import ToggleLine
from cohere_tui.widgets.playground.passages import Passages
from tests.until import until

if TYPE_CHECKING:
    from tests.screens.playground.conftest import Seat, SitAt

PATH = "/v1/generate"


def bodies(seat: Seat) -> list[Any]:
    return [one.body for one in seat.sandbox.requests if one.path == PATH]


def answer(seat: Seat) -> Generations:
    assert seat.panel.run is not None
    found = seat.panel.run.answer
    assert isinstance(found, Generations)
    return found


def page(seat: Seat, name: str = "Generations") -> Passages:
    body = seat.panel.answer.body(name)
    assert isinstance(body, Passages)
    return body


def _says(seat: Seat, name: str, told: str) -> bool:
    return seat.hint(name) == told


async def test_the_example_runs_at_once_is_copied_and_kept(
    sit_at: SitAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []
    async with sit_at("generate", 160, 40) as seat:
        monkeypatch.setattr(seat.app, "copy_to_clipboard", copied.append)
        await until(lambda: "u takes the prompt to the chat" in seat.text)
        await seat.run()
        await until(lambda: seat.text.count("complete") == 3)
        assert bodies(seat)[0]["stream"] is True
        texts = [str(one.text) for one in answer(seat).items]
        assert len(set(texts)) == 3
        seat.panel.answer.focus()
        await seat.pilot.press("l", "y")
        await until(lambda: copied == [texts[1]])
        sheet = seat.panel.sheet(seat.panel.run)  # type: ignore[arg-type]
        assert [row[:3] for row in sheet.rows] == [
            (number, text, "COMPLETE") for number, text in enumerate(texts, 1)
        ]
        await until(lambda: seat.panel.run is not None and seat.panel.run.id)
        assert seat.panel.run is not None
        again = await seat.panel.brought_back(seat.panel.run.id)
        assert again is not None
        assert again.answer.items == answer(seat).items
        assert again.answer.phase is Phase.DONE


async def test_every_field_is_asked_for_and_bounded_before_anything_is_sent(sit_at: SitAt) -> None:
    async with sit_at("generate", 80, 24) as seat:
        await seat.pilot.press("f2")
        wrong = {
            "max_tokens": ("0", "a whole number from 1"),
            "temperature": ("9", "a number from 0 to 5"),
            "k": ("501", "a whole number from 0 to 500"),
            "p": ("1", "a number from 0.01 to 0.99"),
            "frequency_penalty": ("2", "a number from 0 to 1"),
            "presence_penalty": ("-1", "a number from 0 to 1"),
            "seed": ("x", "a whole number from 0 to 18446744073709551615"),
        }
        for name, (_, bound) in wrong.items():
            assert bound in seat.hint(name)
        await seat.fill(prompt=" \n", **{name: value for name, (value, _) in wrong.items()})
        await until(lambda: "write a prompt" in seat.hint("prompt"))
        await seat.fill(prompt="Salt")
        await seat.pilot.press("f5")
        for name, (value, bound) in wrong.items():
            told = f"! found '{value}'; allowed: {bound}"
            await until(partial(_says, seat, name, told))
        assert bodies(seat) == []
        await seat.fill(
            max_tokens="40", temperature="0.5", k="5", p="0.5", frequency_penalty="0.1",
            presence_penalty="0.2", seed="7", preset="mine",
            truncate="START", end_sequences='###\n"\\n\\n"', stop_sequences="The end.",
            num_generations="2", return_likelihoods="GENERATION", model="command",
        )  # fmt: skip
        raw = seat.control("raw_prompting")
        assert isinstance(raw, ToggleLine)
        raw.action_turn()
        await seat.run()
        (body,) = bodies(seat)
        assert body == {
            "prompt": "Salt", "model": "command", "num_generations": 2, "max_tokens": 40,
            "temperature": 0.5, "k": 5, "p": 0.5, "frequency_penalty": 0.1,
            "presence_penalty": 0.2, "seed": 7, "preset": "mine", "raw_prompting": True,
            "truncate": "START", "end_sequences": ["###", "\n\n"], "stop_sequences": ["The end."],
            "return_likelihoods": "GENERATION", "stream": False,
        }  # fmt: skip
        assert set(body) == set(GenerateRequest.model_fields)


async def test_likelihoods_are_shaded_and_told(
    sit_at: SitAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []
    async with sit_at("generate") as seat:
        monkeypatch.setattr(seat.app, "copy_to_clipboard", copied.append)
        await seat.run()
        seat.panel.answer.turn_to("Likelihoods")
        await until(lambda: "No likelihoods came" in seat.text)
        await seat.fill(return_likelihoods="ALL", num_generations="1", max_tokens="9")
        await seat.run()
        await until(lambda: "likely 50 % and more" in seat.text and "what follows" in seat.text)
        await until(lambda: "input tokens" in seat.told)
        (one,) = answer(seat).items
        page(seat, "Likelihoods").focus()
        await seat.pilot.press("y")
        await until(lambda: [text.count("\n") for text in copied] == [len(one.tokens) - 1])
        await seat.pilot.press("h")
        await until(lambda: f"{one.likelihood:.2f} likelihood" in seat.text)
        request = seat.panel.request(seat.panel.fields.values)
        assert "stream" not in request.body


async def test_what_had_come_is_kept_when_it_is_stopped(sit_at: SitAt) -> None:
    async with sit_at("generate") as seat:
        seat.sandbox.gate = gate = Gate()
        await seat.pilot.press("f5")
        await until(lambda: gate.waiting)
        await until(lambda: "ctrl+c stops it" in seat.told)
        await seat.pilot.press("ctrl+c")
        await until(lambda: "stopped before anything came" in seat.told)
        assert seat.panel.run is None
        await seat.pilot.press("f5")
        await until(lambda: gate.waiting)
        gate.let(4)
        await until(lambda: "writing" in seat.text and gate.waiting)
        await seat.pilot.press("ctrl+c")
        await until(lambda: seat.text.count("stopped") >= 3)
        assert answer(seat).phase is Phase.STOPPED
        assert any(one.text for one in answer(seat).items)
        await until(lambda: "What had come is kept." in seat.text)
        await until(lambda: seat.panel.run is not None and seat.panel.run.id)
        gate.open()
        await seat.run()
        await until(lambda: seat.text.count("complete") == 3)
        assert "kept" not in seat.text


async def test_a_stream_that_breaks_off_keeps_what_came(sit_at: SitAt) -> None:
    async with sit_at("generate") as seat:
        fair = seat.sandbox.knobs
        seat.sandbox.knobs = replace(fair, cut_after_events=12)
        await seat.run()
        await until(lambda: seat.text.count("broken off") == 3)
        await until(lambda: "hung up in the middle" in seat.text)
        assert answer(seat).phase is Phase.INTERRUPTED
        seat.sandbox.knobs = replace(fair, error_after_events=12)
        await seat.run()
        await until(lambda: "could not be parsed" in seat.text and "Not all of it" in seat.told)
        assert answer(seat).phase is Phase.FAILED
        before = seat.began
        seat.sandbox.knobs = replace(fair, faults=(Fault(PATH, 400, "no"),))
        await seat.pilot.press("f5")
        await until(lambda: "Nothing came" in seat.told)
        assert seat.began == before
        seat.sandbox.knobs = replace(fair, error_after_events=0)
        await seat.pilot.press("f5")
        await until(lambda: "Nothing came" in seat.told and seat.panel.way is None)
        assert seat.began == before


async def test_two_runs_are_compared(sit_at: SitAt) -> None:
    async with sit_at("generate", 80, 24) as seat:
        await seat.run()
        before = seat.panel.run
        await seat.fill(num_generations="2")
        await seat.run()
        after = seat.panel.run
        assert before is not None
        assert after is not None
        rows = seat.panel.compare(before, after).sheet.rows
        assert [row[0] for row in rows] == [1, 2, 3]
        assert rows[2][2] == 0


async def test_where_it_is_retired_the_chat_does_it(sit_at: SitAt) -> None:
    async with sit_at("generate") as seat:
        fair = seat.sandbox.knobs
        seat.sandbox.knobs = replace(fair, retired=True)
        await seat.fill(prompt="The tide")
        await seat.pilot.press("f5")
        await until(lambda: "Generate was removed on September 15, 2025" in seat.text)
        assert seat.panel.house is not None
        assert "generate" in seat.panel.house.retired
        assert "✗" not in seat.text
        sent = len(bodies(seat))
        await seat.pilot.press("r")
        await until(lambda: len(bodies(seat)) > sent and seat.panel.way is None)
        await seat.pilot.press("u")
        await until(lambda: isinstance(seat.app.place, ChatScreen))
        chat = seat.app.place
        assert isinstance(chat, ChatScreen)
        await until(lambda: chat.composer.draft == "The tide" and chat.composer.has_focus)
    async with sit_at("generate") as seat:
        await until(lambda: "was removed" in seat.text)
        seat.sandbox.knobs = fair
        await seat.pilot.press("r")
        await until(lambda: seat.panel.run is not None)
        await until(lambda: "was removed" not in seat.text)
        assert seat.panel.house is not None
        assert "generate" not in seat.panel.house.retired


async def test_nothing_written_is_not_taken_to_the_chat(sit_at: SitAt) -> None:
    async with sit_at("generate") as seat:
        assert isinstance(seat.panel, GeneratePanel)
        await seat.fill(prompt="")
        seat.panel.action_with_chat()
        await until(lambda: any("nothing written" in n.message for n in seat.app._notifications))


@pytest.mark.parametrize("size", [(60, 20), (40, 15)])
async def test_it_fits_a_small_terminal(sit_at: SitAt, size: tuple[int, int]) -> None:
    async with sit_at("generate", *size) as seat:
        await seat.run()
        seat.panel.answer.focus()
        await until(lambda: "complete" in seat.text)
