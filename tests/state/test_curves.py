"""Curves: what is drawn of a training."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.state.curves import best, drawable, lower_is_better, short, smoothed, thinned, ticks
from cohere_tui.state.training import Point

VALUES = st.floats(-1e100, 1e100)


def points(*values: float) -> tuple[Point, ...]:
    return tuple(Point(step, value) for step, value in enumerate(values, start=1))


@pytest.mark.parametrize(
    ("metric", "lower"),
    [
        ("loss", True),
        ("eval/Loss", True),
        ("generation_loss", True),
        ("accuracy", False),
        ("ndcg@10", False),
        ("grad_norm", None),
        ("glossy", None),
        ("", None),
    ],
)
def test_what_is_good_is_told_by_the_name(metric: str, lower: bool | None) -> None:
    assert lower_is_better(metric) is lower


def test_the_best_point_is_the_first_of_equals() -> None:
    assert best("loss", points(3, 1, 2, 1)) == Point(2, 1)
    assert best("accuracy", points(0.5, 0.9, 0.9)) == Point(2, 0.9)
    assert best("grad_norm", points(1, 2)) is None
    assert best("loss", ()) is None


def test_smoothing_keeps_steps_and_begins_at_the_first_value() -> None:
    drawn = smoothed(points(4, 0, 4, 0, 4))
    assert [point.step for point in drawn] == [1, 2, 3, 4, 5]
    assert drawn[0].value == pytest.approx(4)
    swings = [abs(one.value - two.value) for one, two in pairwise(drawn[1:])]
    assert max(swings) < 2


@given(st.lists(VALUES, max_size=60))
def test_smoothed_values_stay_within_what_was_measured(values: list[float]) -> None:
    drawn = smoothed(points(*values))
    for point in drawn:
        slack = 1e-6 * max(map(abs, values)) + 1e-300
        assert min(values) - slack <= point.value <= max(values) + slack


@given(st.lists(VALUES, min_size=1, max_size=400), st.integers(4, 50))
def test_thinning_keeps_ends_and_extremes(values: list[float], most: int) -> None:
    whole = points(*values)
    drawn = thinned(whole, most)
    assert len(drawn) <= max(most, 4)
    assert (drawn[0], drawn[-1]) == (whole[0], whole[-1])
    assert {min(values), max(values)} <= {point.value for point in drawn}
    assert [point.step for point in drawn] == sorted({point.step for point in drawn})


@given(VALUES, VALUES, st.integers(2, 9), st.booleans())
def test_ticks_are_around_all_values(one: float, two: float, most: int, whole: bool) -> None:
    low, high = sorted((one, two))
    found = ticks(low, high, most, whole=whole)
    assert 2 <= len(found) <= max(3, most)
    slack = 1e-6 * max(abs(low), abs(high), 1)
    assert found[0] <= low + slack
    assert high - slack <= found[-1]
    assert sorted(set(found)) == list(found)
    if whole:
        assert all(number == int(number) for number in found)


def test_ticks_are_round() -> None:
    assert ticks(1, 80, 5, whole=True) == (0, 20, 40, 60, 80)
    assert ticks(0.1, 2.6, 4) == (0, 1, 2, 3)
    assert ticks(5, 5, 3) == (2.5, 5, 7.5)
    assert ticks(0, 0, 3) == (-1, 0, 1)
    assert ticks(5e-324, 1e-323, 3) == (-1, 0, 1)
    assert ticks(1, 1, 9, whole=True) == (0, 1, 2)


def test_what_has_no_place_on_a_chart_is_left_out() -> None:
    far = (Point(2**60, 1), Point(3, 1e200), Point(4, -1e200))
    assert drawable((*points(1, 2), *far)) == points(1, 2)


def test_numbers_are_short() -> None:
    values = (0.123456, 12.0, 1234.0, 0.00005, 1e9, -1e100)
    said = ["0.1235", "12", "1,234", "5e-05", "1e+09", "-1e+100"]
    assert [short(value) for value in values] == said
