"""`python -m benchmarks.sending URL FILE`: upload as the app does.

Prints the bytes per second, and the most memory that was ever resident. The app has long spoken to
the server when it uploads, so one small request comes first. Without FILE it does nothing at all,
with everything imported.
"""

from __future__ import annotations

import asyncio
import sys
import time
from contextlib import aclosing
from pathlib import Path

from benchmarks.cpu import peak_bytes
from cohere_tui.client.client import Client
from cohere_tui.client.endpoint import Endpoint
from cohere_tui.client.requests import RequestLog
from cohere_tui.client.uploading import Form, FormFile


async def send(url: str, paths: list[Path]) -> float:
    """The bytes per second; 0 without a path."""
    client = Client(Endpoint(url, "k"), RequestLog())
    if not paths:
        return 0.0
    async with aclosing(client):
        await client.post("/v1/check-api-key")
        files = tuple(FormFile("data", path, path.name, "text/csv") for path in paths)
        size = sum(path.stat().st_size for path in paths)
        started = time.perf_counter()
        await client.upload("/v1/datasets", {"name": "n"}, Form(files=files))
        return size / (time.perf_counter() - started)


if __name__ == "__main__":
    pace = asyncio.run(send(sys.argv[1], [Path(name) for name in sys.argv[2:]]))
    print(pace, peak_bytes())
