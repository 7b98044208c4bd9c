"""The vectors of one kind, measured, compared and put on a plane."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cohere_tui.state.naming import count
from cohere_tui.state.playground.vectors.grouping import grouped
from cohere_tui.state.playground.vectors.kinds import kind_named
from cohere_tui.state.playground.vectors.multiplying import quickest
from cohere_tui.state.playground.vectors.plain import dot, unit, within
from cohere_tui.state.playground.vectors.plane import Plane, plane
from cohere_tui.state.playground.vectors.polite import polite
from cohere_tui.state.playground.vectors.similarity import Similarity, similarity_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cohere_tui.models.vectors import Vector, Vectors
    from cohere_tui.state.playground.vectors.kinds import VectorKind
    from cohere_tui.state.playground.vectors.multiplying import Multiplying

MISSING: Final = "no vector came"


@dataclass(frozen=True, slots=True)
class Measured:
    """The vector of one input."""

    place: int
    """Of the input, counted from 0."""
    vector: Vector | None = None
    """As it came."""
    norm: float = 0.0
    dimension: int = 0
    trouble: str = ""
    """Why it is not compared with others; empty when it is."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What there is to see of the vectors of one kind."""

    kind: str
    measured: tuple[Measured, ...]
    """One for each input."""
    similarity: Similarity
    plane: Plane
    """Of the same inputs, in the same order."""
    grouped: tuple[int, ...] = ()
    """The rows of `similarity` so that like stands beside like."""

    @property
    def missing(self) -> tuple[int, ...]:
        """The inputs without a vector that can be compared."""
        return tuple(one.place for one in self.measured if one.trouble)

    @property
    def beyond(self) -> int:
        """How many could be compared and were too many."""
        return len(self.measured) - len(self.missing) - len(self.similarity)


def measured(vectors: Vectors, kind: str, asked: int) -> tuple[Measured, ...]:
    """One for each of `asked` inputs. Those of the most frequent dimension can be compared."""
    reading = kind_named(kind)
    padded = (*vectors, *[None] * (asked - len(vectors)))
    sizes = Counter(len(vector) for vector in padded if vector is not None)
    usual = max(sizes, key=sizes.__getitem__) if sizes else 0
    return tuple(_measured(place, one, reading, usual) for place, one in enumerate(padded))


def _measured(place: int, vector: Vector | None, kind: VectorKind, usual: int) -> Measured:
    if vector is None:
        return Measured(place, trouble=MISSING)
    norm, dimension = math.hypot(*kind.numbers(vector)), kind.dimension(vector)
    trouble = ""
    if len(vector) != usual:
        dimensions = count(dimension, "dimension")
        trouble = f"{dimensions}, and not {usual * dimension // len(vector):,} as most have"
    elif not norm or not math.isfinite(norm):
        trouble = "all its numbers are 0" if not norm else "its numbers are too large"
    return Measured(place, vector, norm, dimension, trouble)


def pictured(vectors: Vectors, kind: str, asked: int, way: Multiplying | None = None) -> Picture:
    """Everything there is to see of the vectors of a kind. Takes a while: ask in a thread."""
    with polite():
        return _pictured(vectors, kind, asked, way or quickest())


def _pictured(vectors: Vectors, kind: str, asked: int, way: Multiplying) -> Picture:
    found = measured(vectors, kind, asked)
    compared = [one for one in found if not one.trouble][: way.MOST]
    numbers = list(_numbers(compared, kind))
    square = way.cosines(numbers, [one.norm for one in compared])
    similarity = similarity_of(tuple(one.place for one in compared), square)
    on_plane = plane(square, len(compared), way)
    return Picture(kind, found, similarity, on_plane, grouped(similarity))


def _numbers(some: Sequence[Measured], kind: str) -> Iterator[Vector]:
    reading = kind_named(kind)
    for one in some:
        assert one.vector is not None
        yield reading.numbers(one.vector)


def cosine(one: Vector, other: Vector, kind: str = "float") -> float | None:
    """How alike two vectors are; None where that means nothing: other dimensions, or length 0."""
    reading = kind_named(kind)
    ones, others = reading.numbers(one), reading.numbers(other)
    norms = math.hypot(*ones), math.hypot(*others)
    if len(ones) != len(others) or not all(norms) or not all(map(math.isfinite, norms)):
        return None
    return within(dot(unit(ones, norms[0]), unit(others, norms[1])))


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An input, seen from another one."""

    place: int
    cosine: float


def neighbours(picture: Picture, place: int) -> tuple[Neighbour, ...]:
    """All inputs that can be compared with the one at `place`, the most alike first, without it.

    Those beyond the similarities, too. Takes a while for thousands: ask in a thread.
    """
    here = picture.measured[place]
    if here.trouble:
        return ()
    others = [one for one in picture.measured if not one.trouble and one.place != place]
    (mine,) = _numbers([here], picture.kind)
    ours = unit(mine, here.norm)
    with polite():
        found = [
            Neighbour(other.place, within(dot(ours, numbers) / other.norm))
            for other, numbers in zip(others, _numbers(others, picture.kind), strict=True)
        ]
    return tuple(sorted(found, key=lambda one: (-one.cosine, one.place)))
