"""Single calls of chat, plain and streamed, in both versions."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from cohere_tui.errors import AnswerUnreadable, BadRequest, Disconnected
from cohere_tui.models.chat import ChatRequest
from cohere_tui.models.chat_v1 import ChatRequestV1
from cohere_tui.models.events import UnknownEvent
from cohere_tui.services.replying import ReplyService
from cohere_tui.state.turn import Phase, Turn
from tests.client import wire
from tests.conftest import FIXTURES
from tests.openapi import judge_request, needs_description
from tests.services.wired import wired

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from tests.services.conftest import Bench

DOCUMENT = {"title": "Carew", "text": "The mill opened in 1801."}
ASKED_V1: list[dict[str, Any]] = [
    {"message": "/echo one two"},
    {"message": "When did the mill open?", "documents": [DOCUMENT]},
    {"message": "When did the Carew mill open?", "connectors": [{"id": "web-search"}]},
    {"message": "Tide at Cobh?", "tools": [{"name": "get_tide", "description": "The tide"}]},
    {"message": "Carew?", "search_queries_only": True},
]
TOOL = {"type": "function", "function": {"name": "get_tide", "parameters": {}}}
ASKED: list[dict[str, Any]] = [
    {},
    {"documents": [{"id": "d", "data": DOCUMENT}]},
    {"tools": [TOOL]},
    {"model": "command-a-reasoning-08-2025"},
    {"model": "command-a-reasoning-08-2025", "tools": [TOOL]},
]


def request(**fields: Any) -> ChatRequest:
    messages = [{"role": "user", "content": "When did the mill open? Tide?"}]
    return ChatRequest.of({"model": "command-a-03-2025", "messages": messages, **fields})


async def folded(events: AsyncGenerator[Any, None]) -> Turn:
    turn = Turn()
    async with aclosing(events) as stream:
        async for event in stream:
            turn = turn.apply(event)
    return turn.ended()


def nameless(turn: Turn) -> Turn:
    """Without the server's id, and the ids of calls that are made of it."""
    calls = tuple(replace(call, id="") for call in turn.calls)
    return replace(turn, response_id="", calls=calls)


@pytest.mark.parametrize("fields", ASKED)
async def test_plain_and_streamed_are_the_same_answer(bench: Bench, fields: dict[str, Any]) -> None:
    service = ReplyService(bench.client)
    plain = Turn.of_response(await service.chat(request(**fields)))
    streamed = await folded(service.chat_stream(request(**fields)))
    assert [received.body["stream"] for received in bench.sandbox.requests] == [False, True]
    assert plain.phase is Phase.DONE
    assert nameless(plain).same_answer(nameless(streamed))


@pytest.mark.parametrize("fields", ASKED_V1)
async def test_plain_and_streamed_are_the_same_answer_in_v1(
    bench: Bench, fields: dict[str, Any]
) -> None:
    service = ReplyService(bench.client)
    plain = Turn.of_response(await service.chat_v1(ChatRequestV1.of(fields)))
    streamed = await folded(service.chat_v1_stream(ChatRequestV1.of(fields)))
    assert plain.phase is Phase.DONE
    assert not plain.is_empty
    assert nameless(plain).same_answer(nameless(streamed))


@needs_description
@pytest.mark.parametrize("fields", ASKED_V1)
async def test_what_is_sent_is_as_described(bench: Bench, fields: dict[str, Any]) -> None:
    await ReplyService(bench.client).chat_v1(ChatRequestV1.of(fields))
    judge_request(bench.sandbox.requests[-1])


async def test_the_servers_remark_reaches_the_caller() -> None:
    headers = {"content-type": "application/json", "x-api-warning": "this is deprecated"}
    async with wired(wire.answer(200, b'{"text": "a"}', headers)) as client:
        answer = await ReplyService(client).chat_v1(ChatRequestV1(message="a"))
    assert (answer.text, answer.warning) == ("a", "this is deprecated")


async def test_the_wrong_version_for_a_model_says_what_to_do(bench: Bench) -> None:
    asked = ChatRequestV1(message="a", model="command-a-plus-05-2026")
    service = ReplyService(bench.client)
    with pytest.raises(BadRequest, match="'/v2/chat'") as refused:
        await service.chat_v1(asked)
    assert refused.value.remedy.startswith("Use API v2 with this model")
    with pytest.raises(BadRequest, match="'/v2/chat'"):
        await folded(service.chat_v1_stream(asked))


PLAIN = {"content-type": "application/json"}
V2 = sorted((FIXTURES / "responses").glob("v2_chat.*.json"))
V1 = sorted((FIXTURES / "responses").glob("v1_chat.*.json"))


@pytest.mark.parametrize("path", V2, ids=lambda path: path.stem)
async def test_a_plain_answer_to_a_stream_becomes_events(path: Any) -> None:
    async with wired(wire.answer(200, path.read_bytes(), PLAIN)) as client:
        service = ReplyService(client)
        streamed = await folded(service.chat_stream(request()))
        assert streamed.same_answer(Turn.of_response(await service.chat(request())))


@pytest.mark.parametrize("path", V1, ids=lambda path: path.stem)
async def test_a_plain_answer_to_a_stream_becomes_events_in_v1(path: Any) -> None:
    asked = ChatRequestV1(message="a")
    async with wired(wire.answer(200, path.read_bytes(), PLAIN)) as client:
        service = ReplyService(client)
        streamed = await folded(service.chat_v1_stream(asked))
        assert streamed.same_answer(Turn.of_response(await service.chat_v1(asked)))


async def test_a_plain_answer_that_is_none_is_unreadable() -> None:
    async with wired(wire.answer(200, b'"hello"', PLAIN)) as client:
        with pytest.raises(AnswerUnreadable, match="neither a stream"):
            await folded(ReplyService(client).chat_stream(request()))


LINES = b'{"event_type":"text-generation","text":"a"}\n'
END = b'{"event_type":"stream-end","finish_reason":"COMPLETE","response":{"text":"a"}}\n'
NDJSON = "application/stream+json"


async def test_what_cannot_be_read_is_an_unknown_event() -> None:
    noise = b'nonsense\n{"event_type":"future"}\n'
    async with wired(wire.answer(200, LINES + noise + END, {"content-type": NDJSON})) as client:
        events = [
            event async for event in ReplyService(client).chat_v1_stream(ChatRequestV1(message="a"))
        ]
    assert events[1:3] == [UnknownEvent(), UnknownEvent(kind="future")]


async def test_a_line_that_breaks_after_the_end_is_no_error_and_before_it_is() -> None:
    asked = ChatRequestV1(message="a")
    whole, cut = (
        wire.head(200, {"content-type": NDJSON, "transfer-encoding": "chunked"}) + wire.chunk(data)
        for data in (LINES + END, LINES)
    )
    async with wired(wire.raw(whole)) as client:
        assert (await folded(ReplyService(client).chat_v1_stream(asked))).phase is Phase.DONE
    async with wired(wire.raw(cut)) as client:
        with pytest.raises(Disconnected):
            await folded(ReplyService(client).chat_v1_stream(asked))
