"""Requests and whole answers: what is sent, what is sent again, where it never goes."""

from __future__ import annotations

import asyncio
import json
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

from cohere_tui.client.client import Client
from cohere_tui.client.endpoint import Endpoint
from cohere_tui.client.requests import RequestLog
from cohere_tui.errors import (
    AnswerUnreadable,
    APIError,
    ConfigError,
    Disconnected,
    NotOffered,
    RateLimited,
    RequestInvalid,
    ServerFailed,
    Unauthorized,
    Unreachable,
)
from cohere_tui.version import VERSION
from tests.client.conftest import KEY, Caller
from tests.client.wire import Reply, Wire, answer, closed_port, raw, stream
from tests.until import until

if TYPE_CHECKING:
    from cohere_tui.client.retrying import Wait
    from cohere_tui.models.json import JSON


async def test_a_request_says_who_asks(caller: Caller) -> None:
    async with Wire(answer(body={"models": []})) as wire:
        got = await caller(Endpoint(f"{wire.url}/base/v1/", KEY)).get(
            "/v1/models", {"page_size": 5}
        )
    (request,) = wire.requests
    assert (request.method, request.target) == ("GET", "/base/v1/models?page_size=5")
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.headers["x-client-name"] == "cohere-tui"
    assert request.headers["user-agent"] == f"cohere-tui/{VERSION}"
    assert request.body == b""
    assert got.json() == {"models": []}


async def test_without_a_key_there_is_no_header(caller: Caller) -> None:
    async with Wire() as wire:
        await caller(Endpoint(wire.url)).post("/v1/check-api-key")
    (request,) = wire.requests
    assert "authorization" not in request.headers
    assert "content-type" not in request.headers


async def test_a_body_is_json_in_utf8(caller: Caller) -> None:
    body: dict[str, JSON] = {"text": "é漢🚀", "k": 3, "none": None}
    async with Wire() as wire:
        await caller(wire.url).post("/v1/tokenize", body)
    (request,) = wire.requests
    assert json.loads(request.body.decode()) == body
    assert "é漢🚀".encode() in request.body
    assert request.headers["content-type"] == "application/json"
    assert request.headers["content-length"] == str(len(request.body))


_DEEP: JSON = []
for _ in range(sys.getrecursionlimit()):
    _DEEP = [_DEEP]


@pytest.mark.parametrize(
    ("body", "field", "what"),
    [
        ({"text": "a\ud800b"}, "text", r"text: holds half a character (\ud800 at 1)"),
        (
            {"documents": ["é", {"data": {"a": 1, "b": "\udfff"}}]},
            "documents.1.data.b",
            r"documents.1.data.b: holds half a character (\udfff at 0)",
        ),
        ({"a": {"\udc00": 1}}, "a", r"a: holds half a character (\udc00 at 0)"),
        ("\ud83d", "", r"the request: holds half a character (\ud83d at 0)"),
        ({"p": float("nan")}, "", "the request holds a number that JSON cannot"),
        ({"p": [float("inf")]}, "", "the request holds a number that JSON cannot"),
        ({"schema": _DEEP}, "", "the request is nested too deeply to be sent"),
        ({"texts": ["a" * 2**20, "\ud800"]}, "texts.1", r"texts.1: holds half a character"),
    ],
)
async def test_what_json_cannot_say_is_not_sent(
    caller: Caller, body: JSON, field: str, what: str
) -> None:
    async with Wire() as wire:
        for send in (caller(wire.url).post, caller(wire.url).patch):
            with pytest.raises(RequestInvalid) as refused:
                await send("/v1/tokenize", body)
            assert str(refused.value).startswith(what)
            assert refused.value.field == field
    assert wire.connections == 0
    assert len(caller.log) == 0


@pytest.mark.parametrize(
    ("body", "aside"),
    [
        ({"text": "a" * 1000}, False),
        ({"texts": ["a" * 1000] * 1100}, True),
        ({"tokens": [1] * 300_000}, True),
        ({"a" * 2**20: 1}, True),
        (dict.fromkeys(map(str, range(200_000))), True),
    ],
)
async def test_large_bodies_are_written_beside_the_loop(
    caller: Caller, monkeypatch: pytest.MonkeyPatch, body: JSON, aside: bool
) -> None:
    threads = []
    dumps = json.dumps

    def noting(value: JSON, **how: Any) -> str:
        threads.append(threading.current_thread())
        return dumps(value, **how)

    monkeypatch.setattr(json, "dumps", noting)
    async with Wire() as wire:
        await caller(wire.url).post("/v1/tokenize", body)
    assert json.loads(wire.requests[0].body) == body
    assert [thread is not threading.main_thread() for thread in threads] == [aside]


@pytest.mark.parametrize("key", [f"{KEY}\n", f"{KEY}é", "a\r\nX-Evil: 1"])
async def test_a_key_that_cannot_be_sent_is_told_before(caller: Caller, key: str) -> None:
    async with Wire() as wire:
        with pytest.raises(ConfigError, match="API key holds"):
            await caller(Endpoint(wire.url, key)).get("/v1/models")
    assert wire.connections == 0
    assert len(caller.log) == 0


async def test_connections_are_kept_for_the_next_request(caller: Caller) -> None:
    async with Wire(answer(body={})) as wire:
        client = caller(wire.url)
        for _ in range(3):
            await client.get("/v1/models")
        assert (len(wire.requests), wire.connections) == (3, 1)


async def test_a_connection_closed_meanwhile_is_opened_anew(caller: Caller) -> None:
    async with Wire(raw(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")) as wire:
        client = caller(wire.url)
        await client.post("/v1/datasets", {}, creates=True)
        await until(lambda: wire.left == 1)
        await client.post("/v1/datasets", {}, creates=True)
        assert wire.connections == 2
    assert caller.pauses == []


async def test_a_client_can_be_closed_and_used_again(caller: Caller) -> None:
    async with Wire() as wire:
        client = caller(wire.url)
        client.prepare()
        await client.aclose()
        await client.get("/v1/models")
    assert len(wire.requests) == 1


async def test_an_answer_shows_what_the_server_remarked(caller: Caller) -> None:
    headers = {"X-Debug-Trace-Id": "abc123", "X-API-Warning": "old\x1b[m"}
    async with Wire(answer(200, {}, headers)) as wire:
        got = await caller(wire.url).get("/v1/models")
    assert (got.trace_id, got.warning) == ("abc123", "old␛[m")


@pytest.mark.parametrize(
    "reply",
    [
        answer(200, b""),
        answer(204, b""),
        answer(200, b"", {"content-type": "application/json"}),
        raw(b"HTTP/1.1 200 OK\r\n\r\n"),
        raw(b"HTTP/1.1 204 No Content\r\n\r\n"),
        stream([], kind="application/json"),
    ],
)
async def test_an_answer_may_be_empty(caller: Caller, reply: Reply) -> None:
    async with Wire(reply) as wire:
        client = caller(wire.url)
        posted = await client.post("/v1/embed-jobs/j/cancel", creates=True)
        deleted = await client.delete("/v1/datasets/d")
    assert (posted.body, deleted.body) == (b"", b"")
    assert [exchange.error for exchange in caller.log] == ["", ""]


@pytest.mark.parametrize("body", [b"", b"<html>", b"{", b"\xff\xfe", b"[" * 100_000])
async def test_an_answer_that_is_not_json_says_so(caller: Caller, body: bytes) -> None:
    async with Wire(answer(200, body)) as wire:
        got = await caller(wire.url).get("/v1/models")
    with pytest.raises(AnswerUnreadable) as caught:
        got.json()
    assert caught.value.request == got.request


async def test_a_web_page_is_no_answer(caller: Caller) -> None:
    page = b"<html><title>Hotel Wi-Fi</title></html>"
    async with Wire(answer(200, page, {"content-type": "text/html; charset=utf-8"})) as wire:
        with pytest.raises(AnswerUnreadable, match=r"web page.*Hotel Wi-Fi"):
            await caller(wire.url).get("/v1/models")


async def test_a_refusal_carries_all_that_is_known(caller: Caller) -> None:
    body = {"id": "e1", "message": "invalid api token"}
    async with Wire(answer(401, body, {"x-debug-trace-id": "t1"})) as wire:
        with pytest.raises(Unauthorized, match=r"^401: invalid api token$") as caught:
            await caller(wire.url).get("/v1/models")
    error = caught.value
    assert (error.error_id, error.trace_id) == ("e1", "t1")
    assert error.request is not None
    assert (error.request.method, error.request.url) == ("GET", f"{wire.url}/v1/models")
    assert caller.log.get(error.request.number) is not None


async def test_a_refusal_whose_text_breaks_off_is_still_one(caller: Caller) -> None:
    cut = raw(b"HTTP/1.1 501 No\r\ncontent-length: 99\r\n\r\n{")
    async with Wire(cut) as wire:
        with pytest.raises(NotOffered):
            await caller(wire.url).get("/v1/models")


async def test_what_may_pass_is_tried_three_times(caller: Caller) -> None:
    async with Wire(answer(503, {"message": "busy"})) as wire:
        with pytest.raises(ServerFailed, match="busy"):
            await caller(wire.url).get("/v1/models")
    assert len(wire.requests) == 3
    assert [(wait.attempt, wait.attempts) for wait in caller.waits] == [(2, 3), (3, 3)]
    assert [wait.seconds for wait in caller.waits] == caller.pauses
    assert {wait.reason for wait in caller.waits} == {"503: busy"}
    assert next(iter(caller.log)).retries == 2


async def test_the_second_try_may_succeed(caller: Caller) -> None:
    limited = answer(429, {"message": "slow down"}, {"retry-after": "7"})
    async with Wire(limited, answer(body={"ok": 1})) as wire:
        got = await caller(wire.url).post("/v1/tokenize", {})
    assert got.json() == {"ok": 1}
    assert caller.pauses == [7.0]
    (exchange,) = caller.log
    assert (exchange.status, exchange.retries, exchange.error) == (200, 1, "")


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 422, 498, 499, 501])
async def test_what_cannot_pass_is_tried_once(caller: Caller, status: int) -> None:
    async with Wire(answer(status, {"message": "no"})) as wire:
        with pytest.raises(APIError):
            await caller(wire.url).get("/v1/models")
    assert len(wire.requests) == 1


async def test_a_spent_month_is_not_tried_again(caller: Caller) -> None:
    async with Wire(answer(429, {"message": "limited to 1000 API calls / month"})) as wire:
        with pytest.raises(RateLimited):
            await caller(wire.url).get("/v1/models")
    assert len(wire.requests) == 1


@pytest.mark.parametrize("reply", [raw(b""), answer(500, {"message": "oops"})])
async def test_what_creates_is_sent_once_and_may_have_been_done(
    caller: Caller, reply: object
) -> None:
    async with Wire(reply) as wire:  # type: ignore[arg-type]
        with pytest.raises((Disconnected, ServerFailed)) as caught:
            await caller(wire.url).post("/v1/datasets", {}, creates=True)
    assert len(wire.requests) == 1
    assert "may have acted" in caught.value.remedy


async def test_what_was_never_sent_may_be_sent_again_even_if_it_creates(caller: Caller) -> None:
    with pytest.raises(Unreachable) as caught:
        await caller(f"http://127.0.0.1:{closed_port()}").post("/v1/datasets", {}, creates=True)
    assert len(caller.pauses) == 2
    assert "may have acted" not in caught.value.remedy


async def test_a_line_that_breaks_is_tried_again(caller: Caller) -> None:
    cut = raw(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{")
    async with Wire(raw(b""), cut, answer(body={"ok": 1})) as wire:
        got = await caller(wire.url).get("/v1/models")
    assert got.json() == {"ok": 1}
    assert [wait.reason.partition(" ")[2] for wait in caller.waits] == [
        "hung up without an answer",
        "hung up in the middle of its answer",
    ]


async def test_a_wait_can_be_given_up() -> None:
    waiting: list[Wait] = []
    async with Wire(answer(503, {}, {"retry-after": "60"})) as wire:
        client = Client(Endpoint(wire.url), RequestLog(), on_wait=waiting.append)
        task = asyncio.create_task(client.get("/v1/models"))
        await until(lambda: waiting)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await client.aclose()
    assert len(wire.requests) == 1
    assert next(iter(client.log)).error == "stopped"


async def test_a_caller_can_watch_its_own_waits(caller: Caller) -> None:
    mine: list[Wait] = []
    async with Wire(answer(503, {}), answer(body={})) as wire:
        await caller(wire.url).get("/v1/models", on_wait=mine.append)
    assert (len(mine), caller.waits) == (1, [])


async def test_a_redirect_within_the_origin_is_followed(caller: Caller) -> None:
    moved = answer(307, headers={"location": "/v1/models/new?x=1"})
    async with Wire(moved, answer(body={"ok": 1})) as wire:
        got = await caller(wire.url).get("/v1/models/old")
    assert got.json() == {"ok": 1}
    assert [request.target for request in wire.requests] == ["/v1/models/old", "/v1/models/new?x=1"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2"])
async def test_another_host_is_never_asked_and_never_gets_the_key(
    caller: Caller, status: int, host: str
) -> None:
    async with Wire(host=host) as other:
        away = answer(status, headers={"location": f"{other.url}/v1/models?token=t0ps3cret"})
        async with Wire(away) as wire:
            with pytest.raises(AnswerUnreadable, match="points to") as caught:
                await caller(wire.url).get("/v1/models")
        assert other.connections == 0
    assert other.url in str(caught.value)
    assert "t0ps3cret" not in str(caught.value)
    assert "base_url" in caught.value.remedy


async def test_a_post_is_not_sent_on(caller: Caller) -> None:
    async with Wire(answer(307, headers={"location": "/v2/elsewhere"})) as wire:
        with pytest.raises(AnswerUnreadable, match="/v2/elsewhere"):
            await caller(wire.url).post("/v2/chat", {})
    assert len(wire.requests) == 1


async def test_going_in_circles_ends(caller: Caller) -> None:
    async with Wire(answer(302, headers={"location": "/v1/models"})) as wire:
        with pytest.raises(AnswerUnreadable, match="circle"):
            await caller(wire.url).get("/v1/models")
    assert len(wire.requests) == 5


async def test_a_status_that_means_nothing_here_is_told(caller: Caller) -> None:
    async with Wire(answer(304)) as wire:
        with pytest.raises(APIError, match="304: not modified"):
            await caller(wire.url).get("/v1/models")
