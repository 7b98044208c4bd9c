"""Datasets for jobs to work on, validated from the start."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from cohere_tui.sandbox.datasets.records import create_derived, dataset_named, rows_of
from cohere_tui.sandbox.datasets.schemas import BATCH, record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.sandbox.server import Sandbox

TEXTS = ("Cobh", "Kilmore Quay", "The harbour of Cobh")

HARBOURS = record("harbour", {"text": "string", "lang": ["null", "string"]})


async def embed_input(sandbox: Sandbox, texts: Sequence[str] = TEXTS) -> str:
    """The id of a dataset of the type embed-input, with a field besides the text."""
    rows = [{"text": text, "lang": "en" if at % 2 else None} for at, text in enumerate(texts)]
    return await _created(sandbox, "embed-input", HARBOURS, rows)


async def batch_input(sandbox: Sandbox, kind: str, bodies: Sequence[object]) -> str:
    """The id of a dataset of requests."""
    rows = [{"custom_id": f"row-{at}", "body": json.dumps(body)} for at, body in enumerate(bodies)]
    return await _created(sandbox, kind, BATCH, rows)


def output(sandbox: Sandbox, dataset_id: str) -> list[dict[str, Any]]:
    """The rows of a dataset."""
    return list(rows_of(sandbox.world, dataset_named(sandbox.world, dataset_id)))


def answers(sandbox: Sandbox, dataset_id: str) -> list[tuple[str, Any]]:
    """The rows of a batch's output: `custom_id` and the parsed body."""
    rows = output(sandbox, dataset_id)
    return [(row["custom_id"], json.loads(row["body"])) for row in rows]


async def _created(
    sandbox: Sandbox, kind: str, schema: dict[str, Any], rows: list[dict[str, Any]]
) -> str:
    dataset_id = sandbox.world.new_slug("input")
    await asyncio.to_thread(
        create_derived, sandbox.world, "input", kind, schema, rows, dataset_id=dataset_id
    )
    return dataset_id
