"""Events from the data of stream frames: every kind, and whatever else a server can send."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.models.chat_events import (
    CitationStart,
    ContentDelta,
    ContentEnd,
    ContentStart,
    KnownEvent,
    MessageEnd,
    MessageStart,
    ToolCallDelta,
    ToolCallStart,
    ToolPlanDelta,
    read_event,
)
from cohere_tui.models.events import StreamDone, UnknownEvent
from tests.conftest import FIXTURES
from tests.models.streams import data_of

if TYPE_CHECKING:
    from pathlib import Path

STREAMS = sorted((FIXTURES / "streams").glob("v2_chat.*.sse"))
KNOWN = {
    get_args(kind.model_fields["type"].annotation)[0] for kind in get_args(get_args(KnownEvent)[0])
}
BROKEN = {"v2_chat.noise": 1, "v2_chat.truncated": 1}
"""How many undecodable frames a fixture has."""


@pytest.mark.parametrize("path", STREAMS, ids=lambda path: path.stem)
def test_every_frame_of_every_fixture_is_read(path: Path) -> None:
    events = [read_event(data) for data in data_of(path)]
    assert events.count(None) == BROKEN.get(path.stem, 0)
    unknown = [event.kind for event in events if isinstance(event, UnknownEvent)]
    assert unknown == (["future-event"] if "noise" in path.stem else [])


def test_the_fixtures_show_every_kind() -> None:
    events = [read_event(data) for path in STREAMS for data in data_of(path)]
    assert {event.type for event in events if event} == {*KNOWN, "done", "unknown"}


def delta(content: object, **fields: object) -> dict[str, object]:
    return {"type": "content-delta", "delta": {"message": {"content": content}}, **fields}


def read(value: object) -> Any:
    return read_event(json.dumps(value))


READ = [
    (delta({"text": "a"}, index=1), ContentDelta(index=1, text="a")),
    (delta({"thinking": "a"}, index=0), ContentDelta(index=0, thinking="a")),
    (delta({"text": "a"}), ContentDelta(text="a")),
    (delta({"text": "a"}, index=1.0), ContentDelta(index=1, text="a")),
    (delta({"text": "a"}, index="2"), ContentDelta(index=2, text="a")),
    (delta({"text": "a"}, index=None), ContentDelta(text="a")),
    (delta({"text": "a"}, index=1.5), ContentDelta(text="a")),
    (delta({"text": "a"}, index={}), ContentDelta(text="a")),
    (delta({"text": None}), ContentDelta()),
    (delta({"text": 5}), ContentDelta()),
    (delta({"text": "a", "thinking": None, "new": 1}), ContentDelta(text="a")),
    (delta(None), ContentDelta()),
    (delta([]), ContentDelta()),
    ({"type": "content-delta"}, ContentDelta()),
    ({"type": "content-delta", "delta": None}, ContentDelta()),
    ({"type": "content-delta", "delta": "a"}, ContentDelta()),
    ({"type": "content-delta", "delta": {"message": [1]}}, ContentDelta()),
    ({"type": "content-end", "index": 3, "more": [1]}, ContentEnd(index=3)),
    ({"type": "message-start", "id": 5}, MessageStart()),
    ({"type": "message-start", "id": "a", "delta": None}, MessageStart(id="a")),
    (
        {"type": "content-start", "delta": {"message": {"content": {"type": "thinking"}}}},
        ContentStart(kind="thinking"),
    ),
    (
        {"type": "tool-plan-delta", "delta": {"message": {"tool_plan": "a"}}},
        ToolPlanDelta(plan="a"),
    ),
    ({"type": "tool-plan-delta", "delta": {"message": {"tool_plan": None}}}, ToolPlanDelta()),
    ({"type": "message-end"}, MessageEnd()),
    ({"type": "message-end", "delta": {"finish_reason": None, "usage": None}}, MessageEnd()),
    ({"type": "message-end", "delta": {"finish_reason": "NEW"}}, MessageEnd(finish_reason="NEW")),
    ({"type": "message-end", "delta": {"usage": "none"}}, MessageEnd()),
    ({"type": "future", "x": 1}, UnknownEvent(kind="future")),
    ({"type": "unknown"}, UnknownEvent(kind="unknown")),
    ({"type": "done"}, UnknownEvent(kind="done")),
    ({"type": 5}, UnknownEvent()),
    ({"type": None}, UnknownEvent()),
    ({}, UnknownEvent()),
    ([], None),
    (5, None),
    (None, None),
    ("content-delta", None),
]


@pytest.mark.parametrize(("value", "event"), READ)
def test_missing_null_and_odd_values_take_their_defaults(value: object, event: object) -> None:
    assert read(value) == event


CALL = {"id": "a", "type": "function", "function": {"name": "f", "arguments": "{"}}


@pytest.mark.parametrize("kind", ["tool-call-start", "tool-call-delta"])
@pytest.mark.parametrize(
    ("calls", "expected"),
    [
        (CALL, [("a", "f", "{")]),
        ([CALL], [("a", "f", "{")]),
        ([CALL, CALL], [("a", "f", "{"), ("a", "f", "{")]),
        ([CALL, None, 5], [("a", "f", "{")]),
        ({"function": {"arguments": "}"}}, [("", "", "}")]),
        ({"id": None, "function": {"name": None, "arguments": None}}, [("", "", "")]),
        ({"id": "a", "function": {"name": "f", "arguments": {"x": 1}}}, [("a", "f", '{"x": 1}')]),
        ({"id": "a", "function": None}, [("a", "", "")]),
        ({"id": "a"}, [("a", "", "")]),
        (None, []),
        ("x", []),
        ([], []),
    ],
)
def test_calls_are_read_as_object_or_list(
    kind: str, calls: object, expected: list[tuple[str, str, str]]
) -> None:
    event = read({"type": kind, "index": 0, "delta": {"message": {"tool_calls": calls}}})
    assert isinstance(event, ToolCallStart | ToolCallDelta)
    assert [(call.id, call.name, call.arguments) for call in event.calls] == expected


CITED = {"start": 1, "end": 2.0, "text": "a", "sources": [{"type": "document", "id": "b"}]}


@pytest.mark.parametrize(
    ("citations", "count"),
    [(CITED, 1), ([CITED], 1), ([CITED, CITED], 2), (None, 0), ([None], 0), ({"start": "x"}, 1)],
)
def test_citations_are_read_as_object_or_list(citations: object, count: int) -> None:
    event = read({"type": "citation-start", "delta": {"message": {"citations": citations}}})
    assert isinstance(event, CitationStart)
    assert len(event.citations) == count


@pytest.mark.parametrize(
    ("sources", "count"),
    [([{"id": "a"}], 1), ({"id": "a"}, 1), (None, 0), ("a", 0), ([None, {"type": "web"}], 1)],
)
def test_sources_may_be_anything(sources: object, count: int) -> None:
    event = read(
        {"type": "citation-start", "delta": {"message": {"citations": {"sources": sources}}}}
    )
    assert len(event.citations[0].sources) == count


def test_usage_takes_floats_and_leaves_out_what_is_odd() -> None:
    usage = {
        "billed_units": {"input_tokens": 3.0, "output_tokens": "4", "search_units": None},
        "tokens": {"input_tokens": float("nan"), "output_tokens": 5, "image_tokens": 256},
        "cached_tokens": 0,
        "new": {},
    }
    used = read({"type": "message-end", "delta": {"usage": usage}}).usage
    assert (used.billed_input, used.billed_output, used.search_units) == (3, 4, None)
    assert (used.input_tokens, used.output_tokens, used.image_tokens) == (None, 5, 256)
    assert used.cached_tokens == 0


def test_log_probabilities_are_one_object_in_a_stream() -> None:
    path = FIXTURES / "streams" / "v2_chat.logprobs.sse"
    deltas = [e for e in map(read_event, data_of(path)) if isinstance(e, ContentDelta)]
    assert [(one.logprobs[0].text, one.logprobs[0].logprobs) for one in deltas] == [
        ("Salt", (-0.1871,)),
        (".", (-0.02,)),
    ]


@pytest.mark.parametrize("data", ["[DONE]", " [DONE]\n", b"[DONE]"])
def test_the_end_mark_is_an_event_of_its_own(data: str | bytes) -> None:
    assert read_event(data) == StreamDone()


@pytest.mark.parametrize(
    "data",
    [
        "",
        " ",
        "not json",
        '{"type":"content-del',
        "{" * 1000,
        "[" * 200_000,
        b"\xff\xfe",
        "\ud800",
        "9" * 5000,
        '{"type":"content-end","index":' + "9" * 5000 + "}",
    ],
)
def test_what_is_not_json_is_none(data: str | bytes) -> None:
    assert read_event(data) is None


@pytest.mark.parametrize(
    "data",
    [
        '{"type":"content-delta","delta":{"message":{"content":{"text":"a\\ud83d"}}}}',
        '{"type":"content-delta","delta":{"message":{"content":{"text":"a\ud83d"}}}}',
    ],
)
def test_half_a_character_is_replaced_and_the_rest_kept(data: str) -> None:
    assert read_event(data) == ContentDelta(text="a\ufffd")


def test_bytes_and_text_are_read_alike() -> None:
    data = json.dumps(delta({"text": "潮汐 🌊"}), ensure_ascii=False)
    assert read_event(data) == read_event(data.encode()) == ContentDelta(text="潮汐 🌊")


def test_a_line_of_ten_megabytes_is_read() -> None:
    event = read(delta({"text": "x" * 10_000_000}))
    assert len(event.text) == 10_000_000


def test_an_event_is_frozen() -> None:
    event = ContentDelta(text="a")
    with pytest.raises(ValueError, match="frozen"):
        event.text = "b"  # type: ignore[misc]


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["type", "index", "delta", "message", "content", "text", "id", "sources"]
            )
            | st.text(max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=15,
)


@given(JSON_VALUES, st.sampled_from(["", *sorted(KNOWN)]))
def test_any_json_is_an_event_or_none(value: object, kind: str) -> None:
    if isinstance(value, dict) and kind:
        value = {**value, "type": kind}
    event = read_event(json.dumps(value))
    assert (event is None) == (not isinstance(value, dict))
    if event is not None and kind:
        assert event.type == kind


@given(st.text() | st.binary())
def test_any_data_is_read_without_a_fault(data: str | bytes) -> None:
    event = read_event(data)
    assert event is None or event.type in {"unknown", "done"}
