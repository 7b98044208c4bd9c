"""Vectors multiplied in plain Python: works everywhere, and is quick enough for some hundreds."""

from __future__ import annotations

import math
from array import array
from itertools import repeat
from operator import mul, truediv
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cohere_tui.models.vectors import Vector

MOST: Final = 200
"""So many vectors are compared with each other within a few seconds."""


def _multiplied(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(map(mul, one, other), 0.0)


dot: Final[Callable[[Sequence[float], Sequence[float]], float]] = getattr(
    math, "sumprod", _multiplied
)
"""The sum of the products; `sumprod` is there from Python 3.12 on."""


def unit(vector: Vector, norm: float) -> list[float]:
    """A vector at length 1; `norm` is its own, and not 0."""
    return list(map(truediv, vector, repeat(norm)))


def cosines(vectors: Sequence[Vector], norms: Sequence[float]) -> array[float]:
    """How alike each two are: a square, row by row. No vector is of length 0."""
    units = list(map(unit, vectors, norms))
    count = len(units)
    square = array("f", bytes(4 * count * count))
    for row, one in enumerate(units):
        alike = array("f", [within(dot(one, other)) for other in units[: row + 1]])
        square[row * count : row * count + row + 1] = alike
        square[row : row * count + row + 1 : count] = alike
    return square


def within(cosine: float) -> float:
    """A cosine without what rounding put on top of it."""
    return max(-1.0, min(1.0, cosine))


def product(square: array[float], count: int) -> Callable[[Sequence[float]], list[float]]:
    """What multiplies a vector of `count` numbers by a square."""
    rows = [square[at : at + count].tolist() for at in range(0, count * count, count)]
    return lambda vector: [dot(row, vector) for row in rows]
