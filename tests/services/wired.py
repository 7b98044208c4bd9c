"""A client of a server that sends exactly what it is told to."""

from __future__ import annotations

from contextlib import aclosing, asynccontextmanager
from typing import TYPE_CHECKING

from cohere_tui.client.client import Client
from cohere_tui.client.endpoint import Endpoint
from cohere_tui.client.requests import RequestLog
from tests.client.wire import Reply, Wire

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator


@asynccontextmanager
async def wired(*replies: Reply) -> AsyncGenerator[Client, None]:
    """Serves the replies in turn, the last of them for ever."""
    async with Wire(*replies) as server, client_of(server) as client:
        yield client


@asynccontextmanager
async def client_of(server: Wire) -> AsyncGenerator[Client, None]:
    """Asks the server."""
    async with aclosing(Client(Endpoint(base_url=server.url, key="k"), RequestLog())) as client:
        yield client
