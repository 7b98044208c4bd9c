"""What vectors take, kind by kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cohere_tui.state.playground.vectors.kinds import KINDS, kind_named

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cohere_tui.models.vectors import Vectors

MILLION: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class KindSize:
    """What vectors of a kind take where they are kept as the kind has them."""

    kind: str
    came: bool
    """Whether the answer has it; else it is reckoned from those that came."""
    dimension: int
    each: int
    """Bytes of one vector."""
    vectors: int
    """How many there are, or would be."""
    of_floats: float
    """Its share of what floats take."""

    @property
    def all(self) -> int:
        """Bytes of all vectors."""
        return self.each * self.vectors


def sizes(embeddings: Mapping[str, Vectors]) -> tuple[KindSize, ...]:
    """Every kind the API names, and newer ones that came, the largest first."""
    shapes = {name: _shape(name, vectors) for name, vectors in embeddings.items()}
    dimension, vectors = max(shapes.values(), default=(0, 0))
    found = _sizes(shapes, dimension, vectors) if dimension else ()
    return tuple(sorted(found, key=lambda size: -size.each))


def _sizes(
    shapes: Mapping[str, tuple[int, int]], dimension: int, vectors: int
) -> Iterator[KindSize]:
    for name in dict.fromkeys((*KINDS, *shapes)):
        kind = kind_named(name)
        came = bool(shapes.get(name, (0, 0))[0])
        dimensions, there = shapes[name] if came else (dimension, vectors)
        each, floats = kind.bytes_of(dimensions), kind_named("float").bytes_of(dimensions)
        yield KindSize(name, came, dimensions, each, there, each / floats)


def _shape(name: str, vectors: Vectors) -> tuple[int, int]:
    """The largest dimension of a kind, and how many vectors it has."""
    there = [vector for vector in vectors if vector is not None]
    return max(map(kind_named(name).dimension, there), default=0), len(there)
