"""The Summarize playground, with keys, on the sandbox."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from cohere_tui.models.summarize import SummarizeRequest
from cohere_tui.sandbox.knobs import Fault
from cohere_tui.screens.chat import ChatScreen
from tests.until import until

if TYPE_CHECKING:
    from tests.screens.playground.conftest import Seat, SitAt

PATH = "/v1/summarize"


def bodies(seat: Seat) -> list[Any]:
    return [one.body for one in seat.sandbox.requests if one.path == PATH]


async def test_the_example_runs_at_once_and_is_measured_and_kept(
    sit_at: SitAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []
    async with sit_at("summarize") as seat:
        monkeypatch.setattr(seat.app, "copy_to_clipboard", copied.append)
        await seat.run()
        assert seat.panel.run is not None
        summary = seat.panel.run.answer.summary
        text = seat.panel.run.values["text"]
        await until(lambda: f"{len(text)} characters" in seat.text)
        await until(lambda: f"{len(summary)} characters" in seat.text)
        await until(lambda: f"{len(summary) / len(text):.0%} of the text" in seat.text)
        await until(lambda: "output tokens" in seat.told)
        seat.panel.answer.focus()
        await seat.pilot.press("y", "l")
        await until(lambda: seat.panel.answer.page == "Beside the text")
        await until(lambda: "Nendrum" in seat.text)
        assert copied == [summary]
        await until(lambda: seat.panel.run is not None and seat.panel.run.id)
        before = seat.panel.run
        again = await seat.panel.brought_back(before.id)
        assert again is not None
        assert again.answer.summary == summary
        assert again.answer.meta.billed == before.answer.meta.billed
        assert seat.panel.sheet(again).rows == ((summary, len(summary), len(text)),)
        await seat.fill(length="short", format="bullets")
        await seat.run()
        ((old, new, _, bullets),) = seat.panel.compare(before, seat.panel.run).sheet.rows
        assert old > new == len(bullets)
        assert bullets.startswith("- ")


async def test_limits_are_told_before_anything_is_sent(sit_at: SitAt) -> None:
    async with sit_at("summarize", 80, 24) as seat:
        await until(lambda: "250 to 50,000 characters" in seat.hint("text"))
        await seat.pilot.press("f2")
        await seat.fill(text=" ", temperature="6")
        await seat.pilot.press("f5")
        await until(lambda: "write or paste a text" in seat.hint("text"))
        for text in ("too short", "x" * 50_001):
            await seat.fill(text=text)
            await seat.pilot.press("f5")
            await until(lambda: "characters; allowed: 250 to 50,000" in seat.hint("text"))
        assert seat.hint("temperature") == "! found '6'; allowed: a number from 0 to 5"
        assert bodies(seat) == []
        await seat.fill(
            text="The tide turns. " * 20, temperature="1", length="long", format="paragraph",
            extractiveness="high", additional_command="in two parts", model="command-r7b-12-2024",
        )  # fmt: skip
        await seat.run()
        (body,) = bodies(seat)
        assert set(body) == set(SummarizeRequest.model_fields)
        assert body["text"] == "The tide turns. " * 20


@pytest.mark.parametrize("status", [404, 501])
async def test_where_it_is_retired_the_chat_does_it(sit_at: SitAt, status: int) -> None:
    async with sit_at("summarize", 80, 24) as seat:
        fair = seat.sandbox.knobs
        seat.sandbox.knobs = replace(fair, faults=(Fault(PATH, status, "gone"),))
        await seat.fill(text="The tide turns. " * 20, length="short")
        await seat.pilot.press("f5")
        await until(lambda: "Summarize was deprecated" in seat.text.replace("\n", " "))
        seat.sandbox.knobs = fair
        await seat.pilot.press("r")
        await until(lambda: seat.panel.run is not None)
        await until(lambda: "was deprecated" not in seat.text)
        await seat.pilot.press("u")
        await until(lambda: isinstance(seat.app.place, ChatScreen))
        chat = seat.app.place
        assert isinstance(chat, ChatScreen)
        await until(lambda: "summary of one or two sentences" in chat.composer.draft)
        assert chat.composer.draft.endswith("The tide turns.")


async def test_what_the_server_remarks_is_told(sit_at: SitAt) -> None:
    async with sit_at("summarize") as seat:
        seat.sandbox.knobs = replace(seat.sandbox.knobs, retired=True)
        await seat.run()
        await until(lambda: "the Summarize API is deprecated" in seat.told)
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=(Fault(PATH, 400, "too hard"),))
        before = seat.began
        await seat.pilot.press("f5")
        await until(lambda: "too hard" in seat.text and "Nothing came" in seat.told)
        assert seat.began == before
