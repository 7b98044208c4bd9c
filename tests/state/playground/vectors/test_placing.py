"""Maps: what is written on them never runs together, and every key leads somewhere near."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.state.playground.vectors.moving import towards
from cohere_tui.state.playground.vectors.placing import chart

COORDINATE = st.floats(-1, 1, width=32)
SPOT = st.tuples(COORDINATE, COORDINATE)


@given(st.lists(SPOT, max_size=30), st.integers(4, 60), st.integers(1, 20))
def test_nothing_is_written_over_anything(
    points: list[tuple[float, float]], width: int, height: int
) -> None:
    numbers = [str(at + 1) for at in range(len(points))]
    names = [("a long name", "name")] * len(points)
    found = chart(points, width, height, numbers, names)
    inner = [(one.x + far, one.y) for one in found.said for far in range(len(one.text))]
    assert len(inner) == len(set(inner))
    assert all(0 <= x < width and 0 <= y < height for x, y in inner)
    assert sorted((*found.unsaid, *(one.point for one in found.said))) == list(range(len(points)))
    for one in found.said:
        x, y = found.cell(one.point)
        assert y == one.y
        assert one.x <= x < one.x + len(one.text)
        assert numbers[one.point] in one.text.split()


def test_names_stand_behind_or_before_their_numbers_where_there_is_room() -> None:
    found = chart([(0, 0), (1, 1)], 20, 3, ["1", "2"], [("left",), ("right",)])
    assert {(one.text, one.x, one.y) for one in found.said} == {
        ("1 left", 0, 2),
        ("right 2", 12, 0),
    }
    found = chart([(0, 0), (1, 1)], 8, 3, ["1", "2"], [("far too long", "short"), ("far too",)])
    assert [one.text for one in found.said] == ["1 short", "2"]


def test_points_on_one_spot_stand_beside_each_other_until_there_is_no_room() -> None:
    found = chart([(0, 0)] * 12, 9, 3, list("abcdefghijkl"))
    assert {(one.text, one.x, one.y) for one in found.said[:4]} == {
        ("a", 4, 1),
        ("b", 4, 2),
        ("c", 4, 0),
        ("d", 6, 1),
    }
    assert found.unsaid == (9, 10, 11)
    assert found.cell(3) == (6, 1)
    assert found.cell(11) == (4, 1)


def test_a_key_leads_to_the_nearest_on_that_side() -> None:
    spots = [(5.0, 5.0), (9, 5), (7, 5.5), (5, 1), (2, 9)]
    assert towards(spots, 0, 1, 0) == 2
    assert towards(spots, 2, 1, 0) == 1
    assert towards(spots, 0, 0, -1) == 3
    assert towards(spots, 0, 0, 1) == 4
    assert towards(spots, 4, -1, 0) is None


@given(st.lists(SPOT, min_size=2, max_size=20), st.data())
def test_every_point_that_lies_on_a_side_can_be_gone_to(
    spots: list[tuple[float, float]], data: st.DataObject
) -> None:
    here = data.draw(st.integers(0, len(spots) - 1))
    found = towards(spots, here, 1, 0)
    assert (found is None) == all(x <= spots[here][0] for x, _ in spots)
    assert found is None or spots[found][0] > spots[here][0]
