"""How alike each two of some vectors are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from array import array


@dataclass(frozen=True, slots=True)
class Similarity:
    """How alike each two of some inputs are: their cosines."""

    places: tuple[int, ...]
    """Which inputs they are, counted from 0."""
    square: array[float]
    """Row by row."""
    lowest: float
    """Of two different inputs; where there are none, 0."""
    highest: float
    """The same."""

    def __len__(self) -> int:
        return len(self.places)

    def at(self, row: int, column: int) -> float:
        """How alike two are, by their rows."""
        return self.square[row * len(self.places) + column]

    def share(self, row: int, column: int) -> float:
        """Where between the lowest and the highest it is: 0 to 1; 1 where those are the same."""
        span = self.highest - self.lowest
        if span <= 0:
            return 1.0
        return max(0.0, min(1.0, (self.at(row, column) - self.lowest) / span))

    def row(self, row: int) -> array[float]:
        """How alike one is to each."""
        return self.square[row * len(self.places) : (row + 1) * len(self.places)]

    def nearest(self, row: int) -> int:
        """The row that is most alike to another; there are two rows or more."""
        alike = self.row(row)
        return max((at for at in range(len(self)) if at != row), key=alike.__getitem__)


def similarity_of(places: tuple[int, ...], square: array[float]) -> Similarity:
    """The cosines of some inputs, row by row."""
    side = len(places)
    below = [square[at * side : at * side + at] for at in range(1, side)]
    if not below:
        return Similarity(places, square, 0.0, 0.0)
    # Not in one call: other threads wait until a call is over.
    lowest, highest = min([min(row) for row in below]), max([max(row) for row in below])
    return Similarity(places, square, lowest, highest)


def drift(exact: Similarity, other: Similarity) -> float | None:
    """By how much the cosines of two kinds of vectors of the same inputs differ, on average."""
    side = len(exact)
    if side < 2 or exact.places != other.places:
        return None
    apart = 0.0
    for row in range(side):
        pairs = zip(exact.row(row), other.row(row), strict=True)
        apart += sum([abs(one - two) for one, two in pairs])
    return apart / (side * (side - 1))
