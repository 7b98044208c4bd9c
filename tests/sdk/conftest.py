"""The official SDK's clients on a running sandbox: both versions, asynchronous and not."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import cohere
import pytest

from cohere_tui.sandbox.knobs import FAIR
from cohere_tui.sandbox.server import Sandbox

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

Answer = TypeVar("Answer")


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A sandbox whose jobs take a thousandth of their time."""
    async with Sandbox(replace(FAIR, speed=1000)) as running:
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
