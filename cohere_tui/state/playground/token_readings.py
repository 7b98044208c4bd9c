"""What the text of a token may mean in bytes: tokenizers write them in several ways.

A server may send a token as it stands in the text, as the bytes it is made of, with a mark for a
space, or with U+FFFD where it holds only a part of a character (GAPS 1.4).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

UNTOLD: Final = "\ufffd"
"""Stands for bytes that are no character by themselves."""

_BYTE: Final = re.compile(r"<0x([0-9A-Fa-f]{2})>")
_SPACE_MARK: Final = "\u2581"
_CONTINUED: Final = "##"
_MOST_BYTES: Final = 3
"""Bytes that one U+FFFD can stand for: more would be a character."""
_EACH: Final = dict.fromkeys(range(56448, 56576), UNTOLD)


@lru_cache(4_096)
def readings(string: str) -> tuple[bytes, ...]:
    """What `string` may stand for in the text, the plainest first."""
    found = [utf8(string)]
    byte = _BYTE.fullmatch(string)
    if byte:
        found.append(bytes([int(byte[1], 16)]))
    if _SPACE_MARK in string:
        found.append(utf8(string.replace(_SPACE_MARK, " ")))
    if string.startswith(_CONTINUED) and len(string) > len(_CONTINUED):
        found.append(utf8(string.removeprefix(_CONTINUED)))
    if not string.isascii():
        letters = _alphabet()
        if all(letter in letters for letter in string):
            found.append(bytes(letters[letter] for letter in string))
    return tuple(dict.fromkeys(found))


@lru_cache(4_096)
def first_readings(string: str) -> tuple[bytes, ...]:
    """The same at the beginning of a text, where a mark may stand for a space that is not there."""
    if string.startswith(_SPACE_MARK):
        return (*readings(string), utf8(string[1:].replace(_SPACE_MARK, " ")))
    return readings(string)


def lengths(string: str, ahead: bytes) -> tuple[int, ...]:
    """How many bytes of `ahead` a token may be that shows U+FFFD for parts of characters.

    Some decoders show one for each byte, others one for what begins a character and is cut off.
    """
    most = len(utf8(string))
    return _lengths(string, least_length(string), ahead[:most])


def least_length(string: str) -> int:
    """How many bytes such a token has at least."""
    # U+FFFD itself has as many bytes as it can stand for.
    return len(utf8(string)) - (_MOST_BYTES - 1) * string.count(UNTOLD)


@lru_cache(4_096)
def _lengths(string: str, least: int, ahead: bytes) -> tuple[int, ...]:
    return tuple(
        size
        for size in range(least, len(ahead) + 1)
        if string in (ahead[:size].decode("utf-8", "replace"), _each(ahead[:size]))
    )


def _each(piece: bytes) -> str:
    """`piece` as text, with U+FFFD for each byte that is no character."""
    return piece.decode("utf-8", "surrogateescape").translate(_EACH)


def utf8(text: str) -> bytes:
    """The bytes of a text, whatever is in it."""
    return text.encode("utf-8", "surrogatepass")


@cache
def _alphabet() -> dict[str, int]:
    """The bytes as files of tokenizers write them: what Latin-1 can show stands for itself."""
    shown = {*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)}
    hidden = (byte for byte in range(256) if byte not in shown)
    letters = {chr(256 + number): byte for number, byte in enumerate(hidden)}
    return letters | {chr(byte): byte for byte in shown}
