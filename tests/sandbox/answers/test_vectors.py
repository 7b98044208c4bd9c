"""Vectors that say how alike two things are."""

from __future__ import annotations

import base64
import struct
import subprocess
import sys
from itertools import combinations
from math import isclose, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohere_tui.sandbox.answers.vectors import (
    KINDS,
    embed,
    embed_text,
    picture_features,
    text_features,
    typed,
)

ALIKE = (
    ("The tide at Cobh rises twice a day.", "Tides in Cobh rise two times daily."),
    ("a cat sat on the mat", "cats that sit on mats"),
    ("sort a list in Python", "Python: sorting of lists"),
    ("私は猫が好きです", "猫が好きな私"),
)


def dot(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("dimension", [256, 1024, 1536])
def test_what_is_alike_is_near_and_what_is_not_is_far(dimension: int) -> None:
    near = min(dot(*(embed_text(text, dimension) for text in pair)) for pair in ALIKE)
    far = max(
        dot(embed_text(one, dimension), embed_text(other, dimension))
        for pair, strange in combinations(ALIKE, 2)
        for one in pair
        for other in strange
    )
    assert near > far + 0.02


@settings(max_examples=40)
@given(text=st.text(max_size=60), dimension=st.integers(1, 300))
def test_any_text_has_a_vector_of_any_length(text: str, dimension: int) -> None:
    vector = embed_text(text, dimension)
    assert len(vector) == dimension
    assert isclose(sqrt(dot(vector, vector)), 1, abs_tol=1e-6)
    assert embed_text(text, dimension) == vector


def test_half_a_character_has_a_vector() -> None:
    assert len(embed_text("\ud83d", 8)) == 8


def test_a_long_text_has_a_vector() -> None:
    text = " ".join(f"word{number} again" for number in range(20_000))
    assert isclose(dot(embed_text(text, 256), embed_text(text, 256)), 1, abs_tol=1e-6)


def test_a_short_vector_is_the_beginning_of_a_long_one() -> None:
    short, begin = embed_text("tide", 256), embed_text("tide", 1536)[:256]
    length = sqrt(dot(begin, begin))
    assert all(isclose(a, b / length, abs_tol=1e-6) for a, b in zip(short, begin, strict=True))


def test_another_process_makes_the_same_vector() -> None:
    code = (
        "from cohere_tui.sandbox.answers.vectors import embed_text;"
        "print(embed_text('the tide at Cobh', 32))"
    )
    for seed in ("1", "2"):
        said = subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        assert said.strip() == str(embed_text("the tide at Cobh", 32))


def test_spaces_have_nothing_in_common() -> None:
    one, other = (
        embed_text("the tide at Cobh", 1024, "a"),
        embed_text("the tide at Cobh", 1024, "b"),
    )
    assert abs(dot(one, other)) < 0.15


def test_every_kind_says_the_same() -> None:
    vector = embed_text("the tide at Cobh", 256)
    assert typed(vector, "float") == vector
    int8, uint8, binary, ubinary = (
        typed(vector, kind) for kind in ("int8", "uint8", "binary", "ubinary")
    )
    assert isinstance(int8, list)
    assert isinstance(uint8, list)
    assert [one + 128 for one in int8] == uint8
    assert min(int8) < -60
    assert max(int8) > 60
    assert all(a * b > 0 or a == 0 for a, b in zip(int8, vector, strict=True))
    assert isinstance(binary, list)
    assert isinstance(ubinary, list)
    assert [one + 128 for one in binary] == ubinary
    assert "".join(f"{byte:08b}" for byte in ubinary) == "".join(
        "1" if one > 0 else "0" for one in vector
    )
    packed = typed(vector, "base64")
    assert isinstance(packed, str)
    floats = struct.unpack("<256f", base64.b64decode(packed))
    assert all(isclose(a, b, abs_tol=1e-7) for a, b in zip(floats, vector, strict=True))


@given(dimension=st.integers(1, 40), kind=st.sampled_from(KINDS))
@settings(max_examples=40)
def test_every_kind_stays_in_its_range(dimension: int, kind: str) -> None:
    made = typed(embed_text("mill", dimension), kind)
    low, high = {"int8": (-128, 127), "binary": (-128, 127), "float": (-1, 1)}.get(kind, (0, 255))
    if isinstance(made, list):
        assert len(made) == (-(-dimension // 8) if kind.endswith("binary") else dimension)
        assert all(low <= one <= high for one in made)
    else:
        assert len(base64.b64decode(made)) == 4 * dimension


def test_pictures_that_share_most_bytes_are_near() -> None:
    data = bytes(range(256)) * 20 + bytes(64 * 30)
    changed = data[:-64] + bytes([7]) * 64
    strange = bytes(reversed(data[:5120]))
    one, near, far = (embed(picture_features(one), 512) for one in (data, changed, strange))
    assert dot(one, near) > 0.7 > dot(one, far)


def test_a_text_and_a_picture_together_are_near_both() -> None:
    text, picture = text_features("a wheel"), picture_features(b"\x89PNG wheel")
    both = embed(text + picture, 512)
    assert dot(both, embed(text, 512)) > 0.3
    assert dot(both, embed(picture, 512)) > 0.3
