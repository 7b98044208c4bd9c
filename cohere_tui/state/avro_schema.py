"""The fields of an Avro schema, in words for a person (API.md 14.4)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEEPEST: Final = 8
_MOST: Final = 1_000


@dataclass(frozen=True, slots=True)
class SchemaField:
    """One field of a record, or of a record in it."""

    path: tuple[str, ...]
    """The names of the fields that lead to it, and its own."""
    type: str
    """`string`, `list of float, or null`"""

    @property
    def name(self) -> str:
        """`text`, `embeddings.float`"""
        return ".".join(self.path)


def fields_of(schema: str) -> tuple[SchemaField, ...]:
    """The fields of a schema given as JSON text; none where it is no schema of records."""
    if not schema:
        return ()
    try:
        parsed = json.loads(schema)
    except (ValueError, RecursionError):
        return ()
    found = _record(parsed, ())
    return tuple(field for field, _ in zip(found, range(_MOST), strict=False))


def _record(schema: Any, before: tuple[str, ...]) -> Iterator[SchemaField]:
    fields = schema.get("fields") if isinstance(schema, dict) else None
    for field in fields if isinstance(fields, list) else ():
        if not isinstance(field, dict):
            continue
        path, kind = (*before, str(field.get("name", "?"))), field.get("type")
        inner = _inner_record(kind)
        if inner is not None and len(path) < _DEEPEST:
            yield from _record(inner, path)
        else:
            yield SchemaField(path, _words(kind, 0))


def _inner_record(kind: Any) -> Any:
    """The record that a field holds, be it wrapped or null; None when it holds something else."""
    while isinstance(kind, dict) and isinstance(kind.get("type"), dict):
        kind = kind["type"]
    if isinstance(kind, list) and len(kind) == 2 and "null" in kind:
        return _inner_record(kind[1 - kind.index("null")])
    return kind if isinstance(kind, dict) and kind.get("type") == "record" else None


def _words(kind: Any, depth: int) -> str:
    if depth > _DEEPEST:
        return "…"
    if isinstance(kind, list):
        return _union(kind, depth)
    if not isinstance(kind, dict):
        return kind if isinstance(kind, str) else "?"
    name = kind.get("type")
    if isinstance(kind.get("logicalType"), str):
        return str(kind["logicalType"])
    match name:
        case "array":
            return f"list of {_words(kind.get('items'), depth + 1)}"
        case "map":
            return f"map to {_words(kind.get('values'), depth + 1)}"
        case "enum":
            symbols = kind.get("symbols")
            return f"one of {', '.join(map(str, symbols))}" if isinstance(symbols, list) else "enum"
        case "record":
            return "record"
    return _words(name, depth + 1)


def _union(kinds: list[Any], depth: int) -> str:
    words = [_words(kind, depth + 1) for kind in kinds if kind != "null"]
    if "null" in kinds:
        return f"{' or '.join(words)}, or null" if words else "null"
    return " or ".join(words)
