"""Vectors multiplied by numpy, which is optional: `pip install 'cohere-tui[maps]'`."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cohere_tui.models.vectors import Vector

MOST: Final = 2_000
"""So many vectors are compared with each other within a few seconds."""


def cosines(vectors: Sequence[Vector], norms: Sequence[float]) -> array[float]:
    """How alike each two are: a square, row by row. No vector is of length 0."""
    square = array("f")
    if vectors:
        units = np.array([np.asarray(vector, np.float64) for vector in vectors])
        units /= np.asarray(norms)[:, np.newaxis]
        square.frombytes((units @ units.T).clip(-1, 1).astype(np.float32).tobytes())
    return square


def product(square: array[float], count: int) -> Callable[[Sequence[float]], list[float]]:
    """What multiplies a vector of `count` numbers by a square."""
    matrix = np.asarray(square, np.float64).reshape(count, count)

    def times(vector: Sequence[float]) -> list[float]:
        multiplied: list[float] = (matrix @ np.asarray(vector)).tolist()
        return multiplied

    return times
