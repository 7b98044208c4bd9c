"""The way to the server: silence, TLS, proxies, things that are not HTTP."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from cohere_tui.client.endpoint import Endpoint, Timeouts
from cohere_tui.errors import (
    AnswerUnreadable,
    CertificateRefused,
    ConfigError,
    Disconnected,
    ProxyRefused,
    TimedOut,
    Unreachable,
)
from tests.client.conftest import KEY, Caller
from tests.client.wire import (
    CERTIFICATE,
    CERTIFICATE_KEY,
    Wire,
    answer,
    closed_port,
    head,
    raw,
    then_silence,
)
from tests.until import until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SHORT = 0.05
SILENT = 0.5
"""Long enough for a request to be handed over, which has to be done in the same time."""
NOWHERE = ".".join(["nowhere" * 8] * 5)
"""A name too long to exist: resolvers refuse it without asking anyone."""


async def test_nothing_listens(caller: Caller) -> None:
    port = closed_port()
    with pytest.raises(Unreachable, match=rf"127.0.0.1:{port} cannot be reached: nothing listens"):
        await caller(f"http://127.0.0.1:{port}").get("/v1/models")
    assert len(caller.pauses) == 2


async def test_nothing_listens_at_any_address_of_a_name(caller: Caller) -> None:
    with pytest.raises(Unreachable, match="cannot be reached: nothing listens"):
        await caller(f"http://localhost:{closed_port()}").get("/v1/models")


async def test_no_way_there(caller: Caller) -> None:
    """The network refuses for a reason of its own, and that reason is told."""
    with pytest.raises(Unreachable, match=r"cannot be reached: [a-z ]+$") as caught:
        await caller("http://255.255.255.255:1").get("/v1/models")
    assert "attempts failed" not in str(caught.value)


async def test_a_name_without_address(caller: Caller) -> None:
    with pytest.raises(Unreachable, match="its name has no address"):
        await caller(f"http://{NOWHERE}").get("/v1/models")


async def test_no_first_byte(caller: Caller) -> None:
    timeouts = Timeouts(first_byte_s=SHORT, between_bytes_s=60)
    async with Wire(then_silence()) as wire:
        with pytest.raises(TimedOut, match=r"did not begin to answer within 0.05 s") as caught:
            await caller(Endpoint(wire.url, timeouts=timeouts)).get("/v1/models")
        await until(lambda: wire.connections)
        assert wire.connections == 1
    assert caught.value.sent
    assert caller.pauses == []


async def test_silence_in_the_middle(caller: Caller) -> None:
    timeouts = Timeouts(first_byte_s=60, between_bytes_s=SILENT)
    begun = head(200, {"content-length": "9"}) + b"{"
    async with Wire(then_silence(begun)) as wire:
        with pytest.raises(TimedOut, match=r"fell silent for 0.5 s in the middle"):
            await caller(Endpoint(wire.url, timeouts=timeouts)).get("/v1/models")


async def test_what_creates_may_have_been_done_in_the_silence(caller: Caller) -> None:
    async with Wire(then_silence()) as wire:
        client = caller(Endpoint(wire.url, timeouts=Timeouts(first_byte_s=SHORT)))
        with pytest.raises(TimedOut) as caught:
            await client.post("/v1/datasets", {}, creates=True)
    assert "may have acted" in caught.value.remedy


async def test_a_handshake_that_never_comes(caller: Caller) -> None:
    """TCP is accepted, TLS is not answered: that is still connecting, and nothing was sent."""
    gone = asyncio.Event()

    async def mute(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await gone.wait()
        writer.close()

    server = await asyncio.start_server(mute, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    endpoint = Endpoint(f"https://127.0.0.1:{port}", timeouts=Timeouts(connect_s=SHORT))
    with pytest.raises(
        TimedOut, match=rf"no connection to 127.0.0.1:{port} within 0.05 s"
    ) as caught:
        await caller(endpoint).post("/v1/datasets", {}, creates=True)
    assert not caught.value.sent
    assert len(caller.pauses) == 2
    gone.set()
    server.close()
    await server.wait_closed()


@pytest.mark.parametrize(
    "sent",
    [b"SSH-2.0-OpenSSH_9.9\r\n\r\n", b"\x00\x01\x02\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n",
     head(200, {"transfer-encoding": "chunked"}) + b"not a length\r\n"],
)  # fmt: skip
async def test_what_does_not_speak_http(caller: Caller, sent: bytes) -> None:
    async with Wire(raw(sent)) as wire:
        with pytest.raises(AnswerUnreadable, match="does not speak HTTP as it should") as caught:
            await caller(wire.url).get("/v1/models")
    assert "base URL" in caught.value.remedy
    assert caller.pauses == []


async def test_a_broken_compression(caller: Caller) -> None:
    async with Wire(answer(200, b"not gzip at all", {"content-encoding": "gzip"})) as wire:
        with pytest.raises(AnswerUnreadable, match="broken compression"):
            await caller(wire.url).get("/v1/models")


async def test_a_server_that_only_hangs_up(caller: Caller) -> None:
    async with Wire(raw(b"")) as wire:
        with pytest.raises(Disconnected, match="hung up without an answer"):
            await caller(wire.url).get("/v1/models")
    assert len(wire.requests) == 3


async def test_a_certificate_nobody_knows(caller: Caller) -> None:
    async with Wire(tls=True) as wire:
        with pytest.raises(CertificateRefused, match="cannot be trusted: self") as caught:
            await caller(wire.url).get("/v1/models")
    assert wire.requests == []
    assert "ca_bundle" in caught.value.remedy
    assert caller.pauses == []


async def test_a_certificate_the_profile_trusts(caller: Caller) -> None:
    async with Wire(answer(body={"ok": 1}), tls=True) as wire:
        got = await caller(Endpoint(wire.url, KEY, ca_bundle=str(CERTIFICATE))).get("/v1/models")
    assert got.json() == {"ok": 1}


async def test_a_certificate_for_another_name(caller: Caller) -> None:
    async with Wire(tls=True, host="127.0.0.2") as wire:
        with pytest.raises(CertificateRefused, match=r"127.0.0.2"):
            await caller(Endpoint(wire.url, ca_bundle=str(CERTIFICATE))).get("/v1/models")
    assert wire.requests == []


async def test_https_asked_of_plain_http(caller: Caller) -> None:
    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(plain, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    with pytest.raises(CertificateRefused, match="is it plain http"):
        await caller(f"https://127.0.0.1:{port}").get("/v1/models")
    server.close()
    await server.wait_closed()


def missing(folder: Path) -> Path:
    return folder / "missing.pem"


def no_pem(folder: Path) -> Path:
    (folder / "no.pem").write_bytes(b"\xff\x00 not PEM")
    return folder / "no.pem"


def only_a_key(folder: Path) -> Path:
    return CERTIFICATE_KEY


@pytest.mark.parametrize("bundle", [missing, no_pem, only_a_key])
async def test_a_bundle_that_is_none(
    caller: Caller, tmp_path: Path, bundle: Callable[[Path], Path]
) -> None:
    path = bundle(tmp_path)
    with pytest.raises(ConfigError, match=f"ca_bundle {path}: ") as caught:
        await caller(Endpoint("https://127.0.0.1:1", ca_bundle=str(path))).get("/v1/models")
    assert "PEM" in caught.value.remedy


async def test_a_proxy_is_asked_in_full_with_its_password(caller: Caller) -> None:
    async with Wire(answer(body={"ok": 1})) as proxy:
        endpoint = Endpoint(
            "http://api.example", KEY, proxy=proxy.url.replace("//", "//me:hunter2@")
        )
        await caller(endpoint).get("/v1/models")
    (request,) = proxy.requests
    assert request.target == "http://api.example/v1/models"
    assert request.headers["proxy-authorization"].startswith("Basic ")


async def test_a_proxy_carries_tls_without_seeing_the_key(caller: Caller) -> None:
    async with Wire(raw(b"HTTP/1.1 403 Not that one\r\n\r\n")) as proxy:
        endpoint = Endpoint("https://api.example", KEY, proxy=f"127.0.0.1:{proxy.port}")
        with pytest.raises(ProxyRefused, match="403 Not that one"):
            await caller(endpoint).get("/v1/models")
    (request,) = proxy.requests
    assert (request.method, request.target) == ("CONNECT", "api.example:443")
    assert "authorization" not in request.headers


async def test_a_proxy_that_wants_a_password(caller: Caller) -> None:
    async with Wire(answer(407)) as proxy:
        with pytest.raises(ProxyRefused, match="wants a user name and password"):
            await caller(Endpoint("http://api.example", proxy=proxy.url)).get("/v1/models")


async def test_a_proxy_that_is_not_there(caller: Caller) -> None:
    proxy = f"http://me:hunter2@127.0.0.1:{closed_port()}"
    with pytest.raises(ProxyRefused, match="cannot be reached: nothing listens") as caught:
        await caller(Endpoint("https://api.example", proxy=proxy)).get("/v1/models")
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
async def test_the_environment_names_a_proxy(
    caller: Caller, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    async with Wire(answer(body={"ok": 1})) as proxy:
        monkeypatch.setenv(name, f"127.0.0.1:{proxy.port}")
        await caller("http://api.example").get("/v1/models")
    assert len(proxy.requests) == 1


async def test_loopback_and_what_is_excepted_go_straight(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port()}")
    monkeypatch.setenv("NO_PROXY", f".{NOWHERE.partition('.')[2]}")
    async with Wire(answer(body={"ok": 1})) as wire:
        await caller(wire.url).get("/v1/models")
    with pytest.raises(Unreachable):
        await caller(f"http://{NOWHERE}").get("/v1/models")


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1080", "ftp://x", "http://", "http://[::1"])
async def test_a_proxy_that_cannot_be_used(
    caller: Caller, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    with pytest.raises(ConfigError, match=r"^proxy") as caught:
        await caller(Endpoint("https://api.example", proxy=proxy)).get("/v1/models")
    assert "3128" in caught.value.remedy
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    with pytest.raises(ConfigError, match="environment"):
        await caller("https://api.example").get("/v1/models")
