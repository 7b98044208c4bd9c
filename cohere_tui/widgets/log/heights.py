"""Where each of a stack of cards begins, when heights change."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Heights:
    """The heights of stacked cards, in lines, and the line at which each begins.

    Changing the last height costs nothing, whatever the number of cards: tops above it stand.
    Changing another one settles the tops below it on the next question.
    """

    def __init__(self, heights: Iterable[int] = ()) -> None:
        self._heights = list(heights)
        self._tops = [0]

    def __len__(self) -> int:
        return len(self._heights)

    def __getitem__(self, index: int) -> int:
        return self._heights[index]

    def __setitem__(self, index: int, height: int) -> None:
        if self._heights[index] != height:
            self._heights[index] = height
            del self._tops[index + 1 :]

    def append(self, height: int) -> None:
        """Add a card below all others."""
        self._heights.append(height)

    @property
    def total(self) -> int:
        """The height of the whole stack."""
        return self.top(len(self._heights))

    def top(self, index: int) -> int:
        """The line at which card `index` begins; `len(self)` gives the line after the last one."""
        tops = self._tops
        for known in range(len(tops), index + 1):
            tops.append(tops[-1] + self._heights[known - 1])
        return tops[index]

    def at(self, line: int) -> tuple[int, int]:
        """The card that holds `line`, and the line within it; for `0 ≤ line < total`."""
        self.top(len(self._heights))
        # Cards of no height share a top with the next one: the last of them holds the line.
        index = bisect_right(self._tops, line, hi=len(self._heights)) - 1
        return index, line - self._tops[index]
