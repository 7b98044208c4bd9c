"""How far, how fast, how long still."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohere_tui.state.pace import NOTHING_YET, Pace


def paced(total: int | None, *moments: tuple[float, int]) -> Pace:
    pace = Pace(total=total)
    for now_s, done in moments:
        pace = pace.at(done, now_s)
    return pace


def test_at_first_nothing_is_known() -> None:
    assert (NOTHING_YET.rate, NOTHING_YET.seconds_left, NOTHING_YET.share) == (None, None, None)
    begun = paced(100, (7.0, 0))
    assert (begun.rate, begun.seconds_left, begun.share) == (None, None, 0.0)


def test_an_even_pace() -> None:
    pace = paced(1000, (0.0, 0), (1.0, 100), (2.0, 200))
    assert (pace.rate, pace.seconds_left, pace.share) == (100.0, 8.0, 0.2)


def test_the_rate_is_that_of_the_last_seconds() -> None:
    slow = [(float(second), second) for second in range(60)]
    fast = [(60.0 + second, 60 + 1000 * second) for second in range(20)]
    assert paced(10**6, *slow, *fast).rate == 1000.0


def test_many_small_steps_are_gathered() -> None:
    pace = paced(10**6, *((step / 100, step) for step in range(2000)))
    assert len(pace.marks) < 15
    assert pace.rate == pytest.approx(100.0)
    assert pace.done == 1999


@pytest.mark.parametrize(
    ("pace", "left", "share"),
    [
        (paced(100, (0.0, 0), (1.0, 100)), 0.0, 1.0),
        (paced(100, (0.0, 0), (1.0, 120)), 0.0, 1.0),
        (paced(0, (0.0, 0)), 0.0, 1.0),
        (paced(100, (0.0, 50), (1.0, 50)), None, 0.5),
        (paced(100, (0.0, 0), (0.0, 50)), None, 0.5),
        (paced(None, (0.0, 0), (1.0, 100)), None, None),
    ],
)
def test_the_ends_of_the_scale(pace: Pace, left: float | None, share: float | None) -> None:
    assert (pace.seconds_left, pace.share) == (left, share)


def test_a_total_that_comes_later() -> None:
    pace = paced(None, (0.0, 0)).at(10, 1.0, total=40)
    assert (pace.total, pace.seconds_left) == (40, 3.0)


@settings(max_examples=50)
@given(
    total=st.none() | st.integers(0, 10**12),
    steps=st.lists(st.tuples(st.floats(0, 100), st.integers(0, 10**10)), max_size=30),
)
def test_any_pace_can_be_told(total: int | None, steps: list[tuple[float, int]]) -> None:
    now_s, done, pace = 0.0, 0, Pace(total=total)
    for seconds, more in steps:
        now_s, done = now_s + seconds, done + more
        pace = pace.at(done, now_s)
    assert pace.rate is None or pace.rate >= 0
    assert pace.seconds_left is None or pace.seconds_left >= 0
    assert pace.share is None or 0 <= pace.share <= 1
