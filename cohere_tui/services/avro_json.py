"""Avro values as JSON and as cells of a table: what JSON has no word for becomes text."""

from __future__ import annotations

import base64
import json
import math
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID


def json_text(value: Any) -> str:
    """`value` as JSON on one line.

    Bytes become base64, decimals and UUIDs their digits, times ISO 8601, durations their seconds.
    What is no number (NaN, infinities) becomes null.
    """
    try:
        return _JSON.encode(value)
    except ValueError:
        return _JSON.encode(_finite(value))


def cell(value: Any) -> str:
    """`value` as a cell: texts as they are, null empty, everything else as its JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool | int | float | list | dict):
        text = json_text(value)
        return "" if text == "null" else text
    return str(_worded(value))


def _worded(value: object) -> object:
    match value:
        case bytes() | bytearray():
            return base64.b64encode(value).decode()
        case datetime() | date() | time():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case Decimal() | UUID():
            return str(value)
        case tuple() | set() | frozenset():
            return list(value)
    raise TypeError(f"no JSON for {type(value).__name__}")


def _finite(value: Any) -> Any:
    """`value` with null for every number that is none."""
    match value:
        case float():
            return value if math.isfinite(value) else None
        case dict():
            return {name: _finite(item) for name, item in value.items()}
        case list() | tuple():
            return [_finite(item) for item in value]
    return value


_JSON = json.JSONEncoder(
    ensure_ascii=False,
    check_circular=False,
    allow_nan=False,
    separators=(",", ":"),
    default=_worded,
)
