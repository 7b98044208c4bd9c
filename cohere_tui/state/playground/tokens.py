"""The tokens of a text, each with its place in it, and what is to be shown of them in order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from cohere_tui.state.naming import count
from cohere_tui.state.playground.aligning import Fit, spots
from cohere_tui.state.playground.token_readings import utf8

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Token(NamedTuple):
    """One token."""

    number: int
    """Its place among the tokens, from 0."""
    id: int
    string: str
    """What it says, as the server writes it; U+FFFD for parts of characters."""
    begin: int
    """The bytes of the text (UTF-8) from `begin` to `end` are what it says, as `fit` tells."""
    end: int
    fit: Fit

    @property
    def placed(self) -> bool:
        """Whether it stands in the text."""
        return self.fit is not Fit.NOWHERE


class Kind(Enum):
    """What a bit of the view is."""

    TEXT = "text"
    """A piece of the text that begins in its token."""
    REST = "rest"
    """A token in which no character begins: it holds the rest of one, or shares a range."""
    ADDED = "added"
    """A token that is not in the text; its own words instead."""
    GAP = "gap"
    """A piece of the text that no token says."""


class Bit(NamedTuple):
    """What is shown of one token, or of what lies between two."""

    token: int
    """Its number; -1 for none."""
    kind: Kind
    text: str


@dataclass(frozen=True)
class Tokens:
    """A text and its tokens in order. The text is what all places are counted in."""

    text: str
    all: tuple[Token, ...] = ()

    @classmethod
    def of(cls, text: str, pieces: Sequence[tuple[int, str]]) -> Tokens:
        """The tokens of `text`, given as ids and what they say. It may take a second."""
        found = spots(utf8(text), pieces)
        return cls(
            text,
            tuple(
                Token(number, token, string, *spot)
                for number, ((token, string), spot) in enumerate(zip(pieces, found, strict=True))
            ),
        )

    def __len__(self) -> int:
        return len(self.all)

    @cached_property
    def data(self) -> bytes:
        """The text in UTF-8."""
        return utf8(self.text)

    @property
    def ids(self) -> tuple[int, ...]:
        """The ids."""
        return tuple(token.id for token in self.all)

    @property
    def told(self) -> bool:
        """Whether the server said what the tokens say."""
        return any(token.string for token in self.all)

    @cached_property
    def doubtful(self) -> int:
        """How many tokens have no sure place."""
        return sum(token.fit is not Fit.EXACT for token in self.all)

    @cached_property
    def boundaries(self) -> frozenset[int]:
        """The bytes at which a token is sure to begin or to end."""
        sure = [token for token in self.all if token.fit is Fit.EXACT]
        return frozenset(place for token in sure for place in (token.begin, token.end))

    # --- places

    @cached_property
    def _starts(self) -> Sequence[int]:
        """The byte at which each character begins, and the end."""
        data = self.data
        if len(data) == len(self.text):
            return range(len(data) + 1)
        # A half of a pair has three bytes of its own, and is a character here as in `str`.
        return [*(at for at, byte in enumerate(data) if byte & 0xC0 != 0x80), len(data)]

    @cached_property
    def _lines(self) -> Sequence[int]:
        """The characters behind which a new line begins."""
        return [at for at, letter in enumerate(self.text) if letter == "\n"]

    def characters(self, token: Token) -> tuple[int, int]:
        """From which character to which it reaches; those of which it holds a part are its, too."""
        first = bisect_right(self._starts, token.begin) - 1
        return first, max(first, bisect_left(self._starts, token.end))

    def words_of(self, token: Token) -> str:
        """The characters of the text that it says, or says a part of."""
        first, last = self.characters(token)
        return self.text[first:last]

    def bytes_of(self, token: Token) -> bytes | None:
        """What it is made of, where that is known."""
        return self.data[token.begin : token.end] if token.fit is Fit.EXACT else None

    def is_part(self, token: Token) -> bool:
        """Whether it begins or ends within a character."""
        starts = self._starts
        return token.placed and any(
            starts[bisect_left(starts, place)] != place for place in (token.begin, token.end)
        )

    def begins_character(self, token: Token) -> bool:
        """Whether it is sure that no character is parted where it begins."""
        starts = self._starts
        return token.fit is Fit.EXACT and starts[bisect_left(starts, token.begin)] == token.begin

    def at_byte(self, place: int) -> int:
        """The number of the token that stands at a byte, or of the first one behind it."""
        number = bisect_right(self.all, place, key=lambda token: token.end)
        return max(0, min(number, len(self.all) - 1))

    def place_of(self, token: Token) -> str:
        """`characters 5 to 9, line 1`, as one counts them: from 1."""
        if not token.placed:
            return "not in the text"
        first, last = self.characters(token)
        line = bisect_left(self._lines, first) + 1
        where = f"character {first + 1:,}"
        if last > first + 1:
            where = f"characters {first + 1:,} to {last:,}"
        parts = [where, f"line {line:,}"] if self._lines else [where]
        if token.fit is Fit.SHARED:
            parts.insert(0, "somewhere in")
            return f"{parts[0]} {', '.join(parts[1:])}"
        if self.is_part(token):
            return f"part of {', '.join(parts)}"
        return ", ".join(parts)

    def size_of(self, token: Token) -> str:
        """`3 bytes e6 97 a5`; empty where that is not known."""
        known = self.bytes_of(token)
        if known is None:
            return ""
        shown = known[:8].hex(" ") + ("…" if len(known) > 8 else "")
        return f"{count(len(known), 'byte')} {shown}"

    # --- what is seen

    def bits(self) -> Iterator[Bit]:
        """Everything to be shown, in order: the whole text once, and what is not in it."""
        at = 0
        shown_to = 0
        for token in self.all:
            if not token.placed:
                yield Bit(token.number, Kind.ADDED, token.string)
                continue
            if token.begin > at:
                shown_to = bisect_left(self._starts, token.begin)
                yield Bit(-1, Kind.GAP, self.text[bisect_left(self._starts, at) : shown_to])
            last = bisect_left(self._starts, token.end)
            if last > shown_to:
                yield Bit(token.number, Kind.TEXT, self.text[shown_to:last])
                shown_to = last
            else:
                yield Bit(token.number, Kind.REST, "")
            at = token.end
        if shown_to < len(self.text):
            yield Bit(-1, Kind.GAP, self.text[shown_to:])
