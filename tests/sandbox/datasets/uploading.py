"""Uploading datasets, seeing them through, and reading what became of them."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import fastavro
import httpx

if TYPE_CHECKING:
    from cohere_tui.sandbox.server import Sandbox

TEXTS = b"text,lang\nCobh,en\nKinsale,ga\n"
Query = dict[str, Any]


async def send(
    caller: httpx.AsyncClient,
    content: bytes = TEXTS,
    *,
    file: str = "data.csv",
    evaluation: bytes | None = None,
    **query: Any,
) -> httpx.Response:
    """The answer to an upload; unless told, of a small csv to embed."""
    wanted = {"name": "harbours", "type": "embed-input", **query}
    files = {"data": (file, content)}
    if evaluation is not None:
        files["eval_data"] = (file, evaluation)
    return await caller.post("/v1/datasets", params=wanted, files=files)


async def upload(caller: httpx.AsyncClient, content: bytes = TEXTS, **rest: Any) -> str:
    """The id of a dataset that was uploaded."""
    answer = await send(caller, content, **rest)
    assert answer.status_code == 200, answer.text
    found: str = answer.json()["id"]
    return found


async def seen(caller: httpx.AsyncClient, dataset_id: str) -> dict[str, Any]:
    """The dataset as it is now."""
    answer = await caller.get(f"/v1/datasets/{dataset_id}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["dataset"]
    return found


async def finished(
    sandbox: Sandbox, caller: httpx.AsyncClient, content: bytes = TEXTS, **rest: Any
) -> dict[str, Any]:
    """The dataset of an upload after its validation."""
    dataset_id = await upload(caller, content, **rest)
    await sandbox.rest()
    sandbox.clock.advance(10)
    return await seen(caller, dataset_id)


async def fetch(url: str, **headers: str) -> httpx.Response:
    """What a presigned link gives to a caller without a key."""
    async with httpx.AsyncClient(trust_env=False, verify=False) as stranger:
        return await stranger.get(url, headers=headers)


async def rows(dataset: dict[str, Any]) -> list[Any]:
    """All rows of all parts, decoded."""
    found: list[Any] = []
    for part in dataset["dataset_parts"]:
        answer = await fetch(part["url"])
        assert answer.status_code == 200, answer.text
        own = list(fastavro.reader(io.BytesIO(answer.content)))
        assert len(own) == part["num_rows"]
        assert len(answer.content) == part["size_bytes"]
        found += own
    return found


def jsonl(*items: Any) -> bytes:
    """The items as JSON lines."""
    return b"".join(json.dumps(item).encode() + b"\n" for item in items)
