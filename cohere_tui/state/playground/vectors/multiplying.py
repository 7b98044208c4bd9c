"""What multiplies vectors here: numpy, where it is installed, else plain Python."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Sequence

    from cohere_tui.models.vectors import Vector

_HERE = __name__.rpartition(".")[0]


class Multiplying(Protocol):
    """A way to multiply vectors; see `plain`."""

    @property
    def MOST(self) -> int:  # noqa: N802 a constant of a module
        """So many vectors are compared with each other within a few seconds."""

    def cosines(self, vectors: Sequence[Vector], norms: Sequence[float], /) -> array[float]:
        """How alike each two are: a square, row by row. No vector is of length 0."""

    def product(
        self, square: array[float], count: int, /
    ) -> Callable[[Sequence[float]], list[float]]:
        """What multiplies a vector of `count` numbers by a square."""


@cache
def quickest() -> Multiplying:
    """The quickest way there is. Loads numpy when it is first asked for: ask in a thread."""
    try:
        module = import_module(f"{_HERE}.arrays")
    except ImportError:
        module = import_module(f"{_HERE}.plain")
    return cast("Multiplying", module)
