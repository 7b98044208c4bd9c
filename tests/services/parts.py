"""Avro parts as a server would make them, and rows read back from what was written."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import fastavro

from tests.conftest import FIXTURES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

REAL = FIXTURES / "binary" / "embed_result_part.avro"
EXPECTED = json.loads((FIXTURES / "binary" / "embed_result_part.expected.json").read_bytes())

TEXTS = {"type": "record", "name": "texts", "fields": [{"name": "text", "type": "string"}]}


def record(**fields: Any) -> dict[str, Any]:
    """A schema with these fields, each an Avro type."""
    named = [{"name": name, "type": kind} for name, kind in fields.items()]
    return {"type": "record", "name": "row", "fields": named}


def part(
    path: Path, rows: Iterable[dict[str, Any]], schema: dict[str, Any] = TEXTS, codec: str = "null"
) -> Path:
    """A part at `path` with these rows."""
    with path.open("wb") as file:
        fastavro.writer(file, fastavro.parse_schema(schema), rows, codec=codec)
    return path


def texts(count: int, begin: int = 0) -> list[dict[str, Any]]:
    return [{"text": f"text {number}"} for number in range(begin, begin + count)]


def read_jsonl(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def read_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, strict=True))


def read_avro(path: Path) -> list[Any]:
    with path.open("rb") as file:
        return list(fastavro.reader(file))
