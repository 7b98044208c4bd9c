"""The official SDK's clients on a running sandbox, and our own services on one with demo data."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import cohere
import pytest

from cohere_tui.client.client import Client
from cohere_tui.client.endpoint import Endpoint
from cohere_tui.client.requests import RequestLog
from cohere_tui.sandbox import server
from cohere_tui.sandbox.knobs import FAIR
from cohere_tui.sandbox.server import Sandbox
from cohere_tui.services.bundle import Services
from cohere_tui.services.chat import ChatService
from cohere_tui.store.store import Store
from tests.sdk.calls import Caller
from tests.sdk.every import Seen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

Answer = TypeVar("Answer")


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A sandbox whose jobs take a hundredth of their time, and links half a minute to expire."""
    async with Sandbox(replace(FAIR, speed=100)) as running:
        yield running


@pytest.fixture
async def sdk(sandbox: Sandbox) -> AsyncIterator[cohere.AsyncClient]:
    """v1, asynchronous."""
    async with cohere.AsyncClient(api_key="a-key", base_url=sandbox.url) as client:
        yield client


@pytest.fixture
async def sdk2(sandbox: Sandbox) -> AsyncIterator[cohere.AsyncClientV2]:
    """v2, asynchronous."""
    async with cohere.AsyncClientV2(api_key="a-key", base_url=sandbox.url) as client:
        yield client


async def blocking(sandbox: Sandbox, use: Callable[[cohere.Client], Answer]) -> Answer:
    """What `use` makes of the v1 client that blocks; it runs in a thread."""

    def run() -> Answer:
        with cohere.Client(api_key="a-key", base_url=sandbox.url) as client:
            return use(client)

    return await asyncio.to_thread(run)


async def blocking2(sandbox: Sandbox, use: Callable[[cohere.ClientV2], Answer]) -> Answer:
    """What `use` makes of the v2 client that blocks; it runs in a thread."""

    def run() -> Answer:
        with cohere.ClientV2(api_key="a-key", base_url=sandbox.url) as client:
            return use(client)

    return await asyncio.to_thread(run)


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Seen:
    """What goes over the wire; to be asked for before the sandbox is made."""
    seen = Seen()
    monkeypatch.setattr(server, "build", seen.build)
    return seen


@pytest.fixture
async def caller(seen: Seen, tmp_path: Path) -> AsyncIterator[Caller]:
    """Our services over a sandbox with demo data."""
    async with Sandbox(replace(FAIR, speed=0), demo_data=True) as sandbox, AsyncExitStack() as ends:

        def connect(key: str, *, read_only: bool = False) -> Client:
            endpoint = Endpoint(sandbox.url, key, read_only=read_only)
            client = Client(endpoint, RequestLog(), pause=_at_once)
            ends.push_async_callback(client.aclose)
            return client

        store = await Store.open(None)
        ends.push_async_callback(store.close)

        def services(client: Client) -> Services:
            return Services("", RequestLog(), ChatService(client, store), client, store)

        caller = Caller(sandbox, services(connect("a-key")), connect, tmp_path)
        caller.reading_only = services(connect("a-key", read_only=True))
        await _find(caller)
        seen.recorder.exchanges.clear()
        yield caller


async def _at_once(seconds: float) -> None:
    """Waits for nothing."""


async def _find(caller: Caller) -> None:
    """The ids of the demo data: jobs and models are called like datasets, hence ` data`."""
    datasets = await caller.services.datasets.list().all()
    caller.ids |= {f"{one.name} data": one.id for one in datasets}
    caller.ids["harbours"] = caller.ids["harbours data"]
    jobs = await caller.services.embed_jobs.list().all()
    batches = await caller.services.batches.list().all()
    caller.ids["a job"] = next(one.job_id for one in jobs if one.cancellable)
    caller.ids["a batch"] = next(one.id for one in batches if one.cancellable)
    caller.ids |= {one.name: one.id for one in await caller.services.connectors.list().all()}
    caller.ids |= {one.name: one.id for one in await caller.services.finetunes.list().all()}
