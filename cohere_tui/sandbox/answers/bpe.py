"""Byte-pair encodings: text as numbers, and back (API.md 12.3, 12.4).

Text is cut into words and signs, these into the bytes of UTF-8, and neighbouring bytes are put
together as `merges.txt` says, its first line first. As every byte is a token, every text can be
said, and comes back as it was. Encodings share the merges, and differ in how many they know and in
where they cut.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_SIGNS: Final = r"!-/:-@\x5b-\x60{-~" "\u00a0-\u00bf\u2000-\u2bff\u3000-\u303f"
_LETTER: Final = r"[^\x00-\x40\x5b-\x60\x7b-\x7f" "\u00a0-\u00bf\u2000-\u2bff\u3000-\u303f]"

_CONTRACTION: Final = rf"'(?:[sdmt]|ll|re|ve)(?!{_LETTER})"
_SPACES: Final = (r"\n{1,8}", r" {1,16}(?= )", r"[\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a family of models says text."""

    pattern: str
    """How text is cut before its bytes are put together: no token reaches across a cut.

    Only classes of code points that are written out, and bounded runs: so it means the same to
    Python and to other programs' regular expressions, and the cost of a text is linear in its
    length.
    """
    merges: int
    """How many it knows: the first so many of the lines."""


NEWEST: Final = Encoding(
    "|".join(
        (
            _CONTRACTION,
            rf" ?{_LETTER}{{1,20}}",
            r" ?[0-9]{1,3}",
            rf" ?[{_SIGNS}]{{1,6}}",
            *_SPACES,
        )
    ),
    2_000,
)
"""Numbers by threes, and all the merges."""

OLDER: Final = Encoding(
    "|".join(
        (
            _CONTRACTION,
            rf" ?{_LETTER}{{1,20}}",
            r" ?[0-9]",
            rf" ?[{_SIGNS}]{{1,2}}",
            *_SPACES,
        )
    ),
    500,
)
"""Digit by digit, and a quarter of the merges: long words fall apart."""

OLDEST: Final = Encoding(
    "|".join((rf"{_LETTER}{{1,20}}", r"[0-9]{1,2}", rf"[{_SIGNS}]", *_SPACES)), 2_000
)
"""Spaces and signs each by themselves, as where words were told apart first."""


_MERGES = Path(__file__).with_name("merges.txt")
_WORDS_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All tokens, and how they are put together."""

    tokens: Sequence[bytes]
    """By id: the 256 bytes, then what each merge makes."""
    made: Mapping[tuple[int, int], int]
    """Two neighbours, and what becomes of them; what was learned earlier has the lower id."""


@cache
def vocabulary(encoding: Encoding = NEWEST) -> Vocabulary:
    """The vocabulary of an encoding."""
    letters = {letter: byte for byte, letter in enumerate(alphabet())}
    tokens = [bytes([byte]) for byte in range(256)]
    ids = {token: number for number, token in enumerate(tokens)}
    made = {}
    for line in _MERGES.read_text("utf-8").splitlines()[: encoding.merges]:
        left, right = (bytes(letters[letter] for letter in half) for half in line.split(" "))
        made[ids[left], ids[right]] = ids[left + right] = len(tokens)
        tokens.append(left + right)
    return Vocabulary(tuple(tokens), made)


@cache
def alphabet() -> str:
    """A visible letter for each byte, as tokenizer files write them: `Ġ` is a space.

    What Latin-1 can show stands for itself, the rest for the code points from 256 on.
    """
    shown = {*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)}
    hidden = [byte for byte in range(256) if byte not in shown]
    return "".join(
        chr(byte) if byte in shown else chr(256 + hidden.index(byte)) for byte in range(256)
    )


def cut(text: str, encoding: Encoding = NEWEST) -> list[str]:
    """`text` in the words and signs of which each is encoded alone; joined they are `text`."""
    return re.findall(encoding.pattern, text)


def encode(text: str, encoding: Encoding = NEWEST) -> list[int]:
    """The ids of the tokens of `text`; half surrogate pairs have some too."""
    return [token for word in cut(text, encoding) for token in _encoded(word, encoding)]


def decode(ids: Iterable[int], encoding: Encoding = NEWEST) -> str:
    """The text of tokens; U+FFFD for what is no text.

    Raises `ValueError` for an id that there is not.
    """
    raw = b"".join(_bytes_of(ids, encoding))
    try:
        return raw.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace")


def pieces_of(ids: Iterable[int], encoding: Encoding = NEWEST) -> list[str]:
    """The text of each token; U+FFFD for those that are part of a character.

    Raises `ValueError` for an id that there is not.
    """
    return [token.decode("utf-8", "replace") for token in _bytes_of(ids, encoding)]


def _bytes_of(ids: Iterable[int], encoding: Encoding) -> list[bytes]:
    tokens = vocabulary(encoding).tokens
    found = []
    for number in ids:
        if not 0 <= number < len(tokens):
            raise ValueError(f"token id {number} is not in the vocabulary of {len(tokens)} tokens")
        found.append(tokens[number])
    return found


@lru_cache(_WORDS_KEPT)
def _encoded(word: str, encoding: Encoding) -> tuple[int, ...]:
    made = vocabulary(encoding).made
    ids = list(word.encode("utf-8", "surrogatepass"))
    while True:
        # The pair that was learned first goes first, wherever it stands.
        pairs = [made[pair] for pair in pairwise(ids) if pair in made]
        if not pairs:
            return tuple(ids)
        ids = put_together(ids, min(pairs), made)


def put_together(ids: Sequence[int], token: int, made: Mapping[tuple[int, int], int]) -> list[int]:
    """`ids` with `token` for each pair of neighbours that makes it, from the left."""
    done: list[int] = []
    at = 0
    while at < len(ids):
        pair = (ids[at], ids[at + 1]) if at + 1 < len(ids) else None
        if pair is not None and made.get(pair) == token:
            done.append(token)
            at += 2
        else:
            done.append(ids[at])
            at += 1
    return done
