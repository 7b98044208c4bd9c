"""Many dimensions on a plane: the two directions in which vectors differ most (PCA)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from operator import mul
from typing import TYPE_CHECKING, Final

from cohere_tui.state.playground.vectors.plain import dot

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Sequence

    from cohere_tui.state.playground.vectors.multiplying import Multiplying

_MOST_STEPS: Final = 100
_STILL: Final = 1e-4
_NOTHING: Final = 1e-6
"""What is smaller is rounding: cosines are kept in four bytes."""


@dataclass(frozen=True, slots=True)
class Plane:
    """Where each vector is, and how much of what there is to see is seen."""

    points: tuple[tuple[float, float], ...]
    share: float
    """Of all differences, what the two directions tell: 0 to 1."""


def plane(square: array[float], count: int, way: Multiplying) -> Plane:
    """The plane of `count` vectors of length 1; `square` are their cosines."""
    if not count:
        return Plane((), 1.0)
    times = _about_the_middle(way.product(square, count), count)
    means = [sum(square[at * count : (at + 1) * count]) / count for at in range(count)]
    middle = sum(means) / count
    spread = [
        max(0.0, square[at * count + at] - 2 * mean + middle) for at, mean in enumerate(means)
    ]
    total = sum(spread)
    across = _direction(times, spread, ())
    rest = [one - part * part for one, part in zip(spread, across, strict=True)]
    along = _direction(times, rest, across)
    seen = sum(map(mul, across, across)) + sum(map(mul, along, along))
    share = min(1.0, seen / total) if total > _NOTHING else 1.0
    return Plane(tuple(zip(across, along, strict=True)), share)


def _about_the_middle(
    times: Callable[[Sequence[float]], list[float]], count: int
) -> Callable[[Sequence[float]], list[float]]:
    """Multiplies as if the middle of all vectors were at 0."""

    def centred(vector: Sequence[float]) -> list[float]:
        middle = sum(vector) / count
        return [one - middle for one in vector]

    return lambda vector: centred(times(centred(vector)))


def _direction(
    times: Callable[[Sequence[float]], list[float]],
    spread: Sequence[float],
    known: Sequence[float],
) -> list[float]:
    """How far each vector lies in the direction in which they differ most, but for a `known` one.

    `spread` is how far each lies from the middle, squared, without what is known.
    """
    none = [0.0] * len(spread)
    if max(spread) < _NOTHING:
        return none
    length = dot(known, known) if known else 0.0

    def further(vector: Sequence[float]) -> list[float]:
        there = times(vector)
        if length < _NOTHING:
            return there
        part = dot(known, vector)
        return [one - part * other for one, other in zip(there, known, strict=True)]

    # It begins with the vector that is farthest out.
    farthest = max(range(len(spread)), key=spread.__getitem__)
    here = [1.0 if at == farthest else 0.0 for at in range(len(spread))]
    reach = 0.0
    for _ in range(_MOST_STEPS):
        there = further(here)
        reach = math.hypot(*there)
        if reach < _NOTHING:
            return none
        before, here = here, [one / reach for one in there]
        if math.dist(before, here) < _STILL:
            break
    return _upright(here, reach)


def _upright(direction: Sequence[float], reach: float) -> list[float]:
    """A direction at its length; what is farthest out is on the positive side."""
    length = math.copysign(math.sqrt(reach), max(direction, key=abs))
    return [one * length for one in direction]
