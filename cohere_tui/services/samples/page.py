"""A page to have read: a heading, two sentences and a table, drawn as black dots on white."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cohere_tui.services.png import GREY, png
from cohere_tui.services.samples.letters import WIDTH, dots

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDE: Final = 1000
_HIGH: Final = 780
_LEFT: Final = 80
_LARGE: Final = 6
_SMALL: Final = 4
"""Pixels of one dot of a letter."""

_TITLE: Final = "Tides at the old mill"
_TEXT: Final = ("The wheel turns for four hours", "after high water. Flour is sold", "at noon.")
_TABLE: Final = (("Day", "High water", "Ground"), ("Monday", "10:41", "120 kg"))
_TABLE_TOP: Final = 360
_ROW: Final = 70
_COLUMNS: Final = (_LEFT, 360, 700, 920)
_FOOT: Final = "A sample page, drawn by cohere-tui"

_SAID: Final = {
    "Title": _TITLE,
    "Text": " ".join(_TEXT),
    "Table": "\n".join(
        ("", "", f"| {' | '.join(_TABLE[0])} |", "|---|---|---|", f"| {' | '.join(_TABLE[1])} |")
    ),
    "Comment": f"{_FOOT}. These words stand in the file beside its pixels.",
}
"""What is on it stands in the file too: the sandbox, which sees no letters, can tell that much."""


def sample_page() -> bytes:
    """The file of the page, as PNG."""
    rows = [bytearray(b"\xff") * (_WIDE // 8) for _ in range(_HIGH)]
    for x, y, size in _ink():
        for row in rows[y : y + size]:
            for at in range(x, x + size):
                row[at // 8] &= ~(0x80 >> at % 8)
    return png(_WIDE, map(bytes, rows), colours=GREY, depth=1, texts=_SAID)


def _ink() -> Iterator[tuple[int, int, int]]:
    """Black squares: the left and the upper edge, and the size."""
    yield from _written(_TITLE, _LEFT, 80, _LARGE)
    for number, line in enumerate(_TEXT):
        yield from _written(line, _LEFT, 180 + 48 * number, _SMALL)
    yield from _lines()
    for number, row in enumerate(_TABLE):
        for left, cell in zip(_COLUMNS, row, strict=False):
            yield from _written(cell, left + 20, _TABLE_TOP + _ROW * number + 20, _SMALL)
    yield from _written(_FOOT, _LEFT, _HIGH - 100, _SMALL - 1)


def _written(text: str, left: int, top: int, size: int) -> Iterator[tuple[int, int, int]]:
    for number, letter in enumerate(text):
        for column, line in dots(letter):
            yield left + (number * (WIDTH + 1) + column) * size, top + line * size, size


def _lines() -> Iterator[tuple[int, int, int]]:
    """Around the cells of the table."""
    bottom = _TABLE_TOP + _ROW * len(_TABLE)
    for y in range(_TABLE_TOP, bottom + 1, _ROW):
        yield from ((x, y, 2) for x in range(_COLUMNS[0], _COLUMNS[-1], 2))
    for x in _COLUMNS:
        yield from ((x, y, 2) for y in range(_TABLE_TOP, bottom + 2, 2))
