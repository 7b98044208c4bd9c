"""What a person in a hurry does: nothing gets lost, doubled or mixed up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.events import Key
from textual.widgets import Input, TextArea

from cohere_tui.sandbox.gate import Gate
from cohere_tui.state.facts import Link
from cohere_tui.state.turn import Prompt, Turn
from tests.until import until, until_answered
from tests.whole.seat import seated

if TYPE_CHECKING:
    from cohere_tui.sandbox.server import Sandbox
    from cohere_tui.services.bundle import Services
    from tests.whole.seat import Seat


def said(seat: Seat) -> list[str]:
    return [one.text for one in seat.chat.talk.entries if isinstance(one, Prompt)]


def send_at_once(seat: Seat, *texts: str) -> None:
    """Send prompts without giving the app a moment in between."""
    for text in texts:
        seat.chat.composer.fill(text)
        seat.chat.composer.action_send()


def press_at_once(seat: Seat, *keys: str) -> None:
    """Press keys as they come in one read."""
    signs = {"colon": ":", "enter": "\r"}
    for key in keys:
        seat.app.post_message(Key(key, key if len(key) == 1 else signs.get(key)))


def written(seat: Seat) -> str:
    """What is in the field that has the focus."""
    focused = seat.app.focused
    if isinstance(focused, Input):
        return focused.value
    return focused.text if isinstance(focused, TextArea) else ""


async def is_draft(services: Services, place: str, text: str) -> bool:
    return await services.chat.draft(place) == text


async def test_prompts_sent_at_once_belong_to_one_conversation(sandbox: Sandbox) -> None:
    async with seated() as seat:
        send_at_once(seat, "/echo one", "/echo two", "/echo three")
        await until(lambda: seat.answers == ["one", "two", "three"] and seat.answered)
        await until(lambda: len(seat.chat.listed.conversations) == 1)
        assert said(seat) == ["/echo one", "/echo two", "/echo three"]
        assert [type(one) for one in seat.chat.talk.entries] == [Prompt, Turn] * 3


async def test_prompts_sent_before_the_app_is_ready_are_answered_in_order(
    sandbox: Sandbox,
) -> None:
    async with seated(furnished=False) as seat:
        await until(lambda: seat.app.screen.query("Composer"))
        send_at_once(seat, "/echo one", "/echo two")
        await until(lambda: seat.answers == ["one", "two"] and seat.answered)
        await until(lambda: len(seat.chat.listed.conversations) == 1)


async def test_stopping_gives_all_that_waited_back(sandbox: Sandbox) -> None:
    async with seated() as seat:
        sandbox.gate = gate = Gate()
        send_at_once(seat, "/echo one two", "wait", "wait too")
        await until(lambda: len(said(seat)) == 3)
        gate.let(4)
        await until(lambda: seat.log.count("one") == 2)
        await seat.press("ctrl+c")
        await until(lambda: said(seat) == ["/echo one two"] and seat.answered)
        await until(lambda: seat.chat.composer.draft == "wait\n\nwait too")


async def test_quitting_keeps_what_waited(sandbox: Sandbox) -> None:
    async with seated() as seat:
        sandbox.gate = gate = Gate()
        send_at_once(seat, "/echo one two", "/echo wait")
        await until(lambda: len(said(seat)) == 2)
        gate.let(4)
        await until(lambda: seat.log.count("one") == 2)
        await seat.press("ctrl+q", "y")
        await until(lambda: not seat.app.is_running)
    sandbox.gate = None
    async with seated() as seat:
        await until(lambda: seat.chat.listed.conversations)
        seat.chat.listed.rows.focus()
        await seat.press("enter")
        await until(lambda: said(seat) == ["/echo one two", "/echo wait"])
        (kept,) = seat.answers
        assert kept.startswith("one")
        seat.chat.log_view.focus()
        await seat.press("r")
        await until(lambda: seat.answers == [kept, "wait"])


@pytest.mark.parametrize("focused", [True, False], ids=["the conversation", "nothing"])
async def test_a_command_typed_in_one_piece_where_nothing_is_written_is_a_command(
    sandbox: Sandbox, focused: bool
) -> None:
    async with seated() as seat:
        seat.chat.log_view.focus()
        await until(lambda: seat.chat.log_view.has_focus)
        if not focused:
            seat.chat.set_focus(None)
        press_at_once(seat, "colon", *"models", "enter")
        await until(lambda: getattr(seat.app.screen, "here", "") == "models")


@pytest.mark.parametrize(
    ("keys", "dialog"),
    [
        (("ctrl+p",), "Palette"),
        (("tab", "colon"), "Palette"),
        (("f8",), "Picker"),
        (("ctrl+r",), "Recall"),
        (("f2",), "TextDialog"),
    ],
)
async def test_what_is_typed_behind_a_key_of_the_prompt_is_written_where_that_led(
    sandbox: Sandbox, keys: tuple[str, ...], dialog: str
) -> None:
    async with seated() as seat:
        seat.chat.composer.focus()
        await until(lambda: seat.chat.composer.has_focus)
        press_at_once(seat, *"old", *keys, *"new")
        await until(lambda: type(seat.app.screen).__name__ == dialog)
        await until(lambda: written(seat).removeprefix(":") == "new")
        assert seat.chat.composer.draft == "old"


async def test_what_is_typed_behind_a_new_conversation_is_written_there(sandbox: Sandbox) -> None:
    async with seated() as seat:
        await seat.ask("/echo the first")
        seat.chat.composer.focus()
        await until(lambda: seat.chat.composer.has_focus)
        first = seat.chat.talk.id
        press_at_once(seat, *"old", "ctrl+n", *"new")
        await until(lambda: seat.chat.composer.draft == "new")
        assert seat.chat.talk.id == ""
        services = seat.chat.services
        assert services is not None
        await until_answered(lambda: is_draft(services, first, "old"))
        seat.app.visit(Link("chat", first))
        await until(lambda: seat.chat.composer.draft == "old" and seat.chat.composer.has_focus)
        await until_answered(lambda: is_draft(services, "", "new"))
        press_at_once(seat, "ctrl+n", *"er")
        await until(lambda: seat.chat.composer.draft == "new\n\ner")
