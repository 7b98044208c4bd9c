"""How much of the scale curves are drawn on: what runs away does not flatten the rest."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final, TypeAlias

from cohere_tui.state.curves import lower_is_better

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.state.training import Point

Place: TypeAlias = tuple[float, float]
"""A step and a value."""

_FIRST: Final = 5
"""So many values tell where a curve begins."""
_FENCE: Final = 4
"""What is so many times beyond where curves begin or mostly are has run away."""
_FAR: Final = 100
"""Curves that lie so many times apart are none of the same kind: one of them has run away."""
_HIGH: Final = 4
"""The same for what is good low: there the low ones matter."""
_WORTH: Final = 2
"""Only when the whole is so many times the rest is something left out."""


@dataclass(frozen=True, slots=True)
class Span:
    """The values that are drawn."""

    low: float
    high: float

    def has(self, value: float) -> bool:
        """Whether a value has a place."""
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Beyond:
    """What of a curve leaves the picture on one side."""

    number: int
    """Of the curve, counted from 0."""
    many: int
    """So many points."""
    farthest: Point


def ordinary(metric: str, lines: Sequence[Sequence[Point]]) -> Span | None:
    """What is to be drawn where something runs away: all the rest. None where nothing does.

    A falling loss may begin high: what lies around where a curve begins is never left out.
    """
    levels = sorted(level for line in lines if (level := _level(metric, line)))
    if not levels:
        return None
    low = lower_is_better(metric)
    top = levels[0 if low else (len(levels) - 1) // 2]
    for level in levels:
        if top < level <= (_HIGH if low else _FAR) * top:
            top = level
    values = [point.value for line in lines for point in line]
    kept = [value for value in values if abs(value) <= _FENCE * top]
    if not kept or max(values) - min(values) <= _WORTH * (max(kept) - min(kept)):
        return None
    return None if len(kept) == len(values) else Span(min(kept), max(kept))


def _level(metric: str, line: Sequence[Point]) -> float:
    """How large the values of a curve are as a rule: where it begins, and where it mostly is."""
    if not line:
        return 0.0
    sizes = [abs(point.value) for point in line]
    # What is good low goes up only when it runs away, and that may be most of the time.
    place = len(sizes) // (4 if lower_is_better(metric) else 2)
    return max(median(sizes[:_FIRST]), sorted(sizes)[min(place, len(sizes) - 1)])


def within(points: Sequence[Point], span: Span | None) -> tuple[Point, ...]:
    """Those that have a place."""
    return tuple(point for point in points if span is None or span.has(point.value))


def above(lines: Sequence[Sequence[Point]], span: Span) -> tuple[Beyond, ...]:
    """What leaves the picture at the top, by curve."""
    return _beyond([[one for one in line if one.value > span.high] for line in lines], 1)


def below(lines: Sequence[Sequence[Point]], span: Span) -> tuple[Beyond, ...]:
    """What leaves it at the bottom."""
    return _beyond([[one for one in line if one.value < span.low] for line in lines], -1)


def _beyond(lines: Sequence[Sequence[Point]], sign: int) -> tuple[Beyond, ...]:
    return tuple(
        Beyond(number, len(line), max(line, key=lambda point: sign * point.value))
        for number, line in enumerate(lines)
        if line
    )


def pieces(points: Sequence[Point], span: Span) -> tuple[tuple[Place, ...], ...]:
    """A curve as it is seen: it ends at the edge where it leaves, and begins where it is back."""
    found: list[list[Place]] = [[]]
    if points and span.has(points[0].value):
        found[-1].append((points[0].step, points[0].value))
    for one, next_ in pairwise(points):
        is_in, stays = span.has(one.value), span.has(next_.value)
        if stays and not is_in:
            found.append([_edge(next_, one, span)])
        if stays:
            found[-1].append((next_.step, next_.value))
        elif is_in:
            found[-1].append(_edge(one, next_, span))
    return tuple(tuple(piece) for piece in found if piece)


def leavings(points: Sequence[Point], span: Span) -> tuple[Place, ...]:
    """Where it leaves the picture, on the edge."""
    found: list[Place] = []
    was_in = True
    for point in points:
        is_in = span.has(point.value)
        if was_in and not is_in:
            found.append((point.step, span.high if point.value > span.high else span.low))
        was_in = is_in
    return tuple(found)


def _edge(inner: Point, outer: Point, span: Span) -> Place:
    """Where the line from a point that is seen to one that is not meets the edge."""
    edge = span.high if outer.value > span.high else span.low
    share = (edge - inner.value) / (outer.value - inner.value)
    return inner.step + share * (outer.step - inner.step), edge
