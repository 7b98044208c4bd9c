"""`httpx` lines and `json.loads`, keeping the text: events per second on standard output."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time

import httpx


async def receive(asked: str) -> float:
    """The events per second."""
    body = {"model": "m", "stream": True, "messages": [{"role": "user", "content": asked}]}
    url = os.environ["CO_API_URL"] + "/v2/chat"
    events, started = 0, 0.0
    texts: list[str] = []
    async with (
        httpx.AsyncClient(timeout=None) as client,
        client.stream("POST", url, json=body) as answer,
    ):
        async for line in answer.aiter_lines():
            started = started or time.perf_counter()
            if line.startswith("data: "):
                event = json.loads(line[6:])
                events += 1
                if event["type"] == "content-delta":
                    texts.append(event["delta"]["message"]["content"]["text"])
    return events / (time.perf_counter() - started)


if __name__ == "__main__":
    print(asyncio.run(receive(sys.argv[1])))
