"""Vectors as they are kept: packed, because written out in figures they take four times as much.

Packing takes a moment; writing out, or reading, 100,000 figures holds up every thread.
"""

from __future__ import annotations

import base64
import sys
from array import array
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohere_tui.models.vectors import Vector, Vectors


def packed(embeddings: Mapping[str, Vectors]) -> Any:
    """The vectors of an answer as a JSON value."""
    return {kind: [_packed(vector) for vector in rows] for kind, rows in embeddings.items()}


def unpacked(value: Any) -> dict[str, Vectors]:
    """The vectors again. Raises `ValueError` for what are none."""
    try:
        return {kind: tuple(map(_unpacked, rows)) for kind, rows in value.items()}
    except (AttributeError, TypeError, KeyError) as error:
        raise ValueError("these are no vectors") from error


def _packed(vector: Vector | None) -> str | None:
    """The code of the numbers, then their bytes, the lowest first."""
    if vector is None:
        return None
    numbers = vector if isinstance(vector, array) else array("d", vector)
    return numbers.typecode + base64.b64encode(_little(numbers).tobytes()).decode()


def _unpacked(text: str | None) -> Vector | None:
    if text is None:
        return None
    return _little(array(text[:1], base64.b64decode(text[1:], validate=True)))


def _little(numbers: array[float]) -> array[float]:
    """With the bytes of each number in the order of small machines."""
    if sys.byteorder == "little":
        return numbers
    turned = array(numbers.typecode, numbers)
    turned.byteswap()
    return turned


def outlined(embeddings: Mapping[str, Vectors], numbers: int = 4) -> dict[str, Any]:
    """The vectors as a JSON value to be looked at: of each the first numbers, in one line."""
    return {kind: [_line(vector, numbers) for vector in rows] for kind, rows in embeddings.items()}


def _line(vector: Vector | None, numbers: int) -> str | None:
    if vector is None:
        return None
    more = len(vector) - numbers
    told = ", ".join(map(repr, vector[:numbers]))
    return f"[{told}, … {more:,} more]" if more > 0 else f"[{told}]"
