"""Avro parts: written from rows of any number, each part of a bounded size."""

from __future__ import annotations

import hashlib
import json
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, TypedDict

import fastavro

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

PART_ROWS = 100_000
"""The most rows of a part."""
PART_BYTES = 64 * 1024 * 1024
"""The size at which a part ends."""
_SAMPLES = 5
_SAMPLE_TEXT = 200
_SAMPLE_ITEMS = 8
_LOOK_EVERY = 64


Split = Literal["data", "eval_data"]
"""The two files of an upload, by the names of their form parts."""


class Part(TypedDict):
    """One Avro file of a dataset (API.md 14.4)."""

    id: str
    file: str
    """Its name in the dataset's folder."""
    split: Split
    size_bytes: int
    num_rows: int
    samples: list[str]
    """The first rows as JSON, long values shortened."""


def write_parts(
    rows: Iterable[Mapping[str, Any]],
    schema: Mapping[str, Any],
    folder: Path,
    dataset_id: str,
    *,
    split: Split = "data",
    codec: Literal["null", "deflate"] = "deflate",
) -> list[Part]:
    """Write `rows` into as many parts as they need; none for no rows.

    Raises what `rows` raises, and ValueError for a row that the schema does not allow.
    """
    parsed = fastavro.parse_schema(dict(schema))
    stem = dataset_id if split == "data" else f"{dataset_id}.eval"
    parts: list[Part] = []
    left = iter(rows)
    for first in left:
        name = f"{stem}.avro.{len(parts)}"
        path = folder / name
        with path.open("wb") as file:
            filling = _Filling(chain((first,), left), file)
            fastavro.writer(file, parsed, filling, codec=codec, sync_marker=_marker(name))
        parts.append(
            Part(
                id=name,
                file=name,
                split=split,
                size_bytes=path.stat().st_size,
                num_rows=filling.count,
                samples=filling.samples,
            )
        )
    return parts


def _marker(name: str) -> bytes:
    """What parts the blocks of a file; by itself it would be another each time."""
    return hashlib.sha256(name.encode()).digest()[:16]


class _Filling:
    """The rows of one part: as many of `rows` as fit."""

    def __init__(self, rows: Iterator[Mapping[str, Any]], file: BinaryIO) -> None:
        self._rows = rows
        self._file = file
        self.count = 0
        self.samples: list[str] = []

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        for row in islice(self._rows, PART_ROWS):
            if len(self.samples) < _SAMPLES:
                self.samples.append(json.dumps(_shortened(row), ensure_ascii=False))
            self.count += 1
            yield row
            if self.count % _LOOK_EVERY == 0 and self._file.tell() >= PART_BYTES:
                return


def _shortened(value: Any) -> Any:
    match value:
        case str() if len(value) > _SAMPLE_TEXT:
            return f"{value[:_SAMPLE_TEXT]}…"
        case dict():
            return {name: _shortened(item) for name, item in value.items()}
        case list():
            return [_shortened(item) for item in value[:_SAMPLE_ITEMS]]
    return value
