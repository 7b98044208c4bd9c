"""Curves as they are drawn: smoothed, thinned, with their best point and round ticks."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cohere_tui.state.training import Point

if TYPE_CHECKING:
    from collections.abc import Sequence

SMOOTHING: Final = 0.8
"""How much of a smoothed value is what came before it."""

_LOWER: Final = frozenset(
    ["loss", "error", "perplexity", "ppl", "mae", "mse", "rmse", "wer", "cer"]
)
_HIGHER: Final = frozenset(
    [
        "accuracy",
        "acc",
        "f1",
        "precision",
        "recall",
        "auc",
        "ndcg",
        "mrr",
        "map",
        "bleu",
        "rouge",
        "score",
        "reward",
    ]
)
_LARGEST: Final = 1e100
_LAST_STEP: Final = 2**53
_MILLION: Final = 1_000_000
_ALIKE: Final = 1e-9
"""Values that differ by no more than this part of them are drawn as one."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A line of a chart: what a person calls it, and its points by step."""

    name: str
    points: tuple[Point, ...]


def lower_is_better(metric: str) -> bool | None:
    """Whether a metric of that name is better the lower it is; None where one cannot tell."""
    words = set(re.split(r"[^a-z0-9]+", metric.lower()))
    if words & _LOWER:
        return True
    return False if words & _HIGHER else None


def best(metric: str, points: Sequence[Point]) -> Point | None:
    """The best point, of equals the first; None where one cannot tell what is good."""
    lower = lower_is_better(metric)
    if lower is None or not points:
        return None
    return (min if lower else max)(points, key=lambda point: point.value)


def smoothed(points: Sequence[Point]) -> tuple[Point, ...]:
    """With the noise taken out: each value leans on those before it, the first ones on few."""
    drawn: list[Point] = []
    mean = weight = 0.0
    for point in points:
        mean = SMOOTHING * mean + (1 - SMOOTHING) * point.value
        weight = SMOOTHING * weight + (1 - SMOOTHING)
        drawn.append(Point(point.step, mean / weight, point.at))
    return tuple(drawn)


def thinned(points: Sequence[Point], most: int) -> tuple[Point, ...]:
    """At most some `most` points that look the same: of each stretch the lowest and the highest.

    The first and the last stay.
    """
    if len(points) <= most:
        return tuple(points)
    stretches = max(1, most // 2 - 1)
    size = len(points) / stretches
    kept = {0, len(points) - 1}
    for number in range(stretches):
        places = range(int(number * size), min(len(points), int((number + 1) * size)))
        kept |= {min(places, key=lambda place: points[place].value)}
        kept |= {max(places, key=lambda place: points[place].value)}
    return tuple(points[place] for place in sorted(kept))


def drawable(points: Sequence[Point]) -> tuple[Point, ...]:
    """Without what is too far out to have a place on a chart."""
    return tuple(
        point for point in points if abs(point.value) <= _LARGEST and abs(point.step) <= _LAST_STEP
    )


def ticks(low: float, high: float, most: int, *, whole: bool = False) -> tuple[float, ...]:
    """At most `most` round numbers, evenly apart, the first and last of them around all values."""
    largest = max(abs(low), abs(high))
    if high - low <= max(_ALIKE * largest, 1 / _LARGEST):
        around = largest / 2 if largest > 1 / _LARGEST else 1.0
        low, high = low - around, high + around
    rough = (high - low) / max(1, most - 1)
    size = 10.0 ** math.floor(math.log10(rough))
    for factor in (1, 2, 2.5, 5, 10, 20, 25, 50):
        apart = max(1.0, math.ceil(size * factor)) if whole else size * factor
        first, last = math.floor(low / apart), math.ceil(high / apart)
        if last - first < max(2, most):
            break
    return tuple(number * apart for number in range(first, last + 1))


def short(value: float) -> str:
    """A number in few letters: whole ones up to a million as they are, else four digits."""
    if abs(value) < _MILLION and value == int(value):
        return f"{int(value):,}"
    return f"{value:.4g}"
