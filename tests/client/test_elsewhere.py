"""Servers of other people: asked once, without the key, and with a token that nobody learns."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

import pytest

from cohere_tui.client.elsewhere import LARGEST, is_in_clear
from cohere_tui.client.endpoint import Endpoint
from cohere_tui.errors import (
    AnswerUnreadable,
    CertificateRefused,
    CohereTuiError,
    ConfigError,
    Disconnected,
    RequestError,
    RequestInvalid,
    TimedOut,
    Unreachable,
)
from tests.client.conftest import KEY, Caller
from tests.client.wire import (
    CERTIFICATE,
    Reply,
    Wire,
    answer,
    closed_port,
    head,
    raw,
    stream,
    then_silence,
)

if TYPE_CHECKING:
    from cohere_tui.client.client import Client

API = "http://127.0.0.1:9"
TOKEN = "t0ken-0123456789"
BODY = {"query": "tide mills"}


async def test_it_is_asked_as_the_api_would(caller: Caller) -> None:
    async with Wire(answer(200, {"results": []})) as wire:
        came = await caller(API).post_elsewhere(
            f"{wire.url}/search", BODY, authorization=f"Bearer {TOKEN}"
        )
    (request,) = wire.requests
    assert (request.method, request.target) == ("POST", "/search")
    assert request.body == b'{"query":"tide mills"}'
    assert request.headers["content-type"] == "application/json"
    assert request.headers["authorization"] == f"Bearer {TOKEN}"
    assert (came.status, came.json()) == (200, {"results": []})
    assert wire.left == 1


async def test_the_key_is_not_sent_even_to_the_host_of_the_api(caller: Caller) -> None:
    async with Wire(answer(200, {})) as wire:
        await caller(Endpoint(wire.url, KEY)).post_elsewhere(f"{wire.url}/search", BODY)
    (request,) = wire.requests
    assert {"authorization", "x-client-name", "cookie"}.isdisjoint(request.headers)
    assert KEY not in f"{request}"


async def test_a_certificate_that_the_profile_trusts_is_good(caller: Caller) -> None:
    async with Wire(answer(200, {}), tls=True) as wire:
        with pytest.raises(CertificateRefused):
            await caller(API).post_elsewhere(f"{wire.url}/search", BODY)
        trusting = caller(Endpoint(API, ca_bundle=str(CERTIFICATE)))
        assert (await trusting.post_elsewhere(f"{wire.url}/search", BODY)).status == 200


ECHO = {"message": f"no such token: {TOKEN}", "token": TOKEN, "x": f"Bearer {TOKEN}"}


@pytest.mark.parametrize("sent", [f"Bearer {TOKEN}", f"Basic {TOKEN}", TOKEN])
@pytest.mark.parametrize(
    "reply",
    [
        answer(200, ECHO),
        answer(401, ECHO, {"x-echo": TOKEN}),
        answer(500, ECHO),
        answer(302, b"", {"location": f"https://other.example/?t={TOKEN}#{TOKEN}"}),
        answer(200, f"<title>{TOKEN}</title>".encode(), {"content-type": "text/html"}),
    ],
)
async def test_nobody_learns_the_token(caller: Caller, reply: Reply, sent: str) -> None:
    told = ""
    async with Wire(reply) as wire:
        client = caller(API)
        try:
            came = await client.post_elsewhere(f"{wire.url}/search", BODY, authorization=sent)
            told += f"{came}"
        except CohereTuiError as error:
            told += "".join(traceback.format_exception(error)) + repr(vars(error))
        assert wire.requests[0].headers["authorization"] == sent
        told += repr(client) + repr(vars(client))
    told += "".join(repr(exchange) for exchange in caller.log)
    assert "•••" in told
    assert TOKEN not in told


@pytest.mark.parametrize(
    ("reply", "kind", "words"),
    [
        (answer(401, {"message": "who are you?"}), AnswerUnreadable, "answered 401: who are you?"),
        (answer(404, b"404 page not found"), AnswerUnreadable, "answered 404: page not found"),
        (answer(429, b"", {"retry-after": "1"}), AnswerUnreadable, "answered 429"),
        (answer(503, b"<h1>Down</h1>", {"content-type": "text/html"}), AnswerUnreadable, "Down"),
        (answer(200, b"<title>Wiki</title>", {"content-type": "text/html"}), AnswerUnreadable,
         "a web page"),
        (answer(307, b"", {"location": "/elsewhere"}), AnswerUnreadable, "redirects to"),
        (raw(b""), Disconnected, "hung up without an answer"),
        (stream([b'{"results"'], kind="", ends=False), Disconnected, "in the middle"),
        (raw(b"SSH-2.0-x\r\n\r\n"), AnswerUnreadable, "does not speak HTTP"),
        (stream([b"x" * (LARGEST + 1)], kind=""), AnswerUnreadable, "more than 4 MiB"),
    ],
)  # fmt: skip
async def test_what_is_no_success_is_told_and_not_repeated(
    caller: Caller, reply: Reply, kind: type[RequestError], words: str
) -> None:
    async with Wire(reply) as wire:
        with pytest.raises(kind, match=words) as caught:
            await caller(API).post_elsewhere(f"{wire.url}/search", BODY)
        assert len(wire.requests) == 1
    assert caller.pauses == []
    assert "Cohere API" not in caught.value.told
    assert "press r" not in caught.value.told
    assert words.split(maxsplit=1)[0] in list(caller.log)[-1].error


async def test_a_refused_token_says_so(caller: Caller) -> None:
    async with Wire(answer(403)) as wire:
        with pytest.raises(AnswerUnreadable) as caught:
            await caller(API).post_elsewhere(f"{wire.url}/search", BODY)
    assert "Check the token" in caught.value.told


@pytest.mark.parametrize(
    "reply", [then_silence(), then_silence(head(200, {"content-length": "9"}) + b"{")]
)
async def test_it_is_not_waited_for_long(caller: Caller, reply: Reply) -> None:
    async with Wire(reply) as wire:
        with pytest.raises(TimedOut, match=r"0\.2 s"):
            await caller(API).post_elsewhere(f"{wire.url}/search", BODY, limit_s=0.2)
    assert "0.2 s" in list(caller.log)[-1].error


async def test_nothing_listens_there(caller: Caller) -> None:
    with pytest.raises(Unreachable, match="nothing listens") as caught:
        await caller(API).post_elsewhere(f"http://127.0.0.1:{closed_port()}/search", BODY)
    assert caught.value.told.endswith("Check the address and the network, then try again.")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "https://"),
        ("ftp://wiki.example/search", "https://"),
        ("file:///etc/passwd", "https://"),
        ("https://me:secret@wiki.example/search", "user name"),
        ("http://wiki.example/search", "over http"),
        ("http://127.0.0.1.wiki.example/search", "over http"),
    ],
)
async def test_an_address_that_may_not_be_asked(caller: Caller, url: str, words: str) -> None:
    with pytest.raises(RequestInvalid, match=words):
        await caller(API).post_elsewhere(url, BODY)
    assert list(caller.log) == []


async def test_http_to_another_machine_only_when_it_was_said(caller: Caller) -> None:
    url = "http://wiki.invalid/search"
    assert is_in_clear(url)
    assert not is_in_clear("https://wiki.invalid/search")
    assert not is_in_clear("http://localhost:8080/search")
    with pytest.raises(RequestInvalid):
        await caller(API).post_elsewhere(url, BODY)
    async with Wire(answer(200, {})) as proxy:
        client = caller(Endpoint(API, proxy=proxy.url))
        assert (await client.post_elsewhere(url, BODY, in_clear=True)).status == 200
    assert proxy.requests[0].target == url


async def test_a_token_that_no_header_can_hold_is_told_without_it(caller: Caller) -> None:
    with pytest.raises(ConfigError, match="the token holds") as caught:
        await caller(API).post_elsewhere("https://wiki.example/search", {}, authorization="ö" * 9)
    assert "öö" not in caught.value.told


async def test_a_read_only_profile_may_ask(caller: Caller) -> None:
    async with Wire(answer(200, {})) as wire:
        client: Client = caller(Endpoint(API, read_only=True))
        assert (await client.post_elsewhere(f"{wire.url}/search", BODY)).status == 200
