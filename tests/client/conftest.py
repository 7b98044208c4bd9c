"""Clients that close themselves, and pauses that do not last."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from cohere_tui.client.client import Client
from cohere_tui.client.endpoint import Endpoint
from cohere_tui.client.requests import RequestLog

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from cohere_tui.client.retrying import Wait

KEY = "co-secret-9f8e7d6c5b4a3210"


@dataclass
class Caller:
    """Makes clients whose waits are noted instead of waited."""

    log: RequestLog = field(default_factory=RequestLog)
    waits: list[Wait] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    clients: list[Client] = field(default_factory=list)

    def __call__(self, endpoint: Endpoint | str) -> Client:
        if isinstance(endpoint, str):
            endpoint = Endpoint(endpoint, KEY)
        client = Client(endpoint, self.log, on_wait=self.waits.append, pause=self._pause)
        self.clients.append(client)
        return client

    async def _pause(self, seconds: float) -> None:
        self.pauses.append(seconds)


@pytest.fixture
async def caller() -> AsyncGenerator[Caller, None]:
    caller = Caller()
    yield caller
    for client in caller.clients:
        await client.aclose()
