"""No request breaks the sandbox: it is answered or refused, whatever is in it."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cohere_tui.sandbox.answers.compose import compose
from cohere_tui.sandbox.chat.events import body, events
from cohere_tui.sandbox.chat.reading import read
from cohere_tui.sandbox.wire import RefusedError
from tests.sandbox.chat.test_wire import KINDS

_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
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
def damaged(draw: st.DrawFn) -> dict[str, Any]:
    """A good request with one or two things in it replaced."""
    request: dict[str, Any] = copy.deepcopy(KINDS[draw(st.sampled_from(sorted(KINDS)))])
    for _ in range(draw(st.integers(1, 2))):
        *way, last = draw(st.sampled_from(places(request)))
        place: Any = request
        for step in way:
            place = place[step]
        place[last] = draw(_json)
    return request


@settings(max_examples=300)
@given(damaged())
def test_it_is_answered_or_refused(request: dict[str, Any]) -> None:
    raw = json.dumps(request).encode()
    try:
        ask = read(raw, json.loads(raw))
    except RefusedError:
        return
    reply = compose(ask)
    whole = body(ask, reply, "id")
    assert json.loads(json.dumps(whole)) == whole
    assert list(events(ask, reply, "id"))[-1].type == "message-end"
