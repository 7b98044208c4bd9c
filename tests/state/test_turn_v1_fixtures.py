"""What each recorded stream of the older chat becomes, and that its whole answer is the same."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohere_tui.models.chat_v1 import ChatResponseV1
from cohere_tui.models.chat_v1_events import StreamEnd, read_event_v1
from cohere_tui.state.turn import Failure, Phase, Search, Turn, Usage
from tests.conftest import FIXTURES
from tests.state.streamed import events_of, nothing_open, turn_of

STREAMS = {path.name: path for path in sorted((FIXTURES / "streams").glob("v1_chat.*"))}
RESPONSES = {path.stem: path for path in sorted((FIXTURES / "responses").glob("v1_chat.*.json"))}

TIDES = "Tide mills ground grain twice a day, whenever the sea let them."
CAREW = "The mill at Carew opened in 1801 and stopped grinding in 1937."

EXPECTED: dict[str, tuple[Phase, str, str]] = {
    "connector_error.ndjson": (Phase.DONE, "COMPLETE", "No documents were found."),
    "debug.ndjson": (Phase.DONE, "COMPLETE", "ok"),
    "documents.ndjson": (Phase.DONE, "COMPLETE", CAREW),
    "error_end.ndjson": (Phase.FAILED, "ERROR", "A tide"),
    "max_tokens.ndjson": (Phase.DONE, "MAX_TOKENS", "A tide"),
    "no_is_finished.ndjson": (Phase.DONE, "COMPLETE", "ok"),
    "rag_connectors.ndjson": (Phase.DONE, "COMPLETE", CAREW),
    "text.ndjson": (Phase.DONE, "COMPLETE", TIDES),
    "text.sse": (Phase.DONE, "COMPLETE", "ok then"),
    "tool_call.ndjson": (Phase.DONE, "COMPLETE", ""),
    "tool_results.ndjson": (Phase.DONE, "COMPLETE", "High water at Cobh is 06:12."),
}


UNTOLD = {
    "connector_error.ndjson": ("retrieved",),
    "tool_results.ndjson": ("citations", "retrieved"),
}
"""What a stream told and the whole answer at its end leaves out, as recorded."""


def streamed(name: str) -> Turn:
    return turn_of(events_of(STREAMS[f"v1_chat.{name}"]))


def end_of(name: str) -> ChatResponseV1:
    """The whole answer that a recorded stream ends with."""
    event = events_of(STREAMS[f"v1_chat.{name}"])[-1]
    assert isinstance(event, StreamEnd)
    return event.response


def plain(name: str) -> Turn:
    return Turn.of_response(ChatResponseV1.read(RESPONSES[f"v1_chat.{name}"].read_bytes()))


def test_every_stream_has_its_expectation() -> None:
    assert {f"v1_chat.{name}" for name in EXPECTED} == set(STREAMS)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_stream_becomes_the_expected_answer(name: str) -> None:
    turn = streamed(name)
    assert (turn.phase, turn.finish, turn.text) == EXPECTED[name]
    assert nothing_open(turn)
    assert turn.skipped == 0
    assert turn.response_id in {end_of(name).response_id, end_of(name).generation_id} - {""}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_stream_is_the_same_answer_as_the_whole_one_at_its_end(name: str) -> None:
    turn = streamed(name)
    whole = Turn.of_response(end_of(name))
    assert turn.same_answer(
        replace(whole, **{field: getattr(turn, field) for field in UNTOLD.get(name, ())})
    )


def spans(turn: Turn) -> list[tuple[int, int, str, list[str]]]:
    return [
        (one.start, one.end, one.text, [source.text for source in one.sources])
        for one in turn.citations
    ]


OPENED = (18, 32, "opened in 1801", ["The present mill building dates from 1801."])
CITATIONS = {
    "documents.ndjson": [OPENED],
    "rag_connectors.ndjson": [
        OPENED,
        (
            37,
            61,
            "stopped grinding in 1937",
            ["The present mill building dates from 1801.", "Grinding ended in 1937."],
        ),
    ],
    "tool_results.ndjson": [(22, 27, "06:12", ['{"output": "06:12", "tool_name": "get_tide"}'])],
}


@pytest.mark.parametrize("name", CITATIONS)
def test_ids_of_documents_become_sources(name: str) -> None:
    turn = streamed(name)
    assert spans(turn) == CITATIONS[name]
    assert all(one.block == 0 for one in turn.citations)


def test_a_source_says_what_it_is() -> None:
    (citation,) = streamed("documents.ndjson").citations
    (source,) = citation.sources
    assert (source.kind, source.id, source.title) == ("document", "doc_0", "Carew")
    (citation,) = streamed("tool_results.ndjson").citations
    assert [(one.kind, one.id) for one in citation.sources] == [("tool", "get_tide:0:3:0")]


def test_what_was_searched_and_found_is_kept() -> None:
    retrieved = streamed("rag_connectors.ndjson").retrieved
    assert retrieved.queries == ("Carew mill history",)
    assert retrieved.searches == (Search("Carew mill history", "web-search", ("doc_0", "doc_1")),)
    assert [source.title for source in retrieved.documents.values()] == ["Carew", "Carew log"]


def test_a_connector_that_failed_says_why() -> None:
    turn = streamed("connector_error.ndjson")
    (search,) = turn.retrieved.searches
    assert (search.connector, search.trouble) == ("wiki", "connector answered 500")
    assert turn.failure is None


def test_a_call_has_its_plan_its_arguments_and_an_id() -> None:
    turn = streamed("tool_call.ndjson")
    assert str(turn.plan) == "I will use get_tide."
    (call,) = turn.calls
    assert (call.name, call.parsed, call.id) == (
        "get_tide",
        {"harbour": "Cobh"},
        "get_tide_21b8c26b0",
    )
    whole = plain("tool_calls")
    assert (str(whole.plan), whole.text) == ("I will use get_tide.", "")
    assert [(one.name, one.parsed) for one in whole.calls] == [("get_tide", {"harbour": "Cobh"})]


def test_failures_say_why() -> None:
    assert streamed("error_end.ndjson").failure == Failure(
        "The server ended this answer with ERROR.", "Press r to try again."
    )


@pytest.mark.parametrize(
    "finish", ["ERROR", "ERROR_TOXIC", "ERROR_LIMIT", "TIMEOUT", "USER_CANCEL"]
)
def test_every_failure_has_a_reason_and_a_remedy(finish: str) -> None:
    turn = Turn.of_response(ChatResponseV1(text="a", finish_reason=finish))
    assert turn.phase is Phase.FAILED
    assert turn.failure is not None
    assert turn.failure.reason
    assert turn.failure.remedy
    assert turn.text == "a"


def test_usage_comes_from_meta() -> None:
    assert streamed("text.ndjson").usage == Usage(77, 15, 11, 14)
    assert streamed("error_end.ndjson").usage is None
    assert streamed("text.ndjson").tokens_out == 14


PLAIN = {"documents": "documents.ndjson", "text": "text.ndjson", "tool_calls": "tool_call.ndjson"}


@pytest.mark.parametrize("name", PLAIN)
def test_recorded_pairs_say_the_same_but_for_numbers(name: str) -> None:
    whole, stream = plain(name), streamed(PLAIN[name])
    assert whole.text == stream.text
    assert str(whole.plan) == str(stream.plan)
    assert [(one.name, one.arguments) for one in whole.calls] == [
        (one.name, one.arguments) for one in stream.calls
    ]
    assert whole.retrieved == stream.retrieved


def test_a_search_without_an_answer_is_its_queries() -> None:
    turn = plain("search_queries_only")
    assert turn.phase is Phase.DONE
    assert turn.blocks == ()
    assert turn.retrieved.queries == ("Carew mill history",)
    assert not turn.is_empty


@pytest.mark.parametrize("name", EXPECTED)
@settings(max_examples=20)
@given(place=st.integers(0, 40))
def test_a_stream_that_breaks_off_keeps_what_came(name: str, place: int) -> None:
    events = events_of(STREAMS[f"v1_chat.{name}"])
    turn = turn_of(events[: min(place, len(events) - 1)])
    assert turn.phase is Phase.INTERRUPTED
    assert nothing_open(turn)
    assert turn_of(events).text.startswith(turn.text)


# A stream and the answer in one piece


def stream_of(body: dict[str, Any], cut: int) -> list[dict[str, Any]]:
    """The events that would stream `body`, its texts in pieces of `cut` characters (API.md 6.3)."""
    begun = [{"event_type": "stream-start", "generation_id": body["generation_id"]}]
    queries = [{"event_type": "search-queries-generation", **_some(body, "search_queries")}]
    results = [{"event_type": "search-results", **_some(body, "search_results", "documents")}]
    text = body.get("text", "")
    kind = "tool-calls-chunk" if body.get("tool_calls") else "text-generation"
    said = [{"event_type": kind, "text": text[at : at + cut]} for at in range(0, len(text), cut)]
    cited = [
        {"event_type": "citation-generation", "citations": [one]}
        for one in body.get("citations", ())
    ]
    called: list[dict[str, Any]] = []
    for index, call in enumerate(body.get("tool_calls", ())):
        called.append(_chunk({"index": index, "name": call["name"]}))
        written = json.dumps(call["parameters"], indent=2)
        called += [
            _chunk({"index": index, "parameters": written[at : at + cut]})
            for at in range(0, len(written), cut)
        ]
    if called:
        called.append({"event_type": "tool-calls-generation", **_some(body, "text", "tool_calls")})
    end = {
        "event_type": "stream-end",
        "finish_reason": body["finish_reason"],
        "response": {key: body[key] for key in ("response_id", "meta")},
    }
    return [*begun, *queries, *results, *said, *cited, *called, end]


def _some(body: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: body[key] for key in keys if key in body}


def _chunk(delta: dict[str, Any]) -> dict[str, Any]:
    return {"event_type": "tool-calls-chunk", "tool_call_delta": delta}


@pytest.mark.parametrize("name", RESPONSES)
@pytest.mark.parametrize("cut", [1, 3, 1000])
def test_streaming_in_pieces_gives_the_same_answer(name: str, cut: int) -> None:
    body = json.loads(RESPONSES[name].read_bytes())
    turn = turn_of(read_event_v1(json.dumps(event)) for event in stream_of(body, cut))
    assert turn.same_answer(plain(name.removeprefix("v1_chat.")))
    assert turn.skipped == 0
