"""Servers that answer with a web page, with nonsense, with nothing, or hang up at any byte."""

from __future__ import annotations

import asyncio
import json
from urllib.parse import urlsplit

import pytest

from cohere_tui.errors import with_key
from cohere_tui.sandbox.server import Sandbox
from cohere_tui.state.turn import Phase
from tests.client.wire import Wire, answer, raw, stream, then_silence
from tests.until import until
from tests.whole.conftest import KEY
from tests.whole.seat import seated

TEXT = "Grüße aus **Zürich** 🌍, and\n\n```python\nprint('ü')\n```\n\nmore of it."
END = b"event: message-end\n"
PAGE = b"<!doctype html><html><title>Sign in</title><body>Please sign in.</body></html>"
HTML = {"content-type": "text/html; charset=utf-8"}
JSON = {"content-type": "application/json"}


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is tried twice: the waits between are for others to test."""
    monkeypatch.setattr("cohere_tui.client.retrying.TRIES", 1)
    monkeypatch.setenv("CO_API_KEY", KEY)


async def recorded(text: str) -> bytes:
    """A whole streamed answer as it comes over the wire, head and chunks and all."""
    async with Sandbox() as sandbox:
        place = urlsplit(sandbox.url)
        assert place.port is not None
        reader, writer = await asyncio.open_connection(place.hostname, place.port)
        prompt = [{"role": "user", "content": f"/echo {text}"}]
        body = json.dumps({"model": "command-a-03-2025", "messages": prompt, "stream": True})
        writer.write(
            f"POST /v2/chat HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {KEY}\r\n"
            f"Content-Type: application/json\r\nConnection: close\r\n"
            f"Content-Length: {len(body.encode())}\r\n\r\n{body}".encode()
        )
        data = await reader.read(-1)
        writer.close()
        return data


BAD = {
    "a page": (answer(body=PAGE, headers=HTML), "answered with a web page, not as an API does"),
    "a page said to be JSON": (answer(body=PAGE, headers=JSON), "neither a stream nor a chat"),
    "a page for an error": (answer(502, PAGE, HTML), "502"),
    "broken JSON": (answer(body=b'{"message": {"con', headers=JSON), "neither a stream nor a chat"),
    "JSON of another kind": (answer(body=b"[1, 2]", headers=JSON), "neither a stream nor a chat"),
    "broken JSON for an error": (answer(500, b'{"mess', JSON), "500"),
    "zeros": (answer(body=b"\0" * 4096, headers=JSON), "neither a stream nor a chat"),
    "nothing": (answer(body=b""), "empty"),
    "nothing for an error": (answer(503, b""), "503"),
    "no answer at all": (raw(b""), "hung up without an answer"),
    "no HTTP": (raw(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"), "does not speak HTTP"),
    "an empty stream": (stream([]), "empty stream"),
    "a stream of nonsense": (stream([b"data: {nope\n\n", b"data: 7\n\n"]), "could not be read"),
    "a stream of other events": (
        stream([b'event: x\ndata: {"type": "x"}\n\n'] * 3),
        "Interrupted",
    ),
    "half a code point": (stream([b"data: \xf0\x9f\n\n"]), "could not be read"),
    "a redirect elsewhere": (
        answer(302, b"", {"location": "https://elsewhere.example/login"}),
        "elsewhere.example",
    ),
}


@pytest.mark.parametrize("name", BAD)
async def test_an_answer_that_is_none(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    reply, told = BAD[name]
    good = await recorded("at last")
    async with Wire(reply, raw(good)) as wire:
        monkeypatch.setenv("CO_API_URL", wire.url)
        async with seated() as seat:
            await seat.ask("hello there")
            await seat.gets_to_read(told)
            assert seat.turn.phase in {Phase.FAILED, Phase.INTERRUPTED}
            assert seat.turn.failure is not None
            remedy = with_key(seat.turn.failure.remedy, "F5")
            await until(lambda: remedy in seat.log or "F5 asks again" in seat.log)
            assert seat.chat.composer.draft == "hello there"
            await seat.again()
            assert seat.turn.text == "at last"
            await until(lambda: told not in seat.log)
            assert seat.chat.composer.draft == ""


async def test_a_stream_that_ends_at_any_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = await recorded(TEXT)
    enough = whole.index(b"\n\n", whole.index(END)) + 2
    body = whole.index(b"\r\n\r\n") + 4
    events = [at for at in range(body, enough) if whole.startswith(b"event: ", at)]
    umlaut = whole.index("ü".encode())
    cuts = {0, 1, body // 2, body - 2, body, umlaut, umlaut + 1, enough - 3, enough, len(whole) - 1}
    cuts |= {at + ahead for at in events[:: len(events) // 5] for ahead in (0, 20, 90)}
    async with Wire(*(raw(whole[:cut]) for cut in sorted(cuts)), raw(whole)) as wire:
        monkeypatch.setenv("CO_API_URL", wire.url)
        async with seated() as seat:
            for cut in sorted(cuts):
                await seat.ask("hello")
                turn = seat.turn
                assert TEXT.startswith(turn.text), cut
                if cut >= enough:
                    assert turn.phase is Phase.DONE
                    continue
                assert turn.phase in {Phase.FAILED, Phase.INTERRUPTED}, cut
                await until(
                    lambda: "hung up" in seat.log or "Interrupted" in seat.log, f"not after {cut}"
                )
                assert seat.chat.composer.draft == ("" if turn.text else "hello"), cut
            await seat.ask("and once more")
            assert seat.turn.text == TEXT
            shown = seat.turn.id
        async with seated() as seat:
            await until(lambda: seat.chat.listed.conversations)
            seat.chat.listed.rows.focus()
            await seat.press("enter")
            await until(lambda: seat.chat.talk.entries)
            assert seat.turn.id == shown
            assert all(TEXT.startswith(text) for text in seat.answers)


async def test_a_server_that_falls_silent_can_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = await recorded(TEXT)
    half = whole[: whole.index("Zürich".encode()) + 60]
    async with Wire(then_silence(), then_silence(half), raw(whole)) as wire:
        monkeypatch.setenv("CO_API_URL", wire.url)
        async with seated() as seat:
            await seat.say("hello")
            await until(lambda: len(wire.requests) == 1)
            await seat.gets_to_see("waiting")
            await seat.press("ctrl+c")
            await until(lambda: seat.answered)
            await seat.gets_to_read("Stopped")
            await seat.say("hello")
            await until(lambda: "Zürich" in seat.log)
            await seat.press("escape")
            await until(lambda: seat.answered)
            assert TEXT.startswith(seat.turn.text)
            assert seat.turn.phase is Phase.STOPPED
            await seat.ask("hello")
            assert seat.turn.text == TEXT


async def test_a_list_of_models_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    models = {"models": [{"name": "m-1", "endpoints": ["chat"]}]}
    async with Wire(answer(body=PAGE, headers=HTML), raw(b""), answer(body=models)) as wire:
        monkeypatch.setenv("CO_API_URL", wire.url)
        async with seated() as seat:
            for told in ("answered with a web page", "hung up without an answer"):
                await seat.press("f8")
                await seat.gets_to_see(told)
                await seat.press("escape")
            await seat.press("f8")
            await seat.gets_to_see("m-1")
            await seat.press("enter")
            await until(lambda: seat.chat.talk.settings.model == "m-1")
