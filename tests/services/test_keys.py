"""A key is checked against the server before it is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from cohere_tui.client.client import Client
from cohere_tui.client.endpoint import Endpoint
from cohere_tui.client.requests import RequestLog
from cohere_tui.errors import ConfigError, Unauthorized, Unreachable
from cohere_tui.services.keys import KeyService
from tests.client.wire import closed_port
from tests.services.conftest import at_once

if TYPE_CHECKING:
    from tests.services.conftest import Bench


def service(url: str) -> KeyService:
    def connect(key: str) -> Client:
        return Client(Endpoint(base_url=url, key=key), RequestLog(), pause=at_once)

    return KeyService(connect)


async def test_a_good_key_is_good(bench: Bench) -> None:
    assert (await service(bench.sandbox.url).check("a-good-key")).valid


async def test_a_bad_key_is_refused(bench: Bench) -> None:
    bench.sandbox.knobs = replace(bench.sandbox.knobs, keys=frozenset({"another"}))
    with pytest.raises(Unauthorized) as caught:
        await service(bench.sandbox.url).check("a-secret-key")
    assert "a-secret-key" not in str(caught.value)


async def test_a_key_with_a_line_break_is_never_sent(bench: Bench) -> None:
    with pytest.raises(ConfigError) as caught:
        await service(bench.sandbox.url).check("first\nsecond")
    assert bench.sandbox.requests == []
    assert "second" not in str(caught.value)


async def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(Unreachable):
        await service(f"http://127.0.0.1:{closed_port()}").check("a-good-key")
