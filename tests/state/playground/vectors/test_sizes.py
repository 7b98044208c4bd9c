"""What vectors take, and two runs text by text."""

from __future__ import annotations

from array import array

import pytest

from cohere_tui.state.playground.vectors.kinds import most_exact
from cohere_tui.state.playground.vectors.pairing import common_kind, pairs
from cohere_tui.state.playground.vectors.sizes import sizes


def test_every_kind_is_reckoned_from_what_came() -> None:
    found = {one.kind: one for one in sizes({"int8": (array("b", bytes(1536)), None)})}
    assert [(one.kind, one.each) for one in found.values()] == [
        ("float", 6144),
        ("base64", 6144),
        ("int8", 1536),
        ("uint8", 1536),
        ("binary", 192),
        ("ubinary", 192),
    ]
    assert [one.kind for one in found.values() if one.came] == ["int8"]
    assert {one.vectors for one in found.values()} == {1}
    assert found["binary"].all == 192
    assert found["binary"].of_floats == pytest.approx(1 / 32)


def test_packed_vectors_have_eight_dimensions_a_byte() -> None:
    (size,) = (one for one in sizes({"ubinary": (array("B", bytes(32)),)}) if one.came)
    assert (size.dimension, size.each) == (256, 32)


def test_of_nothing_there_are_no_sizes() -> None:
    assert sizes({}) == ()
    assert sizes({"float": (None,)}) == ()


def test_the_most_exact_kind() -> None:
    assert most_exact(("ubinary", "int8", "later")) == "int8"
    assert most_exact(("later",)) == "later"
    assert most_exact(()) == ""


def test_two_runs_are_compared_by_their_texts() -> None:
    old = (
        ("tide", "mill", "gone", "short", "none", "zero", "tide"),
        (
            array("d", [1, 0]),
            array("d", [1, 1]),
            array("d", [1, 1]),
            array("d", [1, 1]),
            None,
            array("d", [0, 0]),
            array("d", [5, 5]),
        ),
    )
    new = (
        ("mill", "tide", "short", "new", "zero", "none"),
        (
            array("d", [2, 2]),
            array("d", [0, 1]),
            array("d", [1, 1, 1]),
            array("d", [1, 1]),
            array("d", [0, 1]),
        ),
    )
    found = {one.text: one.trouble or one.cosine for one in pairs(old, new, "float")}
    assert found == {
        "tide": 0,
        "mill": pytest.approx(1),
        "gone": "only in the earlier run",
        "short": "2 and 3 dimensions cannot be compared",
        "none": "no vector came",
        "zero": "a vector has no direction",
        "new": "only in the later run",
    }
    assert common_kind({"int8": ()}, {"float": (), "int8": ()}) == "int8"
    assert common_kind({"int8": ()}, {"float": ()}) == ""
