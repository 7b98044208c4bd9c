from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.widgets.markdown.grown import Grown

numbers = st.lists(st.integers(), max_size=5)


@given(st.lists(st.tuples(numbers, numbers), max_size=8))
def test_every_version_goes_on_seeing_its_own_items(
    steps: list[tuple[list[int], list[int]]],
) -> None:
    versions = [Grown[int].of()]
    expected: list[list[int]] = [[]]
    kept: list[int] = []
    for more, live in steps:
        versions.append(versions[-1].add(more, live))
        kept = kept + more
        expected.append(kept + live)
    assert [list(version) for version in versions] == expected
    assert [len(version) for version in versions] == [len(items) for items in expected]
    assert all(later.grew_from(versions[0]) for later in versions)
    for version, items in zip(versions, expected, strict=True):
        assert version.since(2) == items[2:]
        assert version == Grown.of(items)


def test_a_second_branch_leaves_the_first_alone() -> None:
    stem = Grown.of([1])
    left, right = stem.add([2]), stem.add([3])
    assert (list(left), list(right)) == ([1, 2], [1, 3])
    assert left != right
    assert not right.grew_from(left)
    assert stem != [1]
    assert repr(left) == "Grown([1, 2])"
