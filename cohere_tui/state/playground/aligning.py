"""Where tokens stand in their text, in bytes: found out, and said plainly where that is in doubt.

The server sends the tokens and what each of them says, and no places. Most stand where the one
before them ends. What is in doubt is never guessed: such tokens share a range, or have no place.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple

from cohere_tui.state.playground.token_readings import UNTOLD, first_readings, lengths, readings
from cohere_tui.state.playground.token_ways import Ways

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BLANK: Final = b" \t\r\n"
_LOOK_AHEAD: Final = 24
"""Tokens among which the thread is looked for when it was lost."""
_WINDOW: Final = 600
"""Bytes in which it is looked for."""
_TELLING: Final = 3
"""Bytes of a token that is not found by chance where it would have to stand."""


class Fit(Enum):
    """How sure the place of a token is."""

    EXACT = "exact"
    SHARED = "shared"
    """It stands in this range, with those beside it that have the same: whose is what is unsure."""
    NOWHERE = "nowhere"
    """It says nothing that is in the text: a mark of the tokenizer's own, or nothing known."""


class Spot(NamedTuple):
    """The bytes `begin` to `end` of the text."""

    begin: int
    end: int
    fit: Fit


def spots(data: bytes, pieces: Sequence[tuple[int, str]]) -> list[Spot]:
    """The place of each of `pieces`, tokens with what they say, in the text `data`."""
    return _Aligning(data, pieces).all()


class _Aligning:
    """One text and its tokens, from the left."""

    def __init__(self, data: bytes, pieces: Sequence[tuple[int, str]]) -> None:
        self._data = data
        self._pieces = pieces
        self._found: list[Spot] = []
        self._said: dict[int, bytes] = {}
        """What a token that holds parts of characters was seen to be."""

    def all(self) -> list[Spot]:
        at, count = 0, len(self._pieces)
        while len(self._found) < count:
            number = len(self._found)
            string = self._pieces[number][1]
            spot = None if UNTOLD in string else self._match(string, at)
            if spot is not None:
                self._found.append(spot)
                at = spot.end
            elif UNTOLD in string and (end := self._run(number, at)) is not None:
                at = end
            else:
                at = self._find_thread(number, at)
        return self._found

    def _match(self, string: str, at: int) -> Spot | None:
        """Where `string` is read at `at`, or behind the white space there."""
        data = self._data
        if not string:
            return Spot(at, at, Fit.NOWHERE)
        for reading in readings(string) if at else first_readings(string):
            if data.startswith(reading, at):
                return Spot(at, at + len(reading), Fit.EXACT)
        begin = at + len(data[at : at + _WINDOW]) - len(data[at : at + _WINDOW].lstrip(_BLANK))
        for place in dict.fromkeys((at, begin)):
            for reading in readings(string):
                end = place + len(reading)
                if _alike(data[place:end], reading):
                    return Spot(place, end, Fit.EXACT)
        return None

    # --- parts of characters

    def _run(self, first: int, at: int) -> int | None:
        """Place the tokens from `first` on that hold parts of characters; where they end.

        None where they cannot be read.
        """
        last = first
        while last < len(self._pieces) and UNTOLD in self._pieces[last][1]:
            last += 1
        ways = Ways(self._data, self._pieces[first:last], at, self._said)
        found: tuple[int, ...] = ()
        sure = [True] * (last - first)
        for ends in ways:
            if self._goes_on(last, ends[-1]):
                found = found or ends
                sure = [so and a == b for so, a, b in zip(sure, found, ends, strict=True)]
        if not found or not sure[-1]:
            return None
        if ways.given_up:
            sure = [False] * (last - first - 1) + [True]
        self._place(first, at, found, sure)
        return found[-1]

    def _place(self, first: int, at: int, ends: Sequence[int], sure: Sequence[bool]) -> None:
        """Place tokens that end there; those between two ends that are `sure` share that range."""
        waiting = 0
        for number, (end, is_sure) in enumerate(zip(ends, sure, strict=True), first):
            waiting += 1
            if is_sure:
                fit = Fit.EXACT if waiting == 1 else Fit.SHARED
                self._found += [Spot(at, end, fit)] * waiting
                if fit is Fit.EXACT:
                    self._said[self._pieces[number][0]] = self._data[at:end]
                at, waiting = end, 0

    def _goes_on(self, number: int, at: int) -> bool:
        """Whether the token `number` can be read at `at`; behind the last, whether that is all."""
        if number == len(self._pieces):
            return at == len(self._data)
        string = self._pieces[number][1]
        if UNTOLD in string:
            return bool(lengths(string, self._data[at : at + 4 * len(string)]))
        return self._match(string, at) is not None

    # --- the thread is lost

    def _find_thread(self, number: int, at: int) -> int:
        """Give the tokens up to the next one that is found again what lies between."""
        found = min(self._threads(number, at), default=None)
        _, last, end = found or (0, len(self._pieces), len(self._data))
        self._share(last, at, end)
        return end

    def _threads(self, number: int, at: int) -> Iterator[tuple[int, int, int]]:
        """Tokens that are found further on, with the next one behind them.

        How much is left out for it, which token, and where.
        """
        for ahead in range(number, min(number + _LOOK_AHEAD, len(self._pieces))):
            string = self._pieces[ahead][1]
            if not string.strip() or UNTOLD in string:
                continue
            for reading in readings(string):
                begin = self._data.find(reading, at, at + _WINDOW)
                left_out = begin - at + ahead - number
                if begin < 0 or not left_out:
                    continue
                is_here = begin == at and len(reading) >= _TELLING
                if is_here or self._goes_on(ahead + 1, begin + len(reading)):
                    yield left_out, ahead, begin

    def _share(self, last: int, begin: int, end: int) -> None:
        """Give the tokens up to `last` the range from `begin` to `end`."""
        fit = Fit.SHARED if end > begin else Fit.NOWHERE
        self._found += [Spot(begin, end, fit)] * (last - len(self._found))


def _alike(piece: bytes, reading: bytes) -> bool:
    """Whether both say the same, capital letters or not."""
    if piece == reading:
        return True
    if len(piece) != len(reading):
        return False
    text, told = piece.decode("utf-8", "replace"), reading.decode("utf-8", "replace")
    return UNTOLD not in text and text.casefold() == told.casefold()
