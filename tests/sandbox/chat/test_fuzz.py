"""No request breaks the sandbox: it is answered or refused, whatever is in it."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings

from cohere_tui.sandbox.answers.compose import compose
from cohere_tui.sandbox.chat.events import body, events
from cohere_tui.sandbox.chat.reading import read
from cohere_tui.sandbox.wire import RefusedError
from tests.sandbox.chat.test_wire import KINDS
from tests.sandbox.damage import damaged


@settings(max_examples=300)
@given(damaged(KINDS))
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
