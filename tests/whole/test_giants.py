"""A line of ten megabytes, a prompt of five, a stream of very many tiny events."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from textual.events import Paste

from cohere_tui.state.turn import Phase
from tests.client.wire import Wire, stream
from tests.until import until
from tests.whole.conftest import KEY
from tests.whole.seat import seated

if TYPE_CHECKING:
    from cohere_tui.sandbox.server import Sandbox

MEGABYTE = 1_000_000


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CO_API_KEY", KEY)


def event(kind: str, **more: object) -> bytes:
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **more})}\n\n".encode()


def said(text: str) -> bytes:
    return event("content-delta", index=0, delta={"message": {"content": {"text": text}}})


BEGIN = event("message-start", id="a") + event(
    "content-start", index=0, delta={"message": {"content": {"type": "text", "text": ""}}}
)
END = event("content-end", index=0) + event("message-end", delta={"finish_reason": "COMPLETE"})


@pytest.mark.parametrize(
    ("word", "megabytes"), [("word ", 10), ("x", 2), ("🌍", 2), ("*", 2), ("> ", 2)]
)
async def test_a_line_of_many_megabytes(
    monkeypatch: pytest.MonkeyPatch, word: str, megabytes: int
) -> None:
    text = word * (megabytes * MEGABYTE // len(word.encode()))
    async with Wire(stream([BEGIN, said(text), END]), stream([BEGIN, said("short"), END])) as wire:
        monkeypatch.setenv("CO_API_URL", wire.url)
        async with seated() as seat:
            await seat.ask("hello")
            assert seat.turn.phase is Phase.DONE
            assert seat.turn.text == text
            await seat.gets_to_read("more characters are kept and copied, but not drawn")
            await seat.pilot.resize_terminal(60, 20)
            await seat.ask("more")
            await seat.gets_to_read("short")
        async with seated() as seat:
            await until(lambda: seat.chat.listed.conversations)
            seat.chat.listed.rows.focus()
            await seat.press("enter")
            await until(lambda: seat.answers == [text, "short"])


async def test_a_line_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    endless = [BEGIN, said("begun"), *[b"data: " + b"x" * MEGABYTE] + [b"x" * MEGABYTE] * 40]
    async with Wire(stream(endless), stream([BEGIN, said("short"), END])) as wire:
        monkeypatch.setenv("CO_API_URL", wire.url)
        async with seated() as seat:
            await seat.ask("hello")
            await seat.gets_to_read("the server sent more than 32 MiB without an end")
            assert seat.turn.text == "begun"
            await seat.again()
            assert seat.turn.text == "short"


async def test_a_stream_of_very_many_tiny_events(monkeypatch: pytest.MonkeyPatch) -> None:
    count = 50_000
    tiny = said("a ") * 500
    async with Wire(stream([BEGIN, *[tiny] * (count // 500), END])) as wire:
        monkeypatch.setenv("CO_API_URL", wire.url)
        async with seated() as seat:
            await seat.say("hello")
            await seat.type("typed meanwhile")
            await until(lambda: seat.answered)
            assert seat.chat.composer.draft == "typed meanwhile"
            assert seat.turn.text == "a " * count
            assert seat.turn.deltas == count


async def test_very_many_events_can_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    tiny = said("a ") * 500
    async with Wire(stream([BEGIN, *[tiny] * 2_000, END])) as wire:
        monkeypatch.setenv("CO_API_URL", wire.url)
        async with seated() as seat:
            await seat.say("hello")
            await seat.gets_to_read("a a a")
            await seat.press("ctrl+c")
            await until(lambda: seat.answered)
            assert seat.turn.phase is Phase.STOPPED
            assert 0 < seat.turn.deltas < 1_000_000


async def test_a_prompt_of_five_megabytes(monkeypatch: pytest.MonkeyPatch) -> None:
    text = ("a line of a prompt\n" * (5 * MEGABYTE // 19))[:-1]
    async with Wire(stream([BEGIN, said("read"), END])) as wire:
        monkeypatch.setenv("CO_API_URL", wire.url)
        async with seated() as seat:
            seat.app.post_message(Paste(text))
            await until(lambda: seat.chat.composer.draft == text)
            await seat.gets_to_see("[pasted 5.0 MB]")
            await seat.press("enter")
            await until(lambda: seat.answered)
            assert seat.turn.text == "read"
            sent = json.loads(wire.requests[-1].body)
            assert sent["messages"][-1]["content"] == text
            assert seat.chat.composer.draft == ""
            await seat.ask("and more")
            assert seat.turn.text == "read"
            seat.chat.composer.focus()
            await seat.press("up", "up")
            await until(lambda: seat.chat.composer.draft == text)


async def test_a_prompt_that_is_too_long_for_the_model_comes_back(sandbox: Sandbox) -> None:
    text = "a line of a prompt\n" * (5 * MEGABYTE // 19) + "end"
    async with seated() as seat:
        seat.app.post_message(Paste(text))
        await until(lambda: seat.chat.composer.draft == text)
        await seat.press("enter")
        await until(lambda: seat.answered)
        await seat.gets_to_read("400")
        await seat.gets_to_read("Shorten the prompt, or start a new conversation.")
        assert seat.chat.composer.draft == text
        await seat.ask("/echo shorter")
        assert seat.turn.text == "shorter"
