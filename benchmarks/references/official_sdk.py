"""The official SDK, where it is installed: events per second on standard output."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from importlib import import_module

# Not a dependency: it may be absent, and then this program is not started.
cohere = import_module("cohere")


async def receive(asked: str) -> float:
    """The events per second."""
    client = cohere.AsyncClientV2(api_key="k", base_url=os.environ["CO_API_URL"])
    events, started = 0, 0.0
    async for _ in client.chat_stream(model="m", messages=[{"role": "user", "content": asked}]):
        started = started or time.perf_counter()
        events += 1
    return events / (time.perf_counter() - started)


if __name__ == "__main__":
    print(asyncio.run(receive(sys.argv[1])))
