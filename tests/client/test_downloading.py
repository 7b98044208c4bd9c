"""Presigned links: where they may lead, that nobody learns the key or the link, cut bodies."""

from __future__ import annotations

import asyncio
import os
import traceback
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohere_tui.client.downloading import Downloader, Received, checked
from cohere_tui.client.endpoint import Endpoint, Timeouts, is_loopback
from cohere_tui.client.redaction import HIDDEN, LinkRedactor
from cohere_tui.client.requests import RequestLog
from cohere_tui.client.sending import Call
from cohere_tui.errors import (
    AnswerUnreadable,
    APIError,
    CohereTuiError,
    ConfigError,
    Disconnected,
    FileUnusable,
    LinkExpired,
    ProxyRefused,
    RequestLine,
    ServerFailed,
    TimedOut,
    Unreachable,
)
from tests.client.conftest import KEY, Caller
from tests.client.wire import (
    CERTIFICATE,
    Line,
    Reply,
    Wire,
    answer,
    closed_port,
    head,
    raw,
    stream,
    then_silence,
)
from tests.until import until

if TYPE_CHECKING:
    from cohere_tui.client.client import Client

SIGNATURE = "s1gnature0fTheL1nk"
QUERY = f"?X-Amz-Credential=AKIA%2F2026%2Fs3&X-Amz-Signature={SIGNATURE}&x=a+b~%2B"
DATA = os.urandom(3_000_001)
API = "http://127.0.0.1:9"
"""The endpoint of clients that are asked for links only."""


def link_to(wire: Wire, path: str = "/bucket/part-0.avro") -> str:
    return f"{wire.url}{path}{QUERY}"


def denied(code: str, status: int = 403) -> Reply:
    body = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>{SIGNATURE}</Message></Error>"
    return answer(status, body.encode(), {"content-type": "application/xml"})


async def test_a_link_is_fetched_as_it_is(caller: Caller) -> None:
    into, told = BytesIO(), list[Received]()
    async with Wire(answer(200, DATA, {"content-type": "application/octet-stream"})) as wire:
        await caller(API).download(f"{link_to(wire)}#end", into, show=told.append)
    (request,) = wire.requests
    assert into.getvalue() == DATA
    assert (request.method, request.target) == ("GET", f"/bucket/part-0.avro{QUERY}")
    assert told[-1] == Received(len(DATA), len(DATA))
    assert told == sorted(set(told))
    assert request.headers["accept-encoding"] == "identity"


async def test_a_length_that_is_not_told_is_not_known(caller: Caller) -> None:
    into, told = BytesIO(), list[Received]()
    async with Wire(stream([b"Obj\x01", b"more"], kind="")) as wire:
        await caller(API).download(link_to(wire), into, show=told.append)
    assert into.getvalue() == b"Obj\x01more"
    assert told[-1] == Received(8, None)


async def test_an_empty_file_is_one(caller: Caller) -> None:
    into = BytesIO()
    async with Wire(answer(200, b"")) as wire:
        await caller(API).download(link_to(wire), into)
    assert into.getvalue() == b""


async def test_the_key_never_leaves_for_another_host(caller: Caller) -> None:
    async with Wire(answer(200, DATA), host="127.0.0.3") as third:
        away = answer(302, headers={"location": link_to(third)})
        moved = answer(307, headers={"location": "/x"})
        async with Wire() as api, Wire(moved, away, host="127.0.0.2") as other:
            client = caller(Endpoint(api.url, KEY))
            await client.get("/v1/datasets/d")
            into = BytesIO()
            await client.download(link_to(other), into)
    assert into.getvalue() == DATA
    assert api.requests[0].headers["authorization"] == f"Bearer {KEY}"
    assert (len(other.requests), len(third.requests)) == (2, 1)
    for request in (*other.requests, *third.requests):
        assert {"authorization", "x-client-name", "cookie"}.isdisjoint(request.headers)
        assert KEY not in f"{request}"


async def test_the_key_does_not_even_go_to_the_host_of_the_api(caller: Caller) -> None:
    async with Wire(answer(200, b"x")) as wire:
        await caller(Endpoint(wire.url, KEY)).download(link_to(wire), BytesIO())
    assert "authorization" not in wire.requests[0].headers


async def test_a_proxy_carries_the_link_and_never_the_key(caller: Caller) -> None:
    refusal = raw(b"HTTP/1.1 403 Not that one\r\n\r\n")
    async with Wire(refusal) as proxy:
        endpoint = Endpoint("https://api.example", KEY, proxy=proxy.url)
        with pytest.raises(ProxyRefused, match="403 Not that one"):
            await caller(endpoint).download(f"https://store.example/part{QUERY}", BytesIO())
    (request,) = proxy.requests
    assert (request.method, request.target) == ("CONNECT", "store.example:443")
    assert "authorization" not in request.headers


async def test_the_environment_may_name_a_proxy_for_links_alone(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Wire(raw(b"HTTP/1.1 502 No\r\n\r\n")) as proxy, Wire(answer(200, b"x")) as wire:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        client = caller(Endpoint(wire.url, KEY))
        await client.get("/v1/datasets/d")
        await client.download(link_to(wire), BytesIO())
        assert proxy.requests == []
        with pytest.raises(ProxyRefused):
            await client.download(f"https://store.example/part{QUERY}", BytesIO())
    assert len(proxy.requests) == 1


async def test_a_certificate_the_profile_trusts_is_good_for_links(caller: Caller) -> None:
    into = BytesIO()
    async with Wire(answer(200, b"x"), tls=True) as wire:
        await caller(Endpoint(API, ca_bundle=str(CERTIFICATE))).download(link_to(wire), into)
    assert into.getvalue() == b"x"


async def test_a_bundle_that_is_none_is_told_before_anything_is_sent(caller: Caller) -> None:
    client = caller(Endpoint(API, ca_bundle="/missing.pem"))
    with pytest.raises(ConfigError, match=r"missing\.pem"):
        await client.download(f"https://store.example/part{QUERY}", BytesIO())
    assert len(caller.log) == 0


@pytest.mark.parametrize(
    ("link", "complaint"),
    [
        (f"http://store.example/part{QUERY}", "over http, which anyone on the way can read"),
        (f"http://127.0.0.1.example/part{QUERY}", "over http"),
        (f"ftp://127.0.0.1/part{QUERY}", "does not begin with https://"),
        (f"/v1/part{QUERY}", "does not begin with https://"),
        (f"file:///etc/passwd{QUERY}", "does not begin with https://"),
        (f"https:part{QUERY}", "does not begin with https://"),
        (f"https://me:hush@store.example/part{QUERY}", "holds a user name"),
        (f"http://127.0.0.1:x/part{QUERY}", "is not a URL"),
        (f"https://store.example/\n{QUERY}", "is not a URL"),
        ("", "does not begin with https://"),
    ],
)
async def test_a_link_that_leads_elsewhere_is_not_followed(
    caller: Caller, link: str, complaint: str
) -> None:
    with pytest.raises(AnswerUnreadable, match=complaint) as caught:
        await caller(Endpoint(API, KEY)).download(link, BytesIO())
    assert "new link" in caught.value.remedy
    assert len(caller.log) == 0
    assert not {SIGNATURE, "hush"} & set(words_of(caught.value).replace("=", " ").split())
    assert SIGNATURE not in words_of(caught.value)


LINE = RequestLine("GET", "https://store.example")
HOSTS = st.sampled_from(["127.0.0.1", "localhost", "[::1]", "store.example", "10.0.0.1", ""])


@settings(max_examples=50)
@given(
    link=st.text()
    | st.builds(lambda scheme, host, rest: f"{scheme}{host}{rest}",
                st.sampled_from(["http://", "https://", "http:/", "HTTP://", "//"]), HOSTS,
                st.text(alphabet="@\\:/?#%.a1[]\t "))
)  # fmt: skip
def test_whatever_the_link_it_is_followed_safely_or_not_at_all(link: str) -> None:
    try:
        url = checked(link, LINE)
    except AnswerUnreadable:
        return
    assert url.scheme == "https" or is_loopback(url.host)
    assert (url.userinfo, url.fragment) == (b"", "")
    # Read once more, as the connection does, it is the same place.
    assert (httpx.URL(str(url)).host, httpx.URL(str(url)).scheme) == (url.host, url.scheme)


@pytest.mark.parametrize(
    ("location", "complaint"),
    [
        (f"http://store.example/part{QUERY}", "over http"),
        (f"ftp://store.example/part{QUERY}", "does not begin with https://"),
        (f"http://me:hush@127.0.0.1/{QUERY}", "holds a user name"),
        (f"http://[::1/{QUERY}", "Invalid URL in location"),
    ],
)
async def test_a_redirect_elsewhere_is_not_followed(
    caller: Caller, location: str, complaint: str
) -> None:
    async with Wire(answer(302, headers={"location": location})) as wire:
        with pytest.raises(AnswerUnreadable, match=complaint) as caught:
            await caller(Endpoint(API, KEY)).download(link_to(wire), BytesIO())
        assert len(wire.requests) == 1
    assert SIGNATURE not in words_of(caught.value) + seen(caller)


async def test_nobody_elsewhere_sends_us_to_this_machine() -> None:
    downloader = Downloader(Endpoint(API, KEY), RequestLog(), asyncio.sleep)
    link = f"https://store.example/part{QUERY}"
    here, there = httpx.URL(link), httpx.URL(f"http://127.0.0.1/admin{QUERY}")
    with downloader.exchange(Call("GET", link), LinkRedactor(KEY, link)) as job:
        assert downloader.next_hop(job, there, there) == there
        assert downloader.next_hop(job, there, here) == here
        with pytest.raises(AnswerUnreadable, match="this machine"):
            downloader.next_hop(job, here, there)


async def test_going_in_circles_ends(caller: Caller) -> None:
    async with Wire(answer(302, headers={"location": "/again"})) as wire:
        with pytest.raises(AnswerUnreadable, match="circle"):
            await caller(API).download(link_to(wire), BytesIO())
    assert len(wire.requests) == 5


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (denied("AccessDenied"), "403 AccessDenied"),
        (denied("NoSuchKey", 404), "404 NoSuchKey"),
        (answer(410, b""), "410"),
        (answer(403, {"message": "request has expired"}), "403"),
        (denied("ExpiredToken", 400), "400 ExpiredToken"),
    ],
)
async def test_a_link_that_is_no_longer_good(caller: Caller, reply: Reply, reason: str) -> None:
    async with Wire(reply) as wire:
        with pytest.raises(LinkExpired, match=f"no longer good: {wire.url[7:]} answered {reason}$"):
            await caller(API).download(link_to(wire), BytesIO())
    assert len(wire.requests) == 1


@pytest.mark.parametrize(("status", "tries"), [(400, 1), (401, 1), (500, 3), (503, 3)])
async def test_another_refusal_is_one_of_the_store(caller: Caller, status: int, tries: int) -> None:
    into = BytesIO()
    async with Wire(denied("Other", status)) as wire:
        with pytest.raises(APIError, match=f"^{status}: ") as caught:
            await caller(API).download(link_to(wire), into)
    assert len(wire.requests) == tries
    assert isinstance(caught.value, ServerFailed) == (status >= 500)
    assert "key" not in caught.value.remedy
    assert into.getvalue() == b""


async def test_what_is_busy_is_asked_again(caller: Caller) -> None:
    into = BytesIO()
    async with Wire(denied("SlowDown", 503), raw(b""), answer(200, b"x")) as wire:
        await caller(API).download(link_to(wire), into)
    assert (into.getvalue(), len(caller.pauses)) == (b"x", 2)


async def test_a_web_page_is_no_file(caller: Caller) -> None:
    page = f"<title>Hotel Wi-Fi {SIGNATURE}</title>".encode()
    async with Wire(answer(200, page, {"content-type": "text/html"})) as wire:
        with pytest.raises(AnswerUnreadable, match=rf"web page.*Hotel Wi-Fi {HIDDEN}"):
            await caller(API).download(link_to(wire), BytesIO())


@pytest.mark.parametrize(
    "reply",
    [
        raw(head(200, {"content-length": "3000001"}) + DATA[:-1]),
        stream([DATA[:2_000_000], DATA[2_000_000:-1]], kind="", ends=False),
    ],
)
async def test_a_body_that_is_cut_is_told_and_not_resumed(caller: Caller, reply: Reply) -> None:
    into = BytesIO()
    async with Wire(reply) as wire:
        with pytest.raises(Disconnected, match="in the middle of its answer") as caught:
            await caller(API).download(link_to(wire), into)
        assert wire.connections == 1
    assert DATA.startswith(into.getvalue())
    assert caught.value.request is not None
    assert caller.pauses == []
    assert "hung up" in next(iter(caller.log)).error


async def test_silence_in_the_middle_is_told(caller: Caller) -> None:
    timeouts = Timeouts(first_byte_s=60, between_bytes_s=0.5)
    async with Wire(then_silence(head(200, {"content-length": "9"}) + b"{")) as wire:
        with pytest.raises(TimedOut, match=r"fell silent for 0.5 s"):
            await caller(Endpoint(API, timeouts=timeouts)).download(link_to(wire), BytesIO())


async def test_a_store_that_is_not_there(caller: Caller) -> None:
    port = closed_port()
    with pytest.raises(Unreachable, match=f"127.0.0.1:{port} cannot be reached"):
        await caller(API).download(f"http://127.0.0.1:{port}/part{QUERY}", BytesIO())
    assert len(caller.pauses) == 2


FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="needs a disk that is always full")
@pytest.mark.parametrize("buffering", [-1, 0])
async def test_a_disk_that_is_full(caller: Caller, buffering: int) -> None:
    into = await asyncio.to_thread(FULL.open, "wb", buffering)
    async with Wire(answer(200, DATA)) as wire:
        with pytest.raises(FileUnusable, match="No space left"):
            await caller(API).download(link_to(wire), into)
        await until(lambda: wire.left == 1)
    with suppress(OSError):
        into.close()


async def test_a_file_without_a_buffer_gets_everything(caller: Caller, tmp_path: Path) -> None:
    path = tmp_path / "part.avro"
    async with Wire(answer(200, DATA)) as wire:
        with path.open("wb", buffering=0) as into:
            await caller(API).download(link_to(wire), into)
    assert path.read_bytes() == DATA


async def test_cancelling_closes_the_connection(caller: Caller) -> None:
    begun = head(200, {"content-length": "3000001"}) + DATA[:2_000_000]
    into, told = BytesIO(), list[Received]()
    async with Wire(then_silence(begun)) as wire:
        task = asyncio.create_task(caller(API).download(link_to(wire), into, show=told.append))
        await until(lambda: told)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await until(lambda: wire.left == 1)
    assert next(iter(caller.log)).error == "stopped"


async def test_the_log_has_the_size_and_neither_content_nor_link(caller: Caller) -> None:
    async with Wire(answer(200, b"some rows")) as wire:
        await caller(API).download(link_to(wire), BytesIO())
    (exchange,) = caller.log
    assert exchange.url == f"{wire.url}/bucket/part-0.avro?{HIDDEN}"
    assert (exchange.method, exchange.status, exchange.received) == ("GET", 200, 9)
    assert (exchange.request_body, exchange.response_body) == ("", "")


async def test_links_work_again_after_the_client_was_closed(caller: Caller) -> None:
    async with Wire(answer(200, b"x")) as wire:
        client = caller(API)
        await client.download(link_to(wire), BytesIO())
        await client.download(link_to(wire), BytesIO())
        assert wire.connections == 1
        await client.aclose()
        await until(lambda: wire.left == 1)
        await client.download(link_to(wire), BytesIO())
    assert len(wire.requests) == 3


def words_of(error: CohereTuiError) -> str:
    """Everything an error might tell, with all its causes."""
    return "".join([*traceback.format_exception(error), repr(error), repr(vars(error)), error.told])


def seen(caller: Caller) -> str:
    """Everything of ours that anyone might print."""
    kept = (*caller.clients, *caller.waits, *caller.log)
    return "".join(map(repr, kept))


async def echo(line: Line) -> None:
    """A store that says back all that it was told."""
    said = f"/x{QUERY} {SIGNATURE}"
    headers = {"location": f"/x{QUERY}", "x-echo": SIGNATURE, "x-debug-trace-id": SIGNATURE}
    await answer(302, said.encode(), headers)(line)


NASTY: dict[str, Reply] = {
    "denied": denied("AccessDenied"),
    "unauthorized": answer(401, {"message": SIGNATURE}, {"www-authenticate": SIGNATURE}),
    "failed": answer(500, {"message": SIGNATURE}, {"x-debug-trace-id": SIGNATURE}),
    "page": answer(200, f"<h1>/part{QUERY}</h1>".encode(), {"content-type": "text/html"}),
    "echo": echo,
    "elsewhere": answer(302, headers={"location": f"http://store.example/part{QUERY}"}),
    "garbage": raw(f"{SIGNATURE} /part{QUERY}\r\n\r\n".encode()),
    "cut": raw(head(200, {"content-length": "9", "x-echo": f"a{QUERY}"}) + b"x"),
    "good": answer(200, f"{SIGNATURE}".encode(), {"x-echo": SIGNATURE}),
}


@pytest.mark.parametrize("name", list(NASTY))
async def test_the_link_is_never_told(caller: Caller, name: str) -> None:
    text = ""
    async with Wire(NASTY[name]) as wire:
        client: Client = caller(replace(Endpoint(API), key=KEY))
        try:
            await client.download(link_to(wire), BytesIO())
        except CohereTuiError as error:
            text = words_of(error)
    assert wire.requests
    assert SIGNATURE in wire.requests[0].target
    for secret in (SIGNATURE, "AKIA", KEY):
        assert secret not in text + seen(caller)
