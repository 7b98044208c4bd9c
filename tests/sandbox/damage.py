"""Requests with something in them replaced by anything, for tests that nothing breaks."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Mapping

_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(["\ud800", "a \udc00 b", "\x00"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The paths to everything within a JSON value."""
    found = [path] if path else []
    if isinstance(value, dict):
        for key, part in value.items():
            found += places(part, (*path, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            found += places(part, (*path, index))
    return found


@st.composite
def damaged(draw: st.DrawFn, kinds: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """One of the good requests with one or two things in it replaced."""
    request: dict[str, Any] = copy.deepcopy(kinds[draw(st.sampled_from(sorted(kinds)))])
    for _ in range(draw(st.integers(1, 2))):
        *way, last = draw(st.sampled_from(places(request)))
        place: Any = request
        for step in way:
            place = place[step]
        place[last] = draw(_json)
    return request
