"""Heights: where each of a stack of cards begins."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.widgets.log.heights import Heights

_HEIGHTS = st.lists(st.integers(0, 30), min_size=1, max_size=40)


@given(_HEIGHTS, st.lists(st.tuples(st.integers(0, 39), st.integers(0, 30))))
def test_tops_are_the_running_sum_whatever_changed(
    heights: list[int], changes: list[tuple[int, int]]
) -> None:
    stack = Heights(heights)
    for index, height in changes:
        heights[index % len(heights)] = height
        stack[index % len(heights)] = height
        assert stack.top(index % len(heights)) == sum(heights[: index % len(heights)])
    assert [stack.top(i) for i in range(len(heights) + 1)] == [0, *accumulate(heights)]
    assert stack.total == sum(heights)


@given(_HEIGHTS)
def test_every_line_is_found_in_the_card_that_holds_it(heights: list[int]) -> None:
    stack = Heights(heights)
    found = [stack.at(line) for line in range(stack.total)]
    assert found == [(i, n) for i, height in enumerate(heights) for n in range(height)]


def test_appending_adds_below() -> None:
    stack = Heights([3])
    stack.append(4)
    assert (len(stack), stack[1], stack.top(1), stack.total) == (2, 4, 3, 7)


@pytest.mark.parametrize("changed", [0, 500, 999])
def test_only_what_is_below_a_change_moves(changed: int) -> None:
    stack = Heights([2] * 1000)
    before = [stack.top(i) for i in range(1001)]
    stack[changed] = 5
    after = [stack.top(i) for i in range(1001)]
    assert after[: changed + 1] == before[: changed + 1]
    assert after[changed + 1 :] == [top + 3 for top in before[changed + 1 :]]
