"""No key, a wrong one, one with a line break in it."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from textual.events import Paste

from cohere_tui.config.paths import Paths
from cohere_tui.screens.onboarding import KeyLine
from tests.client.wire import closed_port
from tests.until import until
from tests.whole.conftest import KEY
from tests.whole.seat import seated

if TYPE_CHECKING:
    from cohere_tui.sandbox.server import Sandbox


async def test_without_a_key_the_sandbox_is_one_key_away() -> None:
    async with seated(furnished=False) as seat:
        await until(lambda: isinstance(seat.app.screen.focused, KeyLine))
        await seat.gets_to_see("No account? F2 opens the built-in sandbox.")
        await seat.press("f2")
        await until(lambda: seat.furnished)
        await seat.ask("/echo it works")
        await seat.gets_to_read("it works")


async def test_a_key_is_not_kept_while_the_server_cannot_be_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{closed_port()}")
    async with seated(furnished=False) as seat:
        await until(lambda: isinstance(seat.app.screen.focused, KeyLine))
        seat.app.post_message(Paste(f"{KEY}\n"))
        await until(lambda: seat.app.screen.query_one(KeyLine).value == KEY)
        await seat.press("enter")
        await seat.gets_to_see("cannot be reached")
        assert not Paths.of(os.environ).keys_file.exists()
        assert KEY not in seat.picture
        await seat.press("f2")
        await until(lambda: seat.furnished)
        await seat.ask("/echo it works")
        await seat.gets_to_read("it works")


async def test_a_private_server_that_wants_a_key_after_all(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CO_API_KEY")
    async with seated() as seat:
        await seat.ask("/echo hello")
        await seat.gets_to_read("401")
        await seat.gets_to_read("Check the key: CO_API_KEY")
        assert seat.chat.composer.draft == "/echo hello"
        monkeypatch.setenv("CO_API_KEY", KEY)
        await seat.restart()
        await seat.again()
        assert seat.turn.text == "hello"


async def test_a_wrong_key(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CO_API_KEY", "wrong-" + KEY)
    sandbox.knobs = replace(sandbox.knobs, keys=frozenset({KEY}))
    async with seated() as seat:
        await seat.ask("/echo hello")
        await seat.gets_to_read("401")
        await seat.gets_to_read("Check the key")
        assert KEY not in seat.picture
        assert seat.chat.composer.draft == "/echo hello"
        assert len(sandbox.requests) == 1
        monkeypatch.setenv("CO_API_KEY", KEY)
        await seat.restart()
        await seat.again()
        assert seat.turn.text == "hello"
        await until(lambda: "401" not in seat.log)


@pytest.mark.parametrize(
    "key", [f"{KEY}\n", f"{KEY[:8]}\n{KEY[8:]}", f"{KEY}\r\nX-Evil: 1", "ключ"]
)
async def test_a_key_that_no_header_can_hold(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("CO_API_KEY", key)
    async with seated() as seat:
        await seat.gets_to_see("CO_API_KEY holds a ")
        await seat.ask("/echo hello")
        await seat.gets_to_read("401")
        assert seat.chat.composer.draft == "/echo hello"
        assert KEY[:8] not in seat.picture
        assert all("authorization" not in one.headers for one in sandbox.requests)
        await seat.command("problems")
        await seat.gets_to_see("Copy the key again, on its own")
        await seat.press("escape")
        monkeypatch.setenv("CO_API_KEY", KEY)
        await seat.restart()
        await seat.again()
        assert seat.turn.text == "hello"
