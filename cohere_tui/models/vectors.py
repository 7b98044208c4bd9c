"""Vectors of an answer: lists of numbers or base64, read fast and kept small (API.md 8.1).

An answer holds 100,000 numbers and more. They are parsed by pydantic's core and kept as arrays: an
array of 1536 floats takes 12 KB, a list 49 KB.
"""

from __future__ import annotations

import base64
import binascii
import math
import sys
from array import array
from collections.abc import Mapping, Sequence
from typing import Annotated, Final, TypeAlias

from pydantic import PlainValidator, SkipValidation

Vector: TypeAlias = Sequence[float]
"""The numbers of one vector; whole ones where the kind has whole ones. Never changed."""

Vectors: TypeAlias = tuple[Vector | None, ...]
"""In the order of the inputs; None where there is none, or none that can be read."""

_CODES: Final = {"int8": "b", "uint8": "B", "binary": "b", "ubinary": "B"}
_BASE64: Final = "base64"


def _by_kind(value: object) -> dict[str, Vectors]:
    """`{"float": [[…], …], …}`, or one list without a kind, which is of floats.

    A kind that is null, as some gateways send, is none (GAPS 3.6).
    """
    kinds = {"float": value} if isinstance(value, list | tuple) else value
    if not isinstance(kinds, dict):
        return {}
    return {
        str(kind): tuple(_vector(row, str(kind)) for row in rows)
        for kind, rows in kinds.items()
        if isinstance(rows, list | tuple)
    }


ByKind = Annotated[Mapping[str, Vectors], SkipValidation, PlainValidator(_by_kind)]
"""The vectors of an answer by their kind: float, int8, uint8, binary, ubinary, base64, or newer."""


def _vector(row: object, kind: str) -> Vector | None:
    if isinstance(row, str):
        return _unpacked(row) if kind == _BASE64 else None
    if not isinstance(row, list) or not row:
        return row if isinstance(row, array) else None
    numbers = _array(_CODES.get(kind, "d"), row) or _array("d", row)
    return numbers if numbers is not None and math.isfinite(sum(numbers)) else None


def _array(code: str, row: list[object]) -> array[float] | None:
    try:
        return array(code, row)  # type: ignore[arg-type]
    except (TypeError, OverflowError):
        return None


def _unpacked(text: str) -> Vector | None:
    """Base64 of little-endian floats of four bytes each."""
    try:
        data = base64.b64decode(text, validate=True)
        floats = array("f", data)
    except (binascii.Error, ValueError):
        return None
    if sys.byteorder == "big":
        floats.byteswap()
    return floats if floats and math.isfinite(sum(floats)) else None
