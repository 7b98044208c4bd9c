"""Texts too long for one request: cut into parts that overlap, and their tokens put together.

A tokenizer looks at a text piece by piece, so far from a cut it finds the same tokens as in the
whole. Parts have some text in common; where both find the same tokens in it they are joined there.
Where they do not, the seam is in doubt, and is said to be.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeAlias

from cohere_tui.models.tokenize import MOST
from cohere_tui.state.playground.aligning import Fit
from cohere_tui.state.playground.token_readings import utf8
from cohere_tui.state.playground.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

Span: TypeAlias = tuple[int, int]
"""From which character to which."""
Pieces: TypeAlias = tuple[tuple[int, str], ...]
"""Tokens as ids and what they say."""

LONGEST: Final = 500_000
"""Characters of a text that is taken at all: more is what jobs and files are for."""
_COMMON: Final = 1_000
"""Characters that two parts have in common."""
_AGREEING: Final = 12
"""Tokens on either side of a seam that have to be the same in both parts."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The tokens of a long text."""

    pieces: Pieces
    doubts: tuple[int, ...] = ()
    """The characters at which the tokens of two parts do not meet."""


def spans_of(text: str, most: int = MOST, common: int = _COMMON) -> tuple[Span, ...]:
    """The parts of a text: one where it is short enough, else such as overlap."""
    found: list[Span] = []
    begin = 0
    while not found or found[-1][1] < len(text):
        end = min(begin + most, len(text))
        found.append((begin, end))
        begin = end - common
    return tuple(found)


def joined(text: str, spans: Sequence[Span], parts: Sequence[Pieces]) -> Joined:
    """The tokens of the text from those of its first parts. It may take a second."""
    if len(parts) == 1:
        return Joined(parts[0])
    placed = [
        Tokens.of(text[slice(*span)], pieces) for span, pieces in zip(spans, parts, strict=False)
    ]
    whole: list[tuple[int, str]] = []
    doubts: list[int] = []
    first = 0
    for number, (left, right) in enumerate(pairwise(placed)):
        ahead = len(utf8(text[spans[number][0] : spans[number + 1][0]]))
        last, following, sure = _seam(left, right, ahead)
        whole += parts[number][first:last]
        first = following
        if not sure:
            doubts.append(spans[number + 1][0])
    return Joined((*whole, *parts[-1][first:]), tuple(doubts))


def _seam(left: Tokens, right: Tokens, ahead: int) -> tuple[int, int, bool]:
    """How many tokens of the left to take, from which one on of the right; whether for sure.

    The right one begins `ahead` bytes behind the left one.
    """
    begins = {token.begin + ahead: token.number for token in right.all if token.fit is Fit.EXACT}
    middle = (ahead + len(left.data)) // 2
    seams = sorted(
        (abs(token.end - middle), token.number + 1, begins[token.end])
        for token in left.all[left.at_byte(ahead) :]
        if token.fit is Fit.EXACT and token.end in begins
    )
    for _, last, following in seams:
        if _agree(left.ids, right.ids, last, following):
            return last, following, True
    # Every character once, as well as it goes.
    _, last, following = (
        seams[0] if seams else (0, len(left), right.at_byte(len(left.data) - ahead))
    )
    return last, following, False


def _agree(left: Sequence[int], right: Sequence[int], last: int, following: int) -> bool:
    """Whether both have the same tokens around the seam."""
    near = range(-_AGREEING, _AGREEING)
    return min(last, following) >= _AGREEING and all(
        last + step < len(left)
        and following + step < len(right)
        and left[last + step] == right[following + step]
        for step in near
    )


def chunks_of(tokens: Tokens, most: int = MOST) -> tuple[tuple[int, ...], ...]:
    """The ids in groups of at most `most`, parted where no character is, if there is such a place.

    It may take a second.
    """
    found: list[tuple[int, ...]] = []
    begin, count = 0, len(tokens)
    while begin < count:
        end = min(begin + most, count)
        between = (at for at in range(end, begin, -1) if tokens.begins_character(tokens.all[at]))
        end = end if end == count else next(between, end)
        found.append(tokens.ids[begin:end])
        begin = end
    return tuple(found)
