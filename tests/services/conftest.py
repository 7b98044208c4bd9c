"""A service over the sandbox and a store in memory."""

from __future__ import annotations

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
        client = Client(Endpoint(base_url=sandbox.url, key="sandbox"), RequestLog())
        store = await Store.open(None)
        yield Bench(sandbox, client, store, ChatService(client, store))
        await store.close()
        await client.aclose()
