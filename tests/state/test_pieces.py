"""Text that grows: a frozen value that is cheap to add to."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.state.pieces import EMPTY, Pieces

TEXTS = st.lists(st.text(max_size=4), max_size=600)


def added(texts: list[str], start: Pieces = EMPTY) -> Pieces:
    for text in texts:
        start = start.add(text)
    return start


@given(TEXTS)
def test_it_is_the_joined_text(texts: list[str]) -> None:
    pieces = added(texts)
    assert str(pieces) == "".join(texts)
    assert len(pieces) == len("".join(texts))
    assert pieces == Pieces.of("".join(texts))
    assert hash(pieces) == hash(Pieces.of("".join(texts)))


@given(TEXTS, st.integers(-5, 2500))
def test_since_is_the_rest_of_the_text(texts: list[str], start: int) -> None:
    assert added(texts).since(start) == "".join(texts)[max(start, 0) :]


@pytest.mark.parametrize("many", [1, 2, 255, 256, 257, 258, 511, 512, 513, 1025])
def test_every_version_stays_as_it_was(many: int) -> None:
    versions = [EMPTY]
    for number in range(many):
        versions.append(versions[-1].add(str(number % 10)))
    text = "".join(str(number % 10) for number in range(many))
    assert [str(one) for one in versions] == [text[:size] for size in range(many + 1)]


@given(st.lists(st.tuples(st.integers(0, 10**6), st.text(max_size=3)), max_size=400))
def test_branches_do_not_disturb_each_other(steps: list[tuple[int, str]]) -> None:
    versions: list[tuple[Pieces, str]] = [(EMPTY, "")]
    for pick, more in steps:
        pieces, text = versions[pick % len(versions)]
        versions.append((pieces.add(more), text + more))
    assert all(str(pieces) == text for pieces, text in versions)


@pytest.mark.parametrize("many", [255, 256, 257, 600])
def test_a_branch_where_pieces_were_gathered(many: int) -> None:
    trunk = added(["a"] * many)
    left, right = added(["l"] * 300, trunk), added(["r"] * 300, trunk)
    assert str(left) == "a" * many + "l" * 300
    assert str(right) == "a" * many + "r" * 300
    assert str(trunk) == "a" * many


def test_adding_nothing_is_the_same_value() -> None:
    pieces = Pieces.of("a")
    assert pieces.add("") is pieces
    assert EMPTY.add("") is EMPTY
    assert Pieces.of("") is EMPTY


def test_the_empty_one_holds_on_to_nothing() -> None:
    before = sys.getrefcount(EMPTY)
    grown = added(["x" * 1000] * 1000)
    assert len(grown) == 1_000_000
    assert (str(EMPTY), len(EMPTY), EMPTY.since(0)) == ("", 0, "")
    assert sys.getrefcount(EMPTY) == before


def test_very_many_pieces_make_few_objects() -> None:
    pieces = EMPTY
    for _ in range(200_000):
        pieces = pieces.add("xy")
    assert len(pieces) == 400_000
    assert len(pieces._chunks) + len(pieces._tail) < 1_100
    assert pieces.since(399_990) == "xy" * 5


def test_it_equals_no_string() -> None:
    assert Pieces.of("a") != "a"
    assert Pieces.of("a") != Pieces.of("b")
    assert Pieces.of("a") != Pieces.of("ab")
    assert not EMPTY
    assert repr(Pieces.of("a")) == "Pieces.of('a')"
