"""`python -m benchmarks.fetching URL FOLDER`: download a part and make it JSONL, as the app does.

Prints the rows per second of both together, and of the conversion alone.
"""

from __future__ import annotations

import asyncio
import sys
import time
from contextlib import aclosing
from pathlib import Path

from cohere_tui.client.client import Client
from cohere_tui.client.endpoint import Endpoint
from cohere_tui.client.requests import RequestLog
from cohere_tui.services.converting import convert


async def fetch(url: str, folder: Path) -> tuple[float, float]:
    """The rows per second."""
    part = folder / "part.avro"
    started = time.perf_counter()
    async with aclosing(Client(Endpoint(url, "k"), RequestLog())) as client:
        with part.open("wb") as file:
            await client.download(f"{url}/part", file)
    downloaded = time.perf_counter()
    rows = await convert([part], folder / "rows.jsonl", "jsonl", replace=True)
    over = time.perf_counter()
    return rows / (over - started), rows / (over - downloaded)


if __name__ == "__main__":
    print(*asyncio.run(fetch(sys.argv[1], Path(sys.argv[2]))))
