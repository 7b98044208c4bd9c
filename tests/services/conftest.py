"""A service over the sandbox and a store in memory."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from cohere_tui.client.client import Client
from cohere_tui.client.endpoint import Endpoint
from cohere_tui.client.requests import RequestLog
from cohere_tui.sandbox.server import Sandbox
from cohere_tui.services.chat import ChatService
from cohere_tui.store.store import Store

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator


async def at_once(seconds: float) -> None:
    """How to wait before another try: not at all."""
    del seconds
    await asyncio.sleep(0)


@dataclass
class Bench:
    """What a service test works on."""

    sandbox: Sandbox
    client: Client
    store: Store
    chat: ChatService


@pytest.fixture
async def bench() -> AsyncGenerator[Bench, None]:
    async with Sandbox() as sandbox:
        endpoint = Endpoint(base_url=sandbox.url, key="sandbox")
        client = Client(endpoint, RequestLog(), pause=at_once)
        store = await Store.open(None)
        yield Bench(sandbox, client, store, ChatService(client, store))
        await store.close()
        await client.aclose()
