"""Predictions against what is known, with all that can be odd about either."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.state.playground.scoring import NONE, Judged, compared, score

LABELS = st.lists(st.sampled_from("abc"), max_size=3).map(tuple)


def judged(*pairs: str) -> list[Judged]:
    """`a>b`: is a, was taken for b; several letters are several labels."""
    found = []
    for place, pair in enumerate(pairs):
        expected, _, predicted = pair.partition(">")
        one = Judged(place, f"text {place}", tuple(predicted), 0.5 + place / 100, tuple(expected))
        found.append(one)
    return found


def test_accuracy_and_the_score_of_each_label() -> None:
    found = score(judged("a>a", "a>a", "a>b", "b>b"))
    assert (found.right, found.accuracy) == (3, 0.75)
    a, b = found.labels
    assert (a.label, a.right, a.predicted, a.expected) == ("a", 2, 2, 3)
    assert (a.precision, a.recall, a.f1) == (1.0, 2 / 3, 0.8)
    assert (b.precision, b.recall) == (0.5, 1.0)


def test_labels_that_are_on_one_side_only() -> None:
    found = score(judged("a>x", "a>a", "c>a"))
    assert [one.label for one in found.labels] == ["a", "c", "x"]
    by = {one.label: one for one in found.labels}
    assert (by["c"].precision, by["c"].recall, by["c"].f1) == (None, 0.0, 0.0)
    assert (by["x"].precision, by["x"].recall) == (0.0, None)
    matrix = found.confusion
    assert matrix.rows == matrix.columns == ("a", "c", "x")
    assert [[matrix.count(row, column) for column in range(3)] for row in range(3)] == [
        [1, 0, 1],
        [1, 0, 0],
        [0, 0, 0],
    ]
    assert matrix.places(0, 2) == (0,)
    assert matrix.totals == (2, 1, 0)


def test_what_did_not_come_or_is_not_known_is_not_judged() -> None:
    known = judged("a>a", ">b")
    found = score([*known, Judged(2, "lost", expected=("a",), came=False)])
    assert (found.accuracy, found.unknown, found.missing) == (1.0, 1, 1)
    nothing = score(judged(">a"))
    assert (nothing.accuracy, nothing.labels, nothing.confusion.rows) == (None, (), ())
    assert score([]).accuracy is None


def test_several_labels_are_right_in_any_order_and_none_has_a_place() -> None:
    found = score(judged("ab>ba", "ab>a", "a>ab", "ab>c", "a>"))
    assert found.right == 1
    matrix = found.confusion
    assert matrix.rows == ("a", "b", "c", NONE)
    assert matrix.columns == ("a", "b", "c", NONE)
    assert matrix.cells[("b", NONE)] == (1,)
    assert matrix.cells[(NONE, "b")] == (2,)
    assert matrix.cells[("a", "c")] == matrix.cells[("b", "c")] == (3,)
    assert matrix.cells[("a", NONE)] == (4,)


def test_the_surest_mistakes_come_first() -> None:
    found = score([*judged("a>b", "a>b", "a>a"), Judged(3, "?", ("b",), None, ("a",))])
    assert [one.place for one in found.wrong] == [1, 0, 3]


@given(st.lists(st.tuples(LABELS, LABELS)))
def test_sums_agree(pairs: list[tuple[tuple[str, ...], tuple[str, ...]]]) -> None:
    items = [Judged(n, "", two, None, one) for n, (one, two) in enumerate(pairs)]
    found = score(items)
    assert found.right + len(found.wrong) == len(found.counted)
    matrix = found.confusion
    for label in found.labels:
        assert len(matrix.cells.get((label.label, label.label), ())) == label.right
        assert label.right <= min(label.predicted, label.expected)
    assert set(matrix.cells) <= {(row, column) for row in matrix.rows for column in matrix.columns}


def test_labels_are_ranked_as_far_as_the_server_tells() -> None:
    told = Judged(0, "", ("b",), 0.5, confidences={"a": 0.5, "b": 0.5, "c": 0.9})
    assert told.ranked == (("c", 0.9), ("b", 0.5), ("a", 0.5))
    assert Judged(0, "", ("b", "c"), 0.4, confidences={"c": 0.3}).ranked == (("b", 0.4), ("c", 0.3))
    assert Judged(0, "", ("b",)).ranked == (("b", None),)
    assert Judged(0, "", ("b", "a")).ranked == (("b", None), ("a", None))


@pytest.mark.parametrize(
    ("pairs", "verdicts"),
    [
        (("a>b", "a>a"), ["mended"]),
        (("a>a", "a>b"), ["broken"]),
        (("a>b", "a>c"), ["still wrong"]),
        ((">b", ">c"), [""]),
        ((">b", "c>c"), ["mended"]),
        (("ab>ab", "ab>ba"), []),
    ],
)
def test_what_two_runs_take_for_different_things(
    pairs: tuple[str, str], verdicts: list[str]
) -> None:
    before, after = (judged(pair) for pair in pairs)
    found = compared(before, after)
    assert found.both == 1
    assert [one.verdict for one in found.changes] == verdicts


def test_texts_of_two_runs_are_matched_by_what_they_say() -> None:
    before = [Judged(0, "x", ("a",)), Judged(1, "y", ("a",)), Judged(2, "x", ("b",))]
    after = [
        Judged(0, "x", ("a",)),
        Judged(1, "new", ("c",)),
        Judged(2, "x", ("a",)),
        Judged(3, "y", came=False),
        Judged(4, "x", ("z",)),
    ]
    found = compared(before, after)
    assert found.both == 2
    assert [(one.text, one.before.place, one.after.place) for one in found.changes] == [("x", 2, 2)]
