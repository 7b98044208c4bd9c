"""The kinds of vectors: how their numbers are read, and what a vector takes."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohere_tui.models.vectors import Vector


@dataclass(frozen=True, slots=True)
class VectorKind:
    """How a kind keeps a vector."""

    name: str
    bits: int
    """Of each dimension, where vectors are kept as the kind has them."""
    zero: int = 0
    """What stands for nothing."""
    packed: bool = False
    """Whether a number is eight dimensions, one to a bit: positive or not."""

    def dimension(self, vector: Vector) -> int:
        """How many dimensions a vector has."""
        return len(vector) * 8 if self.packed else len(vector)

    def bytes_of(self, dimension: int) -> int:
        """What a vector of so many dimensions takes."""
        return -(-dimension * self.bits // 8)

    def numbers(self, vector: Vector) -> Vector:
        """A vector as numbers around 0, one for each dimension: what can be compared."""
        if self.packed:
            bits = (_BITS[(int(byte) - self.zero) & 255] for byte in vector)
            return array("b", chain.from_iterable(bits))
        return array("d", [one - self.zero for one in vector]) if self.zero else vector


_BITS: Final = tuple(
    tuple(1 if byte >> place & 1 else -1 for place in reversed(range(8))) for byte in range(256)
)

KINDS: Final[Mapping[str, VectorKind]] = {
    kind.name: kind
    for kind in (
        VectorKind("float", 32),
        VectorKind("base64", 32),
        VectorKind("int8", 8),
        VectorKind("uint8", 8, zero=128),
        VectorKind("binary", 1, zero=-128, packed=True),
        VectorKind("ubinary", 1, packed=True),
    )
}
"""Those the API names, the most exact first. `base64` comes decoded, as floats."""


def kind_named(name: str) -> VectorKind:
    """A kind by its name; one that is newer than we are is taken for floats."""
    return KINDS.get(name) or VectorKind(name, 32)


def most_exact(names: tuple[str, ...]) -> str:
    """Of several kinds the one that says most; "" of none."""
    known = [name for name in KINDS if name in names]
    return next(iter((*known, *names)), "")
