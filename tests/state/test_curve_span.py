"""What runs away leaves the picture; the rest is readable, and an ordinary start stays in it."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.state.curve_span import Span, above, below, leavings, ordinary, pieces, within
from cohere_tui.state.training import Point


def points(*values: float) -> tuple[Point, ...]:
    return tuple(Point(step, value) for step, value in enumerate(values, start=1))


FALLING = points(*(0.5 + 3.5 * math.exp(-step / 8) for step in range(200)))
FORGETTING = points(*(2 * math.exp(-step / 10) for step in range(300)))
SPIKED = points(*(1e6 if step == 77 else 0.5 + 2 / (step + 1) for step in range(200)))
DIVERGING = points(*(2 - step / 60 if step < 60 else 1.2 ** (step - 60) for step in range(160)))
STUCK = points(*([65504.0] * 100))
TUNED = points(*(1.7 + 0.5 * math.exp(-step / 40) for step in range(126)))
RISING = points(*(step / 200 for step in range(200)))


@pytest.mark.parametrize(
    ("metric", "lines"),
    [
        ("loss", [FALLING]),
        ("loss", [FORGETTING, FALLING]),
        ("accuracy", [RISING, points(*[0.02] * 50)]),
        ("grad_norm", [points(*(step**2 for step in range(100)))]),
        ("loss", [points(*[0.5] * 20), points(*[0.8] * 20)]),
        ("loss", [points(0.5), ()]),
        ("loss", [points(0.0, 0.0, 5.0)]),
        ("loss", []),
    ],
)
def test_what_is_usual_is_drawn_whole(metric: str, lines: list[tuple[Point, ...]]) -> None:
    assert ordinary(metric, lines) is None


@pytest.mark.parametrize(
    ("metric", "lines", "high"),
    [
        ("loss", [SPIKED], 2.5),
        ("grad_norm", [SPIKED], 2.5),
        ("loss", [FALLING, DIVERGING], 16),
        ("loss", [DIVERGING], 8),
        ("loss", [FALLING, STUCK], 4),
        ("loss", [STUCK, FALLING, FALLING], 4),
        ("loss", [points(1.0, 0.8, 1e6)], 1),
        ("loss", [points(6.5, 15.0), points(6.6, 17.0), TUNED], 6.6),
    ],
)
def test_what_runs_away_is_left_out(
    metric: str, lines: list[tuple[Point, ...]], high: float
) -> None:
    span = ordinary(metric, lines)
    assert span is not None
    assert 0 <= span.low < span.high <= high
    assert all(span.has(point.value) for point in (FALLING if FALLING in lines else lines[0][:1]))


def test_what_is_left_out_is_told_on_its_side() -> None:
    lines = (points(1, 2, 900, 1000, 1), points(1, 1, -50), points(2))
    span = ordinary("reward", lines)
    assert span == Span(1, 2)
    (up,) = above(lines, span)
    assert (up.number, up.many, up.farthest) == (0, 2, Point(4, 1000))
    (down,) = below(lines, span)
    assert (down.number, down.many, down.farthest) == (1, 1, Point(3, -50))
    assert within(lines[0], span) == (Point(1, 1), Point(2, 2), Point(5, 1))
    assert within(lines[0], None) == lines[0]


def test_a_curve_ends_at_the_edge_where_it_leaves() -> None:
    curve = points(0, 2, -2, 0, 9, 9, 1, -1)
    span = Span(0, 1)
    assert [[round(step, 2) for step, _ in piece] for piece in pieces(curve, span)] == [
        [1, 1.5],
        [4, 4, 4.11],
        [7, 7, 7.5],
    ]
    assert [[value for _, value in piece] for piece in pieces(curve, span)] == [
        [0, 1],
        [0, 0, 1],
        [1, 1, 0],
    ]
    assert leavings(curve, span) == ((2, 1), (5, 1), (8, 0))


@given(st.lists(st.lists(st.floats(-1e100, 1e100), max_size=30), max_size=4))
def test_whatever_was_measured_the_picture_has_something(values: list[list[float]]) -> None:
    lines = [points(*one) for one in values]
    span = ordinary("loss", lines)
    if span is not None:
        assert any(within(line, span) for line in lines)
        assert above(lines, span) or below(lines, span)
        for line in lines:
            for step, value in (place for piece in pieces(line, span) for place in piece):
                assert 1 <= step <= len(line)
                assert span.low <= value <= span.high
