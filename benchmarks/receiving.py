"""`python -m benchmarks.receiving 20000@0`: receive as the app does; prints events per second."""

from __future__ import annotations

import asyncio
import os
import sys
import time

from cohere_tui.client.client import Client
from cohere_tui.client.endpoint import Endpoint
from cohere_tui.client.requests import RequestLog
from cohere_tui.models.chat import ChatRequest
from cohere_tui.models.chat_events import read_event
from cohere_tui.state.parts import Phase
from cohere_tui.state.turn import Turn


async def receive(asked: str) -> float:
    """The events per second of client, models and `Turn.apply`."""
    endpoint = Endpoint(base_url=os.environ["CO_API_URL"], key="k")
    client = Client(endpoint, RequestLog())
    request = {"model": "m", "stream": True, "messages": [{"role": "user", "content": asked}]}
    body = ChatRequest.of(request).to_wire()
    turn, events, started = Turn(), 0, 0.0
    async for frame in client.stream("/v2/chat", body):
        started = started or time.perf_counter()
        turn = turn.apply(read_event(frame.data), time.time())
        events += 1
    spent = time.perf_counter() - started
    await client.aclose()
    assert turn.phase is Phase.DONE
    return events / spent


if __name__ == "__main__":
    print(asyncio.run(receive(sys.argv[1])))
