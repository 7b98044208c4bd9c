"""Natural token pieces: words with their leading space, punctuation, digits by threes, newlines."""

from __future__ import annotations

import re
import zlib

_PIECE = re.compile(r" ?[^\W\d_]{1,9}| ?\d{1,3}|\n+| {2,}(?= )| ?[^\w\s]{1,2}|[\s_]|.", re.DOTALL)
_VOCABULARY = 255_000
_SAMPLE = 200_000


def pieces(text: str) -> list[str]:
    """`text` cut into tokens; joined they are `text` again."""
    return _PIECE.findall(text)


def count(text: str) -> int:
    """How many tokens `text` is; beyond `_SAMPLE` characters, as its beginning lets expect."""
    if len(text) <= _SAMPLE:
        return len(_PIECE.findall(text))
    return len(_PIECE.findall(text[:_SAMPLE])) * len(text) // _SAMPLE


def token_id(piece: str) -> int:
    """A number for a token, always the same."""
    return zlib.crc32(piece.encode("utf-8", "surrogatepass")) % _VOCABULARY


def logprob(piece: str, position: int) -> float:
    """How likely the token was at that position, as a logarithm: a number that looks the part."""
    seen = zlib.crc32(f"{position}:{token_id(piece)}".encode()) % 10_000
    return -round((seen / 10_000) ** 4 * 4, 4)


def cut(text: str, most: int, *, from_start: bool = False) -> tuple[str, int, int]:
    """`text` with at most `most` tokens, how many it then has, and how many went.

    They go from the end, or from the start.
    """
    found = pieces(text)
    over = max(len(found) - most, 0)
    if not over:
        return text, len(found), 0
    return "".join(found[over:] if from_start else found[:most]), most, over
