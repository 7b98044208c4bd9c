"""A page drawn small."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.state.playground.page_blocks import PageBlock, Place
from cohere_tui.state.playground.page_map import drawn_map, map_size

TEXT = PageBlock(1, 1, "text", "no place")
TOP = PageBlock(1, 2, "image", "", place=Place(0, 0, 1, 0.5))
LOW = PageBlock(1, 3, "table", "", place=Place(0.5, 0.5, 1, 1))


def told(*blocks: PageBlock, here: str, ascii_only: bool = False) -> list[str]:
    cells = drawn_map(blocks, here, (10, 6), ascii_only=ascii_only)
    return ["".join(one.sign for one in row) for row in cells]


def test_boxes_and_their_numbers() -> None:
    assert told(TEXT, TOP, LOW, here="1.3") == [
        "┌2───────┐",
        "│        │",
        "└────────┘",
        "·    ┏3━━┓",
        "·    ┃   ┃",
        "·····┗━━━┛",
    ]
    assert told(TOP, LOW, here="1.2", ascii_only=True)[2:4] == ["#========#", ".    +3--+"]


def test_what_the_cursor_is_on_lies_on_top() -> None:
    whole = replace(TOP, place=Place(0, 0, 1, 1))
    cells = drawn_map((TOP, replace(whole, number=4)), "1.2", (10, 6))
    assert cells[0][0].here
    assert not cells[5][0].here


@pytest.mark.parametrize(
    ("shape", "room", "size"),
    [
        (0.0, (24, 30), (24, 17)),
        (0.0, (24, 8), (11, 8)),
        (0.5, (24, 8), (24, 6)),
        (0.01, (24, 8), (24, 3)),
        (90.0, (24, 8), (4, 8)),
        (0.0, (3, 8), (0, 0)),
        (0.0, (24, 2), (0, 0)),
    ],
)
def test_its_size_follows_the_page(
    shape: float, room: tuple[int, int], size: tuple[int, int]
) -> None:
    assert map_size((TEXT, replace(TOP, shape=shape)), room) == size


@given(st.tuples(*[st.floats(0, 1)] * 4), st.integers(4, 30), st.integers(3, 30))
def test_any_box_stays_on_the_page(
    edges: tuple[float, float, float, float], width: int, height: int
) -> None:
    left, right = sorted(edges[:2])
    top, bottom = sorted(edges[2:])
    block = replace(TOP, place=Place(left, top, right, bottom))
    cells = drawn_map((block,), "", (width, height))
    assert {len(row) for row in cells} == {width}
    assert sum(one.sign in "┌┐└┘" for row in cells for one in row) == 4
