"""Events of the older chat's streams: every kind, and whatever else a server can send."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohere_tui.models.chat_v1_events import (
    KnownEventV1,
    SearchResults,
    StreamEnd,
    StreamStart,
    TextGeneration,
    ToolCallsChunk,
    ToolCallsGeneration,
    read_event_v1,
)
from cohere_tui.models.events import StreamDone, UnknownEvent
from tests.conftest import FIXTURES
from tests.models.junk import names_in, objects
from tests.models.streams import data_of

if TYPE_CHECKING:
    from pathlib import Path

STREAMS = sorted((FIXTURES / "streams").glob("v1_chat.*"))
KINDS = get_args(get_args(KnownEventV1)[0])
KNOWN = {get_args(kind.model_fields["type"].annotation)[0] for kind in KINDS}
NAMES = set().union(*(names_in(kind) for kind in KINDS))


@pytest.mark.parametrize("path", STREAMS, ids=lambda path: path.name)
def test_every_line_of_every_fixture_is_read(path: Path) -> None:
    lines = data_of(path)
    events = [read_event_v1(line) for line in lines]
    assert [event.type for event in events if event] == [
        json.loads(line)["event_type"] for line in lines
    ]
    end = events[-1]
    assert isinstance(end, StreamEnd)
    assert end.response.text == json.loads(lines[-1])["response"]["text"]


def test_the_fixtures_show_every_kind() -> None:
    events = [read_event_v1(line) for path in STREAMS for line in data_of(path)]
    assert len(STREAMS) == 11
    assert {event.type for event in events if event} == KNOWN


def read(value: object) -> Any:
    return read_event_v1(json.dumps(value))


@pytest.mark.parametrize(
    ("value", "event"),
    [
        ({"event_type": "stream-start", "generation_id": "g"}, StreamStart(generation_id="g")),
        ({"event_type": "text-generation", "text": None}, TextGeneration()),
        (
            {"event_type": "text-generation", "text": "a", "is_finished": 5},
            TextGeneration(text="a"),
        ),
        (
            {"event_type": "tool-calls-chunk", "tool_call_delta": {"index": 1, "name": "f"}},
            ToolCallsChunk(index=1, name="f"),
        ),
        (
            {"event_type": "tool-calls-chunk", "tool_call_delta": {"index": 0, "parameters": "{"}},
            ToolCallsChunk(index=0, arguments="{"),
        ),
        ({"event_type": "tool-calls-chunk", "tool_call_delta": None}, ToolCallsChunk()),
        ({"event_type": "tool-calls-generation", "tool_calls": [5]}, ToolCallsGeneration()),
        ({"event_type": "search-results", "documents": "none"}, SearchResults()),
        ({"event_type": "stream-end", "response": None}, StreamEnd()),
        (
            {"event_type": "stream-end", "finish_reason": "NEW", "response": []},
            StreamEnd(finish_reason="NEW"),
        ),
        ({"event_type": "future", "x": 1}, UnknownEvent(kind="future")),
        ({"event_type": 5}, UnknownEvent()),
        ({}, UnknownEvent()),
        ([], None),
        ("text", None),
    ],
)
def test_odd_events(value: object, event: object) -> None:
    assert read(value) == event


def test_what_is_no_json_is_none_and_the_end_mark_is_known() -> None:
    assert read_event_v1("{") is None
    assert read_event_v1("") is None
    assert read_event_v1("[DONE]") == StreamDone()


def test_half_a_character_is_mended() -> None:
    event = read_event_v1('{"event_type":"text-generation","text":"a\\ud83c"}')
    assert event == TextGeneration(text="a\ufffd")


@settings(max_examples=50)
@given(st.sampled_from(sorted(KNOWN)), objects(NAMES))
def test_any_object_of_any_kind_is_an_event(kind: str, fields: dict[str, Any]) -> None:
    event = read({**fields, "event_type": kind})
    assert event.type in {kind, "unknown"}


@settings(max_examples=50)
@given(st.text(max_size=30) | st.binary(max_size=30))
def test_reading_never_raises(data: str | bytes) -> None:
    event = read_event_v1(data)
    assert event is None or event.type in {*KNOWN, "done", "unknown"}
