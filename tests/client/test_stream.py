"""Streams over the wire: whatever the server does, frames or an error of ours."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cohere_tui.client.client import Client
from cohere_tui.client.endpoint import Endpoint, Timeouts
from cohere_tui.client.frames import Frame
from cohere_tui.client.requests import RequestLog
from cohere_tui.errors import (
    AnswerUnreadable,
    Disconnected,
    RateLimited,
    RequestError,
    ServerFailed,
    TimedOut,
)
from tests.client.wire import Line, Wire, answer, chunk, head, raw, stream, then_silence
from tests.conftest import FIXTURES
from tests.until import until

if TYPE_CHECKING:
    from cohere_tui.models.json import JSON
    from tests.client.conftest import Caller

HEAD = head(200, {"content-type": "text/event-stream", "transfer-encoding": "chunked"})
HELLO = b'event: content-delta\ndata: {"a":1}\n\n'
END = b"event: message-end\ndata: {}\n\n"
DONE = b"data: [DONE]\n\n"
SILENT = 0.5
"""Long enough for a request to be handed over, which has to be done in the same time."""
CHAT: dict[str, JSON] = {"model": "m", "messages": [], "stream": True}


async def collect(client: Client) -> tuple[list[Frame], RequestError | None]:
    """All frames of a stream, and what it ended with."""
    frames: list[Frame] = []
    try:
        async with aclosing(client.stream("/v2/chat", CHAT)) as got:
            async for frame in got:
                frames.append(frame)  # noqa: PERF401 - those before an error count
    except RequestError as error:
        return frames, error
    return frames, None


async def test_frames_come_as_they_are_sent(caller: Caller) -> None:
    step = asyncio.Event()

    async def reply(line: Line) -> None:
        await line.send(HEAD + chunk(HELLO))
        await step.wait()
        await line.send(chunk(END + DONE) + b"0\r\n\r\n")

    async with Wire(reply) as wire, aclosing(caller(wire.url).stream("/v2/chat", CHAT)) as frames:
        assert await anext(frames) == Frame("content-delta", '{"a":1}')
        step.set()
        assert [frame.event async for frame in frames] == ["message-end"]
    assert wire.requests[0].method == "POST"


@pytest.mark.parametrize("size", [1, 7, 100_000])
async def test_a_recorded_stream_survives_any_network(caller: Caller, size: int) -> None:
    data = (FIXTURES / "streams" / "v2_chat.unicode.sse").read_bytes()
    pieces = [data[place : place + size] for place in range(0, len(data), size)]
    async with Wire(stream(pieces)) as wire:
        frames, error = await collect(caller(wire.url))
    assert error is None
    assert len(frames) == data.count(b"\ndata:") + data.startswith(b"data:") - data.count(DONE)
    assert frames[-1].last


async def test_lines_are_frames_too(caller: Caller) -> None:
    pieces = [b'{"event_type":"stream-', b'start"}\n{"event_type":"stream-end"}']
    async with Wire(stream(pieces, kind="application/stream+json")) as wire:
        frames, error = await collect(caller(wire.url))
    assert [frame.data for frame in frames] == [
        '{"event_type":"stream-start"}',
        '{"event_type":"stream-end"}',
    ]
    assert error is None


async def test_a_server_that_does_not_stream_gives_one_whole_frame(caller: Caller) -> None:
    async with Wire(answer(body={"id": "x"})) as wire:
        frames, error = await collect(caller(wire.url))
    assert (frames, error) == ([Frame("", '{"id": "x"}', whole=True)], None)


async def test_a_web_page_is_no_stream(caller: Caller) -> None:
    async with Wire(stream([b"<html><h1>Proxy</h1>"], kind="text/html")) as wire:
        frames, error = await collect(caller(wire.url))
    assert frames == []
    assert isinstance(error, AnswerUnreadable)


STREAMED = {"content-type": "application/stream+json", "transfer-encoding": "chunked"}
SALT = b'{"event_type":"text-generation","text":"Salt","index":0,"is_finished":false}\n'
OVER = b'{"event_type":"stream-end","is_finished":true,"finish_reason":"COMPLETE","response":{}}\n'
FAILED = b'{"event_type":"stream-error","index":0,"is_finished":true,"err":"stopped"}\n'


@pytest.mark.parametrize("end", [OVER, FAILED, OVER.rstrip()])
async def test_lines_that_end_before_the_line_breaks_are_a_success(
    caller: Caller, end: bytes
) -> None:
    async with Wire(stream([SALT, end], kind="application/stream+json", ends=False)) as wire:
        frames, error = await collect(caller(wire.url))
    assert [frame.data for frame in frames] == [SALT.decode().strip(), end.decode().strip()]
    assert error is None


@pytest.mark.parametrize("rest", [b"", OVER[:-2], b'{"event_type":"text-gen'])
async def test_lines_that_break_off_are_told_after_the_frames(caller: Caller, rest: bytes) -> None:
    async with Wire(stream([SALT, rest], kind="application/stream+json", ends=False)) as wire:
        frames, error = await collect(caller(wire.url))
    assert [frame.data for frame in frames] == [SALT.decode().strip()]
    assert isinstance(error, Disconnected)


async def test_lines_that_just_stop_have_no_last_frame(caller: Caller) -> None:
    async with Wire(stream([SALT], kind="application/stream+json")) as wire:
        frames, error = await collect(caller(wire.url))
    assert error is None
    assert not any(frame.last for frame in frames)


async def test_a_server_that_never_hangs_up_after_its_lines_is_not_waited_for(
    caller: Caller,
) -> None:
    async with Wire(then_silence(head(200, STREAMED) + chunk(SALT) + chunk(OVER))) as wire:
        frames, error = await collect(caller(wire.url))
        assert (len(frames), error) == (2, None)
        await until(lambda: wire.left == 1)


@pytest.mark.parametrize(
    "name", ["v1_chat.text.sse", "v1_chat.text.ndjson", "v1_generate.error.ndjson",
             "v1_generate.two_generations.ndjson", "v1_chat.no_is_finished.ndjson",
             "v2_chat.data_only_frames.sse"],
)  # fmt: skip
@pytest.mark.parametrize("size", [1, 50, 100_000])
async def test_a_recorded_stream_may_break_after_its_end(
    caller: Caller, name: str, size: int
) -> None:
    data = (FIXTURES / "streams" / name).read_bytes().removesuffix(DONE)
    kind = "text/event-stream" if name.endswith("sse") else "application/stream+json"
    pieces = [data[place : place + size] for place in range(0, len(data), size)]
    async with Wire(stream(pieces, kind=kind, ends=False)) as wire:
        frames, error = await collect(caller(wire.url))
    assert error is None
    assert frames[-1].last


@pytest.mark.parametrize("pieces", [[], [b": only a comment\n\n"], [b"hello"]])
async def test_a_stream_of_nothing_is_no_answer(caller: Caller, pieces: list[bytes]) -> None:
    async with Wire(stream(pieces)) as wire:
        frames, error = await collect(caller(wire.url))
    assert frames == []
    assert isinstance(error, AnswerUnreadable)


async def test_a_line_that_breaks_is_told_after_the_frames(caller: Caller) -> None:
    async with Wire(stream([HELLO, b"event: content-delta\ndata: {"], ends=False)) as wire:
        frames, error = await collect(caller(wire.url))
    assert [frame.data for frame in frames] == ['{"a":1}']
    assert isinstance(error, Disconnected)
    assert error.request is not None
    assert caller.pauses == []


@pytest.mark.parametrize(
    "end",
    [END, END + DONE, DONE, END.rstrip(), END + b"data: noise\n\n", DONE + b"data: noise\n\n"],
)
async def test_a_line_that_breaks_after_the_end_is_a_success(caller: Caller, end: bytes) -> None:
    async with Wire(stream([HELLO, end], ends=False)) as wire:
        frames, error = await collect(caller(wire.url))
    assert error is None
    assert frames[0].event == "content-delta"
    assert not any(frame.marker for frame in frames)


async def test_a_server_that_never_hangs_up_is_not_waited_for(caller: Caller) -> None:
    async with Wire(then_silence(HEAD + chunk(HELLO) + chunk(END))) as wire:
        frames, error = await collect(caller(wire.url))
        assert (len(frames), error) == (2, None)
        await until(lambda: wire.left == 1)


async def test_a_finished_stream_leaves_the_connection_for_the_next(caller: Caller) -> None:
    async with Wire(stream([HELLO, END, DONE])) as wire:
        client = caller(wire.url)
        await collect(client)
        await collect(client)
        assert (len(wire.requests), wire.connections) == (2, 1)


async def test_leaving_closes_the_connection_at_once(caller: Caller) -> None:
    async with Wire(then_silence(HEAD + chunk(HELLO))) as wire:
        async with aclosing(caller(wire.url).stream("/v2/chat", CHAT)) as frames:
            await anext(frames)
            assert wire.left == 0
        await until(lambda: wire.left == 1)
    assert next(iter(caller.log)).error == "stopped"


@pytest.mark.parametrize("sent", [b"", HEAD, HEAD + chunk(HELLO)])
async def test_cancelling_closes_the_connection_at_once(caller: Caller, sent: bytes) -> None:
    async with Wire(then_silence(sent)) as wire:
        task = asyncio.create_task(collect(caller(wire.url)))
        await until(lambda: wire.requests)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await until(lambda: wire.left == 1)
    assert next(iter(caller.log)).over


async def test_silence_in_the_middle_is_told(caller: Caller) -> None:
    timeouts = Timeouts(first_byte_s=60, between_bytes_s=SILENT)
    async with Wire(then_silence(HEAD + chunk(HELLO))) as wire:
        frames, error = await collect(caller(Endpoint(wire.url, timeouts=timeouts)))
    assert len(frames) == 1
    assert isinstance(error, TimedOut)
    assert "fell silent for 0.5 s" in str(error)


async def test_a_slow_server_is_not_a_silent_one(caller: Caller) -> None:
    """Each byte comes alone, and every one of them starts the clock anew."""
    timeouts = Timeouts(first_byte_s=60, between_bytes_s=60)
    async with Wire(stream([bytes([byte]) for byte in HELLO + END])) as wire:
        frames, error = await collect(caller(Endpoint(wire.url, timeouts=timeouts)))
    assert (len(frames), error) == (2, None)


@pytest.mark.parametrize("status", [429, 503])
async def test_a_stream_turned_away_is_asked_for_again(caller: Caller, status: int) -> None:
    async with Wire(answer(status, {"message": "busy"}), stream([HELLO, END])) as wire:
        frames, error = await collect(caller(wire.url))
    assert (len(frames), error, len(caller.pauses)) == (2, None, 1)


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (answer(500, {"message": "oops"}), ServerFailed),
        (answer(429, {"message": "1000 calls / month"}), RateLimited),
        (raw(b""), Disconnected),
        (stream([HELLO], ends=False), Disconnected),
    ],
)
async def test_a_stream_that_may_have_begun_is_never_asked_for_again(
    caller: Caller, reply: object, kind: type[RequestError]
) -> None:
    async with Wire(reply) as wire:  # type: ignore[arg-type]
        _, error = await collect(caller(wire.url))
    assert isinstance(error, kind)
    assert len(wire.requests) == 1


async def test_a_line_of_ten_megabytes_is_one_frame(caller: Caller) -> None:
    pieces = [b"data: ", *[b"x" * 65536] * 160, b"\n\n", END]
    async with Wire(stream(pieces)) as wire:
        frames, error = await collect(caller(wire.url))
    assert error is None
    assert len(frames[0].data) == 160 * 65536


async def test_a_line_without_end_is_given_up(caller: Caller) -> None:
    async with Wire(stream([b"data: ", *[b"x" * 2**20] * 33])) as wire:
        frames, error = await collect(caller(wire.url))
    assert frames == []
    assert isinstance(error, AnswerUnreadable)
    assert error.request is not None


async def test_a_flood_of_tiny_events_is_counted(caller: Caller) -> None:
    async with Wire(stream([HELLO * 1000] * 200 + [END])) as wire:
        count = 0
        async with aclosing(caller(wire.url).stream("/v2/chat", CHAT)) as frames:
            async for _ in frames:
                count += 1
    assert count == 200_001
    (exchange,) = caller.log
    assert (exchange.events, exchange.received) == (200_001, 200_000 * len(HELLO) + len(END))


async def test_a_stream_is_written_down(caller: Caller) -> None:
    states: list[tuple[int | None, bool]] = []
    caller.log.on_change(lambda exchange: states.append((exchange.status, exchange.over)))
    async with Wire(stream([HELLO, END, DONE])) as wire:
        await collect(caller(wire.url))
    (exchange,) = caller.log
    assert exchange.response_body == (HELLO + END + DONE).decode()
    assert (exchange.status, exchange.events, exchange.error) == (200, 2, "")
    assert exchange.first_byte_s is not None
    assert exchange.elapsed_s is not None
    assert exchange.first_byte_s <= exchange.elapsed_s
    assert [states[0], states[-1]] == [(None, False), (200, True)]


WHOLE = HEAD + chunk(HELLO) + chunk(END) + chunk(DONE) + b"0\r\n\r\n"


async def test_a_server_may_hang_up_at_any_byte(caller: Caller) -> None:
    complete = WHOLE.index(END) + len(END)
    for place in range(len(WHOLE)):
        async with Wire(raw(WHOLE[:place])) as wire:
            frames, error = await collect(caller(wire.url))
        assert isinstance(error, Disconnected) == (place < complete - 2), place
        assert [frame.data for frame in frames] == ['{"a":1}', "{}"][: len(frames)], place


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    sent=st.binary(max_size=200)
    | st.builds(lambda junk: HEAD + junk, st.binary(max_size=200))
    | st.builds(lambda junk: HEAD + chunk(HELLO) + junk, st.binary(max_size=50))
    | st.builds(lambda junk: HEAD + chunk(junk) + b"0\r\n\r\n", st.binary(max_size=200))
    | st.builds(
        lambda junk: head(200, STREAMED) + chunk(SALT) + chunk(junk) + b"0\r\n\r\n",
        st.binary(max_size=100) | st.binary(max_size=50).map(OVER.__add__),
    )
    | st.builds(lambda junk: b"HTTP/1.1 200 OK\r\n" + junk + b"\r\n\r\n", st.binary(max_size=80))
)
def test_any_bytes_are_frames_or_an_error_of_ours(sent: bytes) -> None:
    async def ask() -> None:
        log = RequestLog()
        async with Wire(raw(sent)) as wire:
            client = Client(Endpoint(wire.url), log)
            await collect(client)
            await client.aclose()
        assert next(iter(log)).over

    asyncio.run(ask())
