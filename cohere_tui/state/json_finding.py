"""Words in the lines of a document: where the next ones are, and which letters they are. Pure."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class Haystack:
    """Lines to look for words in, whatever their case; the lines are read once."""

    def __init__(self, lines: Sequence[str]) -> None:
        folded = [line.casefold() for line in lines]
        self._text = "\n".join(folded)
        self._starts = [0, *accumulate(len(line) + 1 for line in folded)]

    def match_from(self, words: str, start: int, step: int) -> int | None:
        """The first line from `start` on that has these words, in steps of 1 or -1, round."""
        words, starts = words.casefold(), self._starts
        many = len(starts) - 1
        if not many:
            return None
        start %= many
        if step > 0:
            at = self._text.find(words, starts[start])
            at = self._text.find(words) if at < 0 else at
        else:
            # The break that ends a line belongs to it, and no words have one.
            at = self._text.rfind(words, 0, starts[start + 1] - 1)
            at = self._text.rfind(words) if at < 0 else at
        return None if at < 0 else bisect_right(starts, at) - 1


def found_in(line: str, words: str) -> list[tuple[int, int]]:
    """Where words begin and end in a line, whatever their case."""
    words, folded = words.casefold(), line.casefold()
    if not words or words not in folded:
        return []
    # A letter may be two in the other case: each of those knows the letter it comes from.
    same = len(folded) == len(line)
    origins = range(len(line)) if same else _origins(line)
    places = []
    at = folded.find(words)
    while at >= 0:
        end = at + len(words)
        places.append((origins[at], origins[end - 1] + 1))
        at = folded.find(words, end)
    return places


def _origins(line: str) -> list[int]:
    return [place for place, letter in enumerate(line) for _ in letter.casefold()]
