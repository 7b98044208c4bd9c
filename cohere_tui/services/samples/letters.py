"""Letters of five by seven dots, enough for a sample page."""

from __future__ import annotations

from typing import Final

WIDTH: Final = 5
"""Dots of a letter from left to right, …"""
HEIGHT: Final = 7
"""… and from top to bottom."""

# Each number is a row of a letter, its dots as bits, the leftmost one the highest.
_LETTERS: Final = """
A 0E 11 11 1F 11 11 11   B 1E 11 11 1E 11 11 1E   C 0E 11 10 10 10 11 0E   D 1E 11 11 11 11 11 1E
E 1F 10 10 1E 10 10 1F   F 1F 10 10 1E 10 10 10   G 0E 11 10 17 11 11 0F   H 11 11 11 1F 11 11 11
I 0E 04 04 04 04 04 0E   J 07 02 02 02 02 12 0C   K 11 12 14 18 14 12 11   L 10 10 10 10 10 10 1F
M 11 1B 15 15 11 11 11   N 11 19 15 13 11 11 11   O 0E 11 11 11 11 11 0E   P 1E 11 11 1E 10 10 10
Q 0E 11 11 11 15 12 0D   R 1E 11 11 1E 14 12 11   S 0F 10 10 0E 01 01 1E   T 1F 04 04 04 04 04 04
U 11 11 11 11 11 11 0E   V 11 11 11 11 11 0A 04   W 11 11 11 15 15 1B 11   X 11 11 0A 04 0A 11 11
Y 11 11 0A 04 04 04 04   Z 1F 01 02 04 08 10 1F   0 0E 11 13 15 19 11 0E   1 04 0C 04 04 04 04 0E
2 0E 11 01 06 08 10 1F   3 1F 02 04 02 01 11 0E   4 02 06 0A 12 1F 02 02   5 1F 10 1E 01 01 11 0E
6 06 08 10 1E 11 11 0E   7 1F 01 02 04 08 08 08   8 0E 11 11 0E 11 11 0E   9 0E 11 11 0F 01 02 0C
. 00 00 00 00 00 0C 0C   , 00 00 00 00 0C 04 08   : 00 0C 0C 00 0C 0C 00   - 00 00 00 1F 00 00 00
"""


def _read(text: str) -> dict[str, tuple[int, ...]]:
    words = text.split()
    return {
        words[at]: tuple(int(row, 16) for row in words[at + 1 : at + 1 + HEIGHT])
        for at in range(0, len(words), HEIGHT + 1)
    }


_ROWS: Final = _read(_LETTERS)
_NONE: Final = (0,) * HEIGHT


def dots(letter: str) -> tuple[tuple[int, int], ...]:
    """Where the dots of a letter are, from its left and its top; none of what is not known."""
    return tuple(
        (column, line)
        for line, row in enumerate(_ROWS.get(letter.upper(), _NONE))
        for column in range(WIDTH)
        if row >> (WIDTH - 1 - column) & 1
    )
