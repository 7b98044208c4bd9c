"""Vectors compared: numpy and plain Python find the same, and nothing that can come harms."""

from __future__ import annotations

import math
import random
import sys
from array import array
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.state.playground.vectors import arrays, plain
from cohere_tui.state.playground.vectors.grouping import grouped
from cohere_tui.state.playground.vectors.multiplying import quickest
from cohere_tui.state.playground.vectors.picture import (
    MISSING,
    Picture,
    cosine,
    neighbours,
    pictured,
)
from cohere_tui.state.playground.vectors.polite import polite

if TYPE_CHECKING:
    from cohere_tui.models.vectors import Vectors
    from cohere_tui.state.playground.vectors.multiplying import Multiplying

WAYS = pytest.mark.parametrize("way", [plain, arrays], ids=["plain", "numpy"])

NUMBER = st.floats(-4, 4, width=32)
VECTOR = st.lists(NUMBER, min_size=3, max_size=3).map(lambda row: array("d", row))
VECTORS = st.lists(st.none() | VECTOR, max_size=12).map(tuple)
ANY = st.none() | st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=4).map(
    lambda row: array("d", row) or None
)


def reach(picture: Picture, side: int) -> float:
    """How far apart the points are in one direction of the plane."""
    return math.hypot(*(point[side] for point in picture.plane.points))


@given(VECTORS)
def test_both_ways_find_the_same(vectors: Vectors) -> None:
    one, other = (pictured(vectors, "float", len(vectors), way) for way in (plain, arrays))
    assert one.measured == other.measured
    assert one.similarity.places == other.similarity.places
    assert one.similarity.square.tolist() == pytest.approx(
        other.similarity.square.tolist(), abs=1e-6
    )
    assert one.plane.share == pytest.approx(other.plane.share, abs=1e-3)
    assert reach(one, 0) == pytest.approx(reach(other, 0), abs=1e-2)


@given(st.lists(ANY, max_size=6).map(tuple), st.integers(0, 8), st.sampled_from([plain, arrays]))
def test_whatever_comes_every_input_is_accounted_for(
    vectors: Vectors, asked: int, way: Multiplying
) -> None:
    picture = pictured(vectors, "float", asked, way)
    assert len(picture.measured) == max(asked, len(vectors))
    assert sorted((*picture.missing, *picture.similarity.places)) == list(
        range(len(picture.measured))
    )
    assert all(-1 <= one <= 1 for one in picture.similarity.square)
    assert len(picture.plane.points) == len(picture.similarity)
    assert all(math.isfinite(one) for point in picture.plane.points for one in point)
    assert 0 <= picture.plane.share <= 1
    assert sorted(grouped(picture.similarity)) == list(range(len(picture.similarity)))
    for place in range(len(picture.measured)):
        found = [one.place for one in neighbours(picture, place)]
        assert sorted(found) == [
            one for one in picture.similarity.places
            if one != place and place not in picture.missing
        ]  # fmt: skip


@WAYS
def test_it_is_said_why_a_vector_is_left_out(way: Multiplying) -> None:
    vectors = tuple(
        None if row is None else array("d", row)
        for row in ([1, 0], [1, 1], None, [0, 0], [1, 0, 0], [1e308] * 2)
    )
    picture = pictured(vectors, "float", 7, way)
    assert [one.trouble for one in picture.measured] == [
        "",
        "",
        MISSING,
        "all its numbers are 0",
        "3 dimensions, and not 2 as most have",
        "",
        MISSING,
    ]
    assert picture.similarity.places == (0, 1, 5)
    assert picture.similarity.at(0, 1) == pytest.approx(math.sqrt(0.5))
    assert picture.similarity.lowest == pytest.approx(math.sqrt(0.5))
    assert picture.similarity.highest == pytest.approx(1)
    assert [one.norm for one in picture.measured][:2] == [1, math.sqrt(2)]
    assert neighbours(picture, 3) == ()
    assert [one.place for one in neighbours(picture, 0)] == [1, 5]


def test_packed_and_shifted_vectors_are_compared_by_what_they_stand_for() -> None:
    vectors = (array("B", [0b11110000, 255]), array("B", [0b00001111, 255]))
    picture = pictured(vectors, "ubinary", 2)
    assert picture.similarity.at(0, 1) == pytest.approx(0)  # half of the bits differ
    assert [one.dimension for one in picture.measured] == [16, 16]
    signed = tuple(array("b", [byte - 128 for byte in vector]) for vector in vectors)
    assert pictured(signed, "binary", 2).similarity.square == picture.similarity.square
    shifted = (array("B", [128 + 3, 128 - 4]), array("B", [128 - 3, 128 + 4]))
    assert pictured(shifted, "uint8", 2).similarity.at(0, 1) == pytest.approx(-1)
    # A kind that is newer than we are.
    assert pictured((array("d", [1, 2]),), "float16", 1).similarity.places == (0,)


@WAYS
def test_what_differs_most_lies_across_the_plane(way: Multiplying) -> None:
    noise = random.Random(5)
    themes = [[noise.gauss(0, 1) for _ in range(64)] for _ in range(3)]
    vectors = tuple(
        array("d", [one + noise.gauss(0, 0.2) for one in themes[number % 3]])
        for number in range(12)
    )
    picture = pictured(vectors, "float", 12, way)
    points = picture.plane.points
    near = max(math.dist(points[at], points[at % 3]) for at in range(12))
    far = min(math.dist(points[a], points[b]) for a, b in ((0, 1), (1, 2), (0, 2)))
    assert far > 3 * near
    assert picture.plane.share > 0.8
    # Both directions are as long as numpy's own eigenvalues say.
    square = np.asarray(picture.similarity.square).reshape(12, 12)
    middle = np.eye(12) - 1 / 12
    first, second = sorted(np.linalg.eigvalsh(middle @ square @ middle))[:-3:-1]
    assert [reach(picture, side) ** 2 for side in (0, 1)] == pytest.approx([first, second], 1e-3)
    order = grouped(picture.similarity)
    assert [len({row % 3 for row in order[at : at + 4]}) for at in (0, 4, 8)] == [1, 1, 1]


def test_of_too_many_the_first_are_compared_with_each_other_and_all_are_neighbours() -> None:
    vectors = tuple(array("d", [1, number]) for number in range(plain.MOST + 5))
    picture = pictured(vectors, "float", len(vectors), plain)
    assert len(picture.similarity) == plain.MOST
    assert picture.beyond == 5
    assert neighbours(picture, len(vectors) - 1)[0].place == len(vectors) - 2


def test_two_vectors() -> None:
    assert cosine(array("d", [1, 0]), array("d", [0, 2])) == 0
    assert cosine(array("d", [1, 0]), array("d", [1])) is None
    assert cosine(array("d", [0, 0]), array("d", [1, 1])) is None


def test_numpy_is_taken_where_it_is() -> None:
    assert quickest() is arrays


def test_keys_get_their_turn_sooner_while_it_is_reckoned() -> None:
    usual = sys.getswitchinterval()
    with polite():
        assert sys.getswitchinterval() < usual / 5
    assert sys.getswitchinterval() == usual
