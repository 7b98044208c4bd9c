"""Tokens that hold parts of characters: the ways in which they can be read."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Final

from cohere_tui.state.playground.token_readings import least_length, lengths, utf8

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_STEPS: Final = 8
"""How often a token is tried on average before it is given up."""
_FIRST_STEPS: Final = 100
_MOST: Final = 200
"""Ways that are told apart."""


class Ways:
    """The ways in which `pieces`, tokens with what they say, can be read from `start` on in `data`.

    A token is the same bytes wherever it stands: `said` are those that are known. Where there is
    too much to try, it is `given_up`.
    """

    def __init__(
        self,
        data: bytes,
        pieces: Sequence[tuple[int, str]],
        start: int,
        said: dict[int, bytes],
    ) -> None:
        self._data = data
        self._pieces = pieces
        self._start = start
        self._said = dict(said)
        self._latest = self._latest_ends()
        self.given_up = False

    def __iter__(self) -> Iterator[tuple[int, ...]]:
        """Where each token ends, for every way."""
        ends: list[int] = []
        new: list[bool] = []
        open_ = [self._ends(0, self._start)]
        steps, ways = _STEPS * len(self._pieces) + _FIRST_STEPS, _MOST
        while open_ and steps and ways:
            if not open_[-1]:
                open_.pop()
                if ends:
                    ends.pop()
                    if new.pop():
                        del self._said[self._pieces[len(ends)][0]]
                continue
            steps -= 1
            begin, end = ends[-1] if ends else self._start, open_[-1].pop()
            token = self._pieces[len(ends)][0]
            new.append(token not in self._said)
            self._said.setdefault(token, self._data[begin:end])
            ends.append(end)
            if len(ends) == len(self._pieces):
                ways -= 1
                yield tuple(ends)
                open_.append([])
            else:
                open_.append(self._ends(len(ends), end))
        self.given_up = bool(open_)

    def _ends(self, number: int, begin: int) -> list[int]:
        """Where the token `number` may end, if it begins there."""
        token, string = self._pieces[number]
        known = self._said.get(token)
        if known is not None:
            sizes: Sequence[int] = (len(known),) if self._data.startswith(known, begin) else ()
        else:
            sizes = lengths(string, self._data[begin : begin + 4 * len(string)])
        latest = self._latest[number]
        return [begin + size for size in sizes if begin + size <= latest]

    def _latest_ends(self) -> list[int]:
        """Where each token ends at the latest: those behind it need some room, too."""
        # ASCII is never a part of a character: what they hold of it is all there is of it.
        spare = sum(letter.isascii() for _, string in self._pieces for letter in string)
        most = self._start + sum(len(utf8(string)) for _, string in self._pieces)
        limit, most = self._start, min(most, len(self._data))
        while limit < most and (spare or self._data[limit] > 0x7F):
            spare -= self._data[limit] <= 0x7F
            limit += 1
        behind = accumulate((least_length(string) for _, string in self._pieces[:0:-1]), initial=0)
        return [limit - room for room in behind][::-1]
