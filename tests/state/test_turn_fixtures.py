"""What each recorded stream and each whole answer becomes, and that both become the same."""

from __future__ import annotations

import copy
import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohere_tui.models.chat import ChatResponse
from cohere_tui.models.chat_events import read_event
from cohere_tui.state.turn import Citation, Failure, Phase, Turn, Usage
from tests.conftest import FIXTURES
from tests.state.streamed import events_of, nothing_open, stream_of, turn_of

if TYPE_CHECKING:
    from pathlib import Path

STREAMS = {path.stem: path for path in sorted((FIXTURES / "streams").glob("v2_chat.*.sse"))}
RESPONSES = {path.stem: path for path in sorted((FIXTURES / "responses").glob("v2_chat.*.json"))}

THOUGHT = "The user wants 17 × 23. 17 × 20 = 340 and 17 × 3 = 51, so 391."
CAREW = "The mill at Carew opened in 1801 and stopped grinding in 1937."

EXPECTED: dict[str, tuple[Phase, str, list[tuple[str, str]]]] = {
    "data_only_frames": (Phase.DONE, "COMPLETE", [("text", "fine")]),
    "debug": (Phase.DONE, "COMPLETE", [("text", "ok")]),
    "error_mid_stream": (Phase.FAILED, "ERROR", []),
    "error_timeout": (Phase.FAILED, "TIMEOUT", [("text", "Let me")]),
    "logprobs": (Phase.DONE, "COMPLETE", [("text", "Salt.")]),
    "max_tokens": (Phase.DONE, "MAX_TOKENS", [("text", "A tide mill needs a dam, a pool and")]),
    "no_done_line": (Phase.DONE, "COMPLETE", [("text", "fine")]),
    "no_index_float_usage": (Phase.DONE, "COMPLETE", [("text", "no index")]),
    "noise": (Phase.DONE, "COMPLETE", [("text", "ab")]),
    "rag_accurate": (Phase.DONE, "COMPLETE", [("text", CAREW)]),
    "rag_citations_after_content_end": (Phase.DONE, "COMPLETE", [("text", CAREW)]),
    "rag_fast": (Phase.DONE, "COMPLETE", [("text", CAREW)]),
    "stop_sequence": (Phase.DONE, "STOP_SEQUENCE", [("text", "one two three")]),
    "text": (
        Phase.DONE,
        "COMPLETE",
        [("text", "Tide mills ground grain twice a day, whenever the sea let them.")],
    ),
    "thinking": (Phase.DONE, "COMPLETE", [("thinking", THOUGHT), ("text", "17 × 23 = **391**.")]),
    "thinking_budget_exhausted": (
        Phase.DONE,
        "MAX_TOKENS",
        [("thinking", "Let me list the harbour tables one by one")],
    ),
    "thinking_then_tool_call": (
        Phase.DONE,
        "TOOL_CALL",
        [("thinking", "They ask about the tide, so the tide tool fits.")],
    ),
    "tool_call": (Phase.DONE, "TOOL_CALL", []),
    "tool_call_parallel": (Phase.DONE, "TOOL_CALL", []),
    "tool_call_zero_args": (Phase.DONE, "TOOL_CALL", []),
    "tool_result_citations": (
        Phase.DONE,
        "COMPLETE",
        [("text", "High water at Cobh is 06:12.")],
    ),
    "truncated": (Phase.INTERRUPTED, "", [("text", "part")]),
    "unicode": (Phase.DONE, "COMPLETE", [("text", "Café ☕ — 潮汐 🌊 mill.")]),
}


def streamed(name: str) -> Turn:
    return turn_of(events_of(STREAMS[f"v2_chat.{name}"]))


def body_of(path: Path) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(path.read_bytes())
    return body


def whole(body: dict[str, Any]) -> Turn:
    return Turn.of_response(ChatResponse.model_validate_json(json.dumps(body)))


def test_every_stream_has_its_expectation() -> None:
    assert {f"v2_chat.{name}" for name in EXPECTED} == set(STREAMS)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_stream_becomes_the_expected_answer(name: str) -> None:
    turn = streamed(name)
    phase, finish, blocks = EXPECTED[name]
    assert (turn.phase, turn.finish) == (phase, finish)
    assert [(block.kind, str(block.text)) for block in turn.blocks] == blocks
    assert nothing_open(turn)
    assert bool(turn.response_id)
    assert turn.skipped == {"noise": 1, "truncated": 1}.get(name, 0)


def test_text_and_thinking_are_told_apart() -> None:
    turn = streamed("thinking")
    assert (turn.text, turn.thinking) == ("17 × 23 = **391**.", THOUGHT)


CALLS = {
    "tool_call": [("get_tide", {"harbour": "Kilmore Quay", "day": "2026-08-19"})],
    "tool_call_parallel": [("get_tide", {"harbour": "Cobh"}), ("get_tide", {"harbour": "Youghal"})],
    "tool_call_zero_args": [("now", {})],
    "thinking_then_tool_call": [("get_tide", {"harbour": "Cobh"})],
}


@pytest.mark.parametrize("name", CALLS)
def test_tool_calls_of_a_stream(name: str) -> None:
    turn = streamed(name)
    assert [(call.name, call.parsed) for call in turn.calls] == CALLS[name]
    assert len({call.id for call in turn.calls}) == len(turn.calls)
    assert bool(turn.plan) == (name != "thinking_then_tool_call")


@pytest.mark.parametrize("kind", ["braces", "empty", "null", "null_string"])
def test_every_way_to_give_no_arguments_is_an_empty_object(kind: str) -> None:
    turn = whole(body_of(RESPONSES[f"v2_chat.tool_call_args_{kind}"]))
    assert [call.parsed for call in turn.calls] == [{}]


def spans(turn: Turn) -> list[tuple[int, int, str, list[str]]]:
    return [
        (one.start, one.end, one.text, [source.id for source in one.sources])
        for one in turn.citations
    ]


OPENED = (18, 32, "opened in 1801", ["doc-0"])
CITATIONS = {
    "rag_accurate": [OPENED, (37, 61, "stopped grinding in 1937", ["doc-0", "doc-1"])],
    "rag_fast": [OPENED, (37, 61, "stopped grinding in 1937", ["doc-1"])],
    "rag_citations_after_content_end": [OPENED, (37, 61, "stopped grinding in 1937", ["doc-1"])],
    "tool_result_citations": [(22, 27, "06:12", ["get_tide_dd44ee55ff66:0"])],
    "unicode": [(12, 18, "🌊 mill", ["doc-0"])],
}


@pytest.mark.parametrize("name", CITATIONS)
def test_citations_of_a_stream(name: str) -> None:
    turn = streamed(name)
    assert spans(turn) == CITATIONS[name]
    for citation in turn.citations:
        text = str(turn.blocks[citation.block].text)
        assert text[citation.start : citation.end] == citation.text


def test_a_citation_is_cut_by_its_offsets_and_not_by_the_wires_text() -> None:
    turn = whole(body_of(RESPONSES["v2_chat.citations"]))
    assert turn.citations[1].text == "stopped grinding in 1937"


def test_a_citation_of_the_plan_belongs_to_no_block() -> None:
    (citation,) = whole(body_of(RESPONSES["v2_chat.citation_plan"])).citations
    assert (citation.block, citation.kind, citation.text) == (-1, "PLAN", "06:12")


def test_sources_say_what_they_are() -> None:
    (citation,) = streamed("tool_result_citations").citations
    (source,) = citation.sources
    assert (source.kind, source.id) == ("tool", "get_tide_dd44ee55ff66:0")
    assert source.text == '{"harbour": "Cobh", "high": "06:12"}'
    source = streamed("rag_accurate").citations[1].sources[1]
    assert (source.kind, source.title, source.text) == (
        "document",
        "Carew log",
        "Grinding ended in 1937.",
    )
    assert source.raw["id"] == "doc-1"


def test_usage_is_whole_numbers() -> None:
    turn = streamed("no_index_float_usage")
    assert turn.usage == Usage(496, 3, 3, 2)
    assert repr(turn.usage.billed_output) == "2"
    assert turn.tokens_out == 2
    assert streamed("thinking").usage == Usage(1104, 71, 12, 58, cached_tokens=992)


FAILURES = {
    "error_mid_stream": Failure(
        "the model produced a tool call that could not be parsed",
        "Press r to try again.",
        error_type="INVALID_TOOL_GENERATION",
    ),
    "error_timeout": Failure(
        "The server took too long and gave up on this answer.", "Press r to try again."
    ),
    "truncated": Failure(
        "The stream ended before the answer was complete.", "Press r to try again."
    ),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_failures_say_why(name: str) -> None:
    turn = streamed(name)
    assert turn.failure == FAILURES.get(name)
    if name in FAILURES:
        assert turn.usage is None


def test_a_whole_answer_that_failed_says_so() -> None:
    turn = whole(body_of(RESPONSES["v2_chat.error_finish"]))
    assert turn.phase is Phase.FAILED
    assert turn.failure == Failure(
        "The server ended this answer with ERROR.", "Press r to try again."
    )


# A stream and the answer in one piece

CUTS = st.lists(st.integers(0, 80), max_size=12)


def cut_at(places: list[int], text: str) -> list[str]:
    marks = [0, *sorted(min(place, len(text)) for place in places), len(text)]
    return [text[start:end] for start, end in pairwise(marks)]


def by_character(text: str) -> list[str]:
    return list(text)


@pytest.mark.parametrize("fast", [True, False], ids=["fast", "accurate"])
@pytest.mark.parametrize("name", RESPONSES)
def test_streaming_by_character_gives_the_same_answer(name: str, fast: bool) -> None:
    body = body_of(RESPONSES[name])
    events = [read_event(json.dumps(event)) for event in stream_of(body, by_character, fast=fast)]
    turn = turn_of(events)
    assert turn.same_answer(whole(body))
    assert turn.skipped == 0


@pytest.mark.parametrize("name", RESPONSES)
@settings(max_examples=25)
@given(places=CUTS, fast=st.booleans())
def test_streaming_in_random_pieces_gives_the_same_answer(
    name: str, places: list[int], fast: bool
) -> None:
    body = body_of(RESPONSES[name])
    events = stream_of(body, lambda text: cut_at(places, text), fast=fast)
    turn = turn_of(read_event(json.dumps(event)) for event in events)
    assert turn.same_answer(whole(body))


PLAIN = {
    "rag_accurate": "citations",
    "text": "text",
    "thinking": "thinking",
    "thinking_then_tool_call": "thinking_tool_calls",
    "tool_call": "tool_calls",
}


@pytest.mark.parametrize("name", PLAIN)
def test_recorded_pairs_say_the_same_but_for_numbers(name: str) -> None:
    """Recorded at different times: texts that were meant to be the same are."""
    stream, plain = streamed(name), whole(body_of(RESPONSES[f"v2_chat.{PLAIN[name]}"]))
    assert stream.text == plain.text
    assert [(call.name, call.id) for call in stream.calls] == [
        (call.name, call.id) for call in plain.calls
    ]
    assert [call.parsed for call in stream.calls] == [call.parsed for call in plain.calls]
    assert [one.text for one in stream.citations] == [one.text for one in plain.citations]
    assert str(stream.plan) == str(plain.plan)


@pytest.mark.parametrize(
    "change",
    [
        {"id": "other"},
        {"finish_reason": "MAX_TOKENS"},
        {"usage": None},
        {"message": {"content": [{"type": "text", "text": "other"}]}},
        {"message": {"content": [{"type": "thinking", "thinking": CAREW}]}},
        {"message": {"citations": []}},
        {"message": {"tool_plan": "other"}},
        {"message": {"tool_calls": [{"id": "a"}]}},
    ],
)
def test_an_answer_that_differs_is_not_the_same(change: dict[str, Any]) -> None:
    body = body_of(RESPONSES["v2_chat.citations"])
    other = copy.deepcopy(body)
    other["message"].update(change.get("message", {}))
    other.update({key: value for key, value in change.items() if key != "message"})
    assert whole(body).same_answer(whole(body))
    assert not whole(body).same_answer(whole(other))


def test_a_citation_counts_code_points() -> None:
    (citation,) = streamed("unicode").citations
    assert isinstance(citation, Citation)
    assert citation.end - citation.start == len("🌊 mill")
