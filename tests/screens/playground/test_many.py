"""Inputs that take many requests: asked about first, stopped at once, and the form left alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cohere_tui.sandbox.knobs import Fault
from cohere_tui.screens.playground import running
from cohere_tui.widgets.confirm import Confirm
from tests.until import until

if TYPE_CHECKING:
    import pytest

    from tests.screens.playground.conftest import Seat, SitAt

PATH = "/v1/classify"
TEXTS = "\n".join(f"pay me back {number}" for number in range(51 * 96))


def sent(seat: Seat) -> int:
    return sum(one.path == PATH for one in seat.sandbox.requests)


async def test_very_many_requests_are_sent_only_after_a_question(
    sit_at: SitAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "LATE_S", 60.0)
    async with sit_at("classify") as seat:
        fault = Fault(PATH, kind="stall", times=None, skip=2)
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=(fault,))
        seat.panel.fields.put("labelled", "")
        await seat.fill(inputs=TEXTS)
        await until(lambda: "4,896 texts in 51 requests" in seat.hint("inputs"))
        await seat.pilot.press("f5")
        await until(lambda: isinstance(seat.app.screen, Confirm))
        await until(lambda: "Classify: send 51 requests?" in seat.text)
        await seat.pilot.press("n")
        await until(lambda: seat.app.screen is seat.place)
        assert sent(seat) == 0
        seat.panel.fields.focus_field("inputs")
        await seat.pilot.press("f5")
        await until(lambda: isinstance(seat.app.screen, Confirm))
        await seat.pilot.press("y")
        await until(lambda: "2 of 51 requests" in seat.told)
        # Whoever is impatient presses it twice: the form must not be cleared by that.
        await seat.pilot.press("ctrl+c", "ctrl+c")
        await until(lambda: "It was stopped. F5 asks for the rest." in seat.told)
        await seat.pilot.press("ctrl+c")
        assert seat.panel.fields.values["inputs"] == TEXTS
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=())
        before = sent(seat)
        await seat.run()  # 49 are left: they need no question
        assert sent(seat) == before + 49
        monkeypatch.setattr(running, "LATE_S", 0.0)
        seat.panel.fields.focus_field("inputs")
        await seat.pilot.press("ctrl+c")
        await until(lambda: seat.panel.fields.values["inputs"] == "")
        told = [one.message for one in seat.app._notifications]
        assert any("ctrl+z brings it back" in one for one in told)
        await seat.pilot.press("ctrl+z")
        assert seat.panel.fields.values["inputs"] == TEXTS


async def test_what_runs_elsewhere_is_named(sit_at: SitAt) -> None:
    async with sit_at("classify", 80, 24) as seat:
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=(Fault(PATH, kind="stall"),))
        await seat.pilot.press("f5")
        await until(lambda: "Classify  running…" in seat.text)
        await seat.pilot.press("ctrl+t")
        await until(lambda: "Tokenize  Classify: running…" in seat.text)


async def test_the_question_says_what_is_true_of_each(
    sit_at: SitAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "MOST_UNASKED", 1)
    lines = "\n".join(f"document {number}" for number in range(1_001))
    async with sit_at("rerank") as seat:
        await seat.fill(documents=lines)
        await seat.pilot.press("f5")
        await until(lambda: "Rerank: send 2 requests?" in seat.text)
        await until(lambda: "none for Rerank" in seat.words)
        await seat.pilot.press("n")
        await until(lambda: seat.app.screen is seat.place)
        seat.place.show("embed", into=True)
        await until(lambda: seat.place.panel is not None and seat.panel.asked.has_focus_within)
        seat.panel.fields.put("source", "inputs")
        await seat.fill(inputs="\n".join(lines.splitlines()[:97]))
        await seat.pilot.press("f5")
        await until(lambda: "Embed: send 2 requests?" in seat.text)
        await until(lambda: "Embed jobs take texts only" in seat.words)
        assert "none for Embed" not in seat.words
        await seat.pilot.press("n")
        await until(lambda: seat.app.screen is seat.place)
        assert not [one for one in seat.sandbox.requests if one.path in ("/v2/rerank", "/v2/embed")]
        # The rest of texts that a job was offered for: it would begin anew.
        fault = Fault("/v2/embed", 400, "made up trouble", skip=1, times=None)
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=(fault,))
        seat.panel.fields.put("source", "texts")
        await seat.fill(texts="\n".join(lines.splitlines()[: 96 * 5]))
        monkeypatch.setattr(running, "MOST_UNASKED", 5)
        await seat.run()
        await until(lambda: "F5 asks for the rest" in seat.told)
        monkeypatch.setattr(running, "MOST_UNASKED", 1)
        await seat.pilot.press("f5")
        await until(lambda: "requests?" in seat.text)
        await until(lambda: "An embed job would embed all the texts again" in seat.words)
