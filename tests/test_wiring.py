"""What the house makes of the settings, behind the screens."""

from __future__ import annotations

import os
from contextlib import aclosing, asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from cohere_tui.client.client import Client
from cohere_tui.client.requests import RequestLog
from cohere_tui.config.options import Options, Start
from cohere_tui.config.paths import Paths
from cohere_tui.errors import ReadOnly
from cohere_tui.sandbox.server import Sandbox
from cohere_tui.wiring import build

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator


@asynccontextmanager
async def running() -> AsyncGenerator[str]:
    async with Sandbox() as sandbox:
        yield sandbox.url


@pytest.mark.parametrize("read_only", [False, True])
async def test_a_read_only_start_makes_read_only_connections(*, read_only: bool) -> None:
    start = Start(Options(sandbox=True, read_only=read_only), Paths.of(os.environ), sandbox=running)
    house = build(start)
    await house.open()
    try:
        client: Client = house.services.models._client
        assert client.endpoint.read_only == read_only
    finally:
        await house.close()


async def test_a_read_only_profile_of_the_file_counts() -> None:
    paths = Paths.of(os.environ)
    paths.config_file.parent.mkdir(parents=True)
    paths.config_file.write_text('profile = "look"\n[profiles.look]\nread_only = true\n')
    house = build(Start(Options(), paths))
    client = Client(house._endpoint("key-0123456789", "http://127.0.0.1:9"), RequestLog())
    async with aclosing(client):
        with pytest.raises(ReadOnly):
            await client.delete("/v1/datasets/d")
