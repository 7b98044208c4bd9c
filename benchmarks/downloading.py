"""A part of a dataset from its link to lines of JSON."""

from __future__ import annotations

import random
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import fastavro

from benchmarks.document import answer
from benchmarks.plan import in_turn
from benchmarks.report import Row
from benchmarks.uploading import figures, store
from benchmarks.world import reference

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from benchmarks.plan import Plan
    from benchmarks.world import World

_ROWS = 100_000
_DIMENSIONS = 8
_SCHEMA = fastavro.parse_schema(
    {
        "type": "record",
        "name": "row",
        "fields": [
            {"name": "text", "type": "string"},
            {"name": "title", "type": ["null", "string"]},
            {
                "name": "embeddings",
                "type": {
                    "type": "record",
                    "name": "kinds",
                    "fields": [
                        {"name": "float", "type": ["null", {"type": "array", "items": "double"}]},
                        {"name": "int8", "type": ["null", {"type": "array", "items": "int"}]},
                    ],
                },
            },
        ],
    }
)
"""Like the answer of an embed job (API.md 14.5)."""


def measure(world: World, plan: Plan) -> Iterator[Row]:
    """Download and conversion against the conversion that needs no app at all."""
    with tempfile.TemporaryDirectory(prefix="cohere-tui-benchmarks-") as place:
        part = Path(place, "stored.avro")
        with part.open("wb") as file:
            fastavro.writer(file, _SCHEMA, _rows(), codec="deflate")
        with store(part) as url:
            ours, theirs = in_turn(
                plan.runs,
                partial(figures, world, sys.executable, "-m", "benchmarks.fetching", url, place),
                partial(figures, world, *reference("fastavro_alone", str(part), f"{place}/x")),
            )
    both, alone = zip(*ours, strict=True)
    unit, against, others = "rows/s", "fastavro + json.dumps", tuple(pace for (pace,) in theirs)
    yield Row(f"download and JSONL of {_ROWS:,} rows", both, unit, against, others)
    yield Row("JSONL of them", alone, unit, against, others)


def _rows() -> Iterator[dict[str, Any]]:
    chance = random.Random(3)
    words = answer(3, 100_000)
    for number in range(_ROWS):
        start = number * 61 % 99_000
        vector = [chance.uniform(-1, 1) for _ in range(_DIMENSIONS)]
        yield {
            "text": words[start : start + 200],
            "title": f"Row {number}" if number % 3 else None,
            "embeddings": {"float": vector, "int8": None},
        }
