"""Paths and queries as the API wants them written (API.md 1.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeAlias
from urllib.parse import quote, urlencode

from cohere_tui.errors import RequestInvalid

Scalar: TypeAlias = str | int | float | bool | datetime
Query: TypeAlias = Mapping[str, Scalar | Sequence[Scalar] | None]
"""A list repeats its key; None is left out."""


def path_of(template: str, *ids: str) -> str:
    """`template` with each `{}` replaced by an id, percent-encoded except for `/`.

    Raises `RequestInvalid` for an id that would name another path: `.`, `..` or an empty segment.
    """
    return template.format(*(_encode(text) for text in ids))


def encode_query(query: Query) -> str:
    """`query` without its question mark."""
    return urlencode([(name, _word(value)) for name, value in _pairs(query)])


def _encode(text: str) -> str:
    segments = text.split("/")
    if any(segment in ("", ".", "..") for segment in segments):
        raise RequestInvalid(f"{text!r} cannot be an id; nothing was sent", field="id")
    return "/".join(quote(segment, safe="", errors="replace") for segment in segments)


def _pairs(query: Query) -> Iterable[tuple[str, Scalar]]:
    for name, value in query.items():
        if isinstance(value, str | int | float | datetime):
            yield name, value
        elif value is not None:
            yield from ((name, item) for item in value)


def _word(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return str(value)
