"""Regular expressions in filters: they are found in cells, and none of them takes long."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.state.filtering import matching, text_of
from cohere_tui.state.patterns import Unusable, fitting, pattern_of

TEXTS = [
    text_of(cells)
    for cells in (("Carew", "Ready", "1801"), ("Eling", "failed", "1785"), ("Pem broke", "", "?"))
]
NAMES = ("name", "status", "opened")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("re:^C", [0]),
        (r"re:^\d+$", [0, 1]),
        (r"re:^\D+$ re:ling|broke", [1, 2]),
        ("re:G$", [1]),
        (r"re:m\sb", [2]),
        (r"re:w.r", []),
        ("!re:^c", [1, 2]),
        ("status:re:^r", [0]),
        ("status:!re:^r", [1, 2]),
        ("!status:re:^r failed", [1]),
        ("re: 18", [0]),
        ("re:[[a]", [0, 1]),
    ],
)
def test_a_pattern_is_looked_for_in_each_cell(query: str, expected: list[int]) -> None:
    found = matching(query, TEXTS, NAMES)
    assert (list(found.places), found.fault) == (expected, "")


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("[", "unterminated character set"),
        ("(a", "missing ), unterminated subpattern"),
        ("a**", "multiple repeat"),
        ("(a+)+$", "a group cannot be repeated here"),
        ("(?:a|a)*c", "a group cannot be repeated here"),
        ("(a){9}{9}", "multiple repeat"),
        ("(a){9}", "a group cannot be repeated here"),
        (r"(a)\1", "looking around and back is not possible here"),
        ("(?=a)", "looking around and back is not possible here"),
        ("(?P<x>a)(?P=x)", "looking around and back is not possible here"),
        ("a*a*a*b", "too many repeats in one pattern"),
        ("a?" * 30 + "a" * 30, "too many repeats in one pattern"),
        ("(a|a)" * 20 + "c", "too many repeats in one pattern"),
        ("a" * 201, "longer than 200 letters"),
        ("a{99999999999}", "too large"),
    ],
)
def test_a_pattern_that_cannot_be_used_says_why_and_filters_nothing(pattern: str, why: str) -> None:
    found = matching(f"re:{pattern} 18", TEXTS, NAMES)
    assert list(found.places) == [0], "the other words hold all the same"
    assert found.fault == f"re: {why}"


@given(st.text("a+*?()|[]{}^$.\\2,:=", max_size=12))
def test_whatever_is_typed_ends_soon(text: str) -> None:
    """What hangs, hangs this test; the worst texts for patterns repeat one letter."""
    try:
        pattern = pattern_of(text)
    except Unusable:
        return
    cells = ("a" * 5_000, "a" * 119 + "!")
    found = fitting(pattern, lambda _: cells, [0], patience_s=30.0)
    assert bool(found) is any(re.search(text, one[:120], re.IGNORECASE) for one in cells)


def test_a_list_that_takes_long_is_left_as_it_is() -> None:
    with pytest.raises(Unusable, match="takes too long"):
        fitting(pattern_of("a"), lambda _: ("b",), range(10), patience_s=-1.0)
