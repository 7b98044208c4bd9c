"""The key reaches the server and no one else: no text, value or log of ours holds it."""

from __future__ import annotations

import traceback
from collections.abc import Awaitable, Callable

import pytest

from cohere_tui.client.client import Client
from cohere_tui.client.endpoint import Endpoint
from cohere_tui.client.redaction import HIDDEN
from cohere_tui.errors import CohereTuiError
from tests.client.conftest import KEY, Caller
from tests.client.wire import Reply, Wire, answer, closed_port, raw, stream

TOKEN = "t0ps3cret"
Ask = Callable[[Client], Awaitable[object]]


async def get(client: Client) -> object:
    return await client.get("/v1/models", {"api_key": KEY})


async def post(client: Client) -> object:
    return await client.post("/v1/connectors", {"service_auth": {"token": TOKEN}, "x": KEY})


async def read(client: Client) -> object:
    return [frame async for frame in client.stream("/v2/chat", {"text": KEY})]


ECHO = {"message": f"invalid api token: {KEY}", "id": KEY, "error_type": KEY}
REPLIES: dict[str, Reply] = {
    "refused": answer(401, ECHO, {"x-debug-trace-id": KEY, "www-authenticate": f"Bearer {KEY}"}),
    "failed": answer(500, ECHO),
    "page": answer(200, f"<h1>{KEY}</h1>".encode(), {"content-type": "text/html"}),
    "moved": answer(302, headers={"location": f"https://other.example/?key={KEY}#{KEY}"}),
    "garbage": raw(f"{KEY}\r\n\r\n".encode()),
    "echoed": stream([f"event: message-end\ndata: {KEY}\n\n".encode()]),
    "cut": stream([f"data: {KEY}\n\n".encode()], ends=False),
}


def seen(caller: Caller, client: Client) -> str:
    """Everything of ours that anyone might print."""
    return "".join(
        [repr(client), repr(client.endpoint), *(repr(wait) for wait in caller.waits),
         *(repr(exchange) for exchange in caller.log)]
    )  # fmt: skip


def told(error: CohereTuiError) -> str:
    return "".join([*traceback.format_exception(error), repr(error), repr(vars(error))])


@pytest.mark.parametrize("ask", [get, post, read])
@pytest.mark.parametrize("name", list(REPLIES))
async def test_the_key_is_never_told(caller: Caller, name: str, ask: Ask) -> None:
    text = ""
    async with Wire(REPLIES[name]) as wire:
        client = caller(Endpoint(wire.url, KEY))
        try:
            await ask(client)
        except CohereTuiError as error:
            text = told(error)
        assert wire.requests[0].headers["authorization"] == f"Bearer {KEY}"
    text += seen(caller, client)
    assert KEY not in text
    assert TOKEN not in text


async def test_the_key_is_never_told_when_nothing_answers(caller: Caller) -> None:
    client = caller(Endpoint(f"http://127.0.0.1:{closed_port()}", KEY))
    with pytest.raises(CohereTuiError) as caught:
        await client.get("/v1/models")
    assert KEY not in told(caught.value) + seen(caller, client)


async def test_an_exchange_shows_that_there_was_a_key(caller: Caller) -> None:
    async with Wire() as wire:
        await post(caller(Endpoint(wire.url, KEY)))
    (exchange,) = caller.log
    assert dict(exchange.request_headers)["authorization"] == HIDDEN
    assert exchange.request_body == f'{{"service_auth":{{"token":"{HIDDEN}"}},"x":"{HIDDEN}"}}'


async def test_lists_of_models_are_not_kept(caller: Caller) -> None:
    async with Wire(answer(body={"models": ["internal"]})) as wire:
        client = caller(wire.url)
        await client.get("/v1/models/x")
        await client.post("/v1/tokenize", {})
    models, tokens = caller.log
    assert (models.response_body, models.received) == ("", 24)
    assert "internal" in tokens.response_body


async def test_long_bodies_are_kept_in_part(caller: Caller) -> None:
    limit = caller.log.body_bytes
    async with Wire(answer(200, b"b" * (limit + 9000))) as wire:
        await caller(wire.url).post("/v1/tokenize", {"text": "a" * 5_000_000})
    (exchange,) = caller.log
    assert exchange.sent == 5_000_011
    assert exchange.received == limit + 9000
    assert (len(exchange.request_body), len(exchange.response_body)) == (limit, limit)
    assert (exchange.method, exchange.status, exchange.retries) == ("POST", 200, 0)
