"""A page drawn small: where its blocks are, as boxes of line signs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cohere_tui.state.playground.page_blocks import PageBlock, Place

_TALL: Final = 0.5
"""A cell is so much as wide as it is high."""
_A4: Final = 297 / 210
"""The shape of a page that nobody told."""
_LEAST: Final = (4, 3)


@dataclass(frozen=True, slots=True)
class Frame:
    """The signs of a box: corners from the upper left on, then lines."""

    corners: tuple[str, str, str, str]
    across: str
    down: str


EDGE: Final = Frame(("·", "·", "·", "·"), "·", "·")
THIN: Final = Frame(("┌", "┐", "└", "┘"), "─", "│")
BOLD: Final = Frame(("┏", "┓", "┗", "┛"), "━", "┃")
EDGE_ASCII: Final = Frame((".", ".", ".", "."), ".", ".")
THIN_ASCII: Final = Frame(("+", "+", "+", "+"), "-", "|")
BOLD_ASCII: Final = Frame(("#", "#", "#", "#"), "=", "#")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sign of the map, and whether it belongs to the block under the cursor."""

    sign: str
    here: bool = False


def map_size(blocks: Iterable[PageBlock], room: tuple[int, int]) -> tuple[int, int]:
    """Cells across and down for a page of these blocks, within `room`; (0, 0): too little room."""
    width, height = room
    if width < _LEAST[0] or height < _LEAST[1]:
        return 0, 0
    shape = next((block.shape for block in blocks if block.shape), _A4)
    down = round(width * shape * _TALL)
    if down <= height:
        return width, max(_LEAST[1], down)
    return max(_LEAST[0], min(width, round(height / (shape * _TALL)))), height


def drawn_map(
    blocks: Sequence[PageBlock], here: str, size: tuple[int, int], *, ascii_only: bool = False
) -> list[list[Drawn]]:
    """The page of so many cells: a box for each block that has a place, with its number.

    That of the block with the id `here` lies on top, and is drawn with bold lines.
    """
    thin, bold = (THIN_ASCII, BOLD_ASCII) if ascii_only else (THIN, BOLD)
    width, height = size
    cells = _page(width, height, EDGE_ASCII if ascii_only else EDGE)
    placed = [block for block in blocks if block.place is not None]
    for block in sorted(placed, key=lambda block: block.id == here):
        assert block.place is not None
        frame = bold if block.id == here else thin
        _box(cells, block.place, frame, str(block.number), here=block.id == here)
    return cells


def _page(width: int, height: int, edge: Frame) -> list[list[Drawn]]:
    """The page itself, its edge dotted."""
    inside = [Drawn(edge.down), *[Drawn(" ")] * (width - 2), Drawn(edge.down)]
    across = [Drawn(edge.across)] * (width - 2)
    first, second, third, last = map(Drawn, edge.corners)
    rows = [list(inside) for _ in range(height - 2)]
    return [[first, *across, second], *rows, [third, *across, last]]


def _box(cells: list[list[Drawn]], place: Place, frame: Frame, name: str, *, here: bool) -> None:
    left, right = _span(place.left, place.right, len(cells[0]))
    top, bottom = _span(place.top, place.bottom, len(cells))
    for x in range(left + 1, right):
        cells[top][x] = cells[bottom][x] = Drawn(frame.across, here)
    for y in range(top + 1, bottom):
        cells[y][left] = cells[y][right] = Drawn(frame.down, here)
    places = ((top, left), (top, right), (bottom, left), (bottom, right))
    for (y, x), sign in zip(places, frame.corners, strict=True):
        cells[y][x] = Drawn(sign, here)
    for x, sign in zip(range(left + 1, right), name, strict=False):
        cells[top][x] = Drawn(sign, here)


def _span(first: float, last: float, cells: int) -> tuple[int, int]:
    """The first and the last cell, two at least, of a stretch of so many."""
    low = min(cells - 2, int(first * cells))
    return low, max(low + 1, min(cells - 1, round(last * cells) - 1))
