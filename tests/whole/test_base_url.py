"""Addresses: without a scheme, with a version, out of reach, not to be trusted, none at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from cohere_tui.config.paths import Paths
from cohere_tui.widgets.header import Header
from tests.client.wire import CERTIFICATE, Wire, answer, closed_port
from tests.whole.conftest import KEY
from tests.whole.files import put
from tests.whole.seat import seated

if TYPE_CHECKING:
    from cohere_tui.sandbox.server import Sandbox

WHOLE_ANSWER = {
    "id": "a",
    "finish_reason": "COMPLETE",
    "message": {"role": "assistant", "content": [{"type": "text", "text": "at last"}]},
}


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever cannot be reached is not waited for."""
    monkeypatch.setattr("cohere_tui.client.retrying.TRIES", 1)
    monkeypatch.setenv("CO_API_KEY", KEY)


@pytest.mark.parametrize("end", ["/v1", "/v2", "/v2/", "/", "/compatibility/v1"])
async def test_an_address_with_a_version_is_understood(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    monkeypatch.setenv("CO_API_URL", sandbox.url + end)
    async with seated() as seat:
        await seat.ask("/echo hello")
        assert seat.turn.text == "hello"
        assert not seat.notices


async def test_an_address_without_a_scheme_is_told_and_used(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CO_API_URL", sandbox.url.removeprefix("http://"))
    async with seated() as seat:
        await seat.gets_to_see(f"did you mean {sandbox.url}?")
        await seat.gets_to_see(f"{sandbox.url} is used until this is mended.")
        await seat.ask("/echo hello")
        assert seat.turn.text == "hello"
        monkeypatch.setenv("CO_API_URL", sandbox.url)
        await seat.restart()
        assert seat.chat.query_one(Header).problems == 0
        assert seat.app.focused is seat.chat.log_view  # where the person was before


@pytest.mark.parametrize(
    "text", ["ht!tp://", "https://", "https://user:hush@lab.example", "https://x:y"]
)
async def test_no_address_at_all(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("CO_API_URL", text)
    async with seated() as seat:
        await seat.gets_to_see("CO_API_URL is")
        assert "hush" not in seat.picture
        monkeypatch.setenv("CO_API_URL", sandbox.url)
        await seat.restart()
        await seat.ask("/echo hello")
        assert seat.turn.text == "hello"


async def test_a_server_that_cannot_be_reached(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CO_API_URL", f"http://127.0.0.1:{closed_port()}")
    async with seated() as seat:
        await seat.ask("/echo hello")
        await seat.gets_to_read("cannot be reached: nothing listens there")
        await seat.gets_to_read("Check the base URL and the network, then press F5.")
        assert seat.chat.composer.draft == "/echo hello"
        monkeypatch.setenv("CO_API_URL", sandbox.url)
        await seat.restart()
        await seat.again()
        assert seat.turn.text == "hello"
        assert seat.chat.composer.draft == ""


async def test_a_certificate_that_nobody_signed(monkeypatch: pytest.MonkeyPatch) -> None:
    async with Wire(answer(body=WHOLE_ANSWER), tls=True) as wire:
        monkeypatch.setenv("CO_API_URL", wire.url)
        async with seated() as seat:
            await seat.ask("hello")
            await seat.gets_to_read("cannot be trusted: self-signed certificate")
            await seat.gets_to_read("Set ca_bundle in the profile")
            assert seat.chat.composer.draft == "hello"
            assert not wire.requests
            bundle = f"[profiles.default]\nca_bundle = '{CERTIFICATE}'\n"
            put(Paths.of(os.environ).config_file, bundle.encode())
            await seat.restart()
            await seat.again()
            assert seat.turn.text == "at last"


async def test_plain_http_where_tls_is_expected(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CO_API_URL", sandbox.url.replace("http:", "https:"))
    async with seated() as seat:
        await seat.ask("/echo hello")
        await seat.gets_to_read("does not speak TLS; is it plain http?")
        assert seat.chat.composer.draft == "/echo hello"
        monkeypatch.setenv("CO_API_URL", sandbox.url)
        await seat.restart()
        await seat.again()
        assert seat.turn.text == "hello"
