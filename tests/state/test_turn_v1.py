"""A turn and the events of the older chat one by one: what is left out, twice, or nonsense."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohere_tui.models import chat_v1_events as wire
from cohere_tui.models.answers_v1 import CallV1, CitedV1, SearchQuery, SearchResult
from cohere_tui.models.chat_v1 import ChatResponseV1
from cohere_tui.state.growing import MOST
from cohere_tui.state.steps_v1 import STEPS
from cohere_tui.state.turn import Phase, Retrieved, Search, Source, Timing, Turn
from tests.models.junk import objects
from tests.models.test_chat_v1_events import KNOWN, NAMES, read
from tests.state.streamed import AnyEvent, nothing_open

START = wire.StreamStart(generation_id="0123456789")
END = wire.StreamEnd(finish_reason="COMPLETE")


def told(*events: AnyEvent | None) -> Turn:
    turn = Turn()
    for event in events:
        turn = turn.apply(event)
    return turn


def text(more: str) -> wire.TextGeneration:
    return wire.TextGeneration(text=more)


def chunk(index: int | None = None, name: str = "", arguments: str = "") -> wire.ToolCallsChunk:
    return wire.ToolCallsChunk(index=index, name=name, arguments=arguments)


def plan(more: str) -> wire.ToolCallsChunk:
    return wire.ToolCallsChunk(text=more)


def whole(*calls: CallV1, said: str = "") -> wire.ToolCallsGeneration:
    return wire.ToolCallsGeneration(text=said, tool_calls=calls)


def calls(turn: Turn) -> list[tuple[str, str, bool]]:
    return [(call.name, str(call.arguments), call.open) for call in turn.calls]


def test_there_is_a_step_for_every_known_event() -> None:
    assert set(STEPS) == KNOWN | {"done"}


def test_text_grows_in_one_block() -> None:
    turn = told(START, text("a"), text(""), text("b"))
    assert [(str(block.text), block.open) for block in turn.blocks] == [("ab", True)]
    assert turn.phase is Phase.STREAMING
    assert turn.deltas == 2


F = CallV1(name="f", parameters={"a": 1})
CASES: list[tuple[str, list[AnyEvent], list[tuple[str, str, bool]]]] = [
    (
        "name, then arguments",
        [chunk(0, "f"), chunk(0, "", "{"), chunk(0, "", "}")],
        [("f", "{}", True)],
    ),
    (
        "two calls",
        [chunk(0, "f"), chunk(0, "", "1"), chunk(1, "g"), chunk(1, "", "2")],
        [("f", "1", False), ("g", "2", True)],
    ),
    (
        "no numbers",
        [chunk(None, "f"), chunk(None, "", "1"), chunk(None, "g")],
        [("f", "1", False), ("g", "", True)],
    ),
    ("all in one", [chunk(0, "f", "{}")], [("f", "{}", True)]),
    ("arguments without a name", [chunk(0, "", "{}")], [("", "{}", True)]),
    ("complete only", [whole(F)], [("f", '{"a": 1}', False)]),
    (
        "complete after pieces",
        [chunk(0, "f"), chunk(0, "", '{"a":1}'), whole(F)],
        [("f", '{"a": 1}', False)],
    ),
    (
        "complete without arguments keeps the pieces",
        [chunk(0, "f"), chunk(0, "", "1"), whole(CallV1(name="f"))],
        [("f", "1", False)],
    ),
    ("complete without calls keeps them", [chunk(0, "f"), whole()], [("f", "", False)]),
    ("none", [whole(), END], []),
]


@pytest.mark.parametrize(
    ("events", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_calls_whatever_the_server_leaves_out(
    events: list[AnyEvent], expected: list[tuple[str, str, bool]]
) -> None:
    assert calls(told(START, *events)) == expected


def test_calls_have_ids_of_ours_that_no_other_answer_has() -> None:
    one = told(START, chunk(0, "f"), chunk(1, "f"), whole(F, F))
    assert [call.id for call in one.calls] == ["f_012345670", "f_012345671"]
    other = told(wire.StreamStart(generation_id="other"), whole(F))
    assert not {call.id for call in one.calls} & {call.id for call in other.calls}


@pytest.mark.parametrize(
    "events",
    [
        [plan("I"), plan(" go."), whole(F)],
        [plan("I"), plan(" go."), whole(F, said="I go.")],
        [text("I go."), whole(F)],
        [text("I go."), whole(F, said="I go.")],
        [whole(F, said="I go.")],
        [wire.StreamEnd(response=ChatResponseV1(text="I go.", tool_calls=(F,)))],
    ],
)
def test_the_text_of_an_answer_that_calls_is_its_plan(events: list[AnyEvent]) -> None:
    turn = told(START, *events, END)
    assert (str(turn.plan), turn.text, turn.blocks) == ("I go.", "", ())
    assert calls(turn) == [("f", '{"a": 1}', False)]


CITED = CitedV1(start=0, end=1, document_ids=("d",))
FOUND = wire.SearchResults(documents=({"id": "d", "title": "D", "text": "x"},))


def test_a_citation_finds_its_document() -> None:
    turn = told(START, FOUND, text("ab"), wire.CitationGeneration(citations=(CITED,)))
    (citation,) = turn.citations
    assert (citation.text, citation.block, citation.kind) == ("a", 0, "TEXT_CONTENT")
    assert [source.title for source in citation.sources] == ["D"]


def test_a_document_that_was_never_sent_is_named() -> None:
    turn = told(START, text("ab"), wire.CitationGeneration(citations=(CITED,)))
    assert turn.citations[0].sources == (Source(id="d"),)


def test_a_citation_of_the_plan_belongs_to_no_block() -> None:
    cited = CITED.model_copy(update={"type": "PLAN"})
    turn = told(START, plan("ab"), wire.CitationGeneration(citations=(cited,)))
    assert [(one.block, one.text, one.kind) for one in turn.citations] == [(-1, "a", "PLAN")]
    early = told(START, wire.CitationGeneration(citations=(CITED,)))
    assert [(one.block, one.text) for one in early.citations] == [(-1, "")]


def test_searches_gather() -> None:
    turn = told(
        START,
        wire.SearchQueriesGeneration(search_queries=(SearchQuery(text="q"), SearchQuery())),
        wire.SearchQueriesGeneration(search_queries=(SearchQuery(text="r"),)),
        wire.SearchResults(
            search_results=(SearchResult.model_validate({"connector": {"id": "c"}}),)
        ),
        wire.SearchResults(documents=({"text": "nameless"}, {"id": "d"})),
        wire.SearchResults(documents=({"id": "d", "text": "again"},)),
    )
    assert turn.retrieved.queries == ("q", "r")
    assert turn.retrieved.searches == (Search(connector="c"),)
    assert [(key, one.id, one.text) for key, one in turn.retrieved.documents.items()] == [
        ("doc_0", "doc_0", "nameless"),
        ("d", "d", ""),
    ]


def test_the_end_tells_what_the_stream_did_not() -> None:
    response = ChatResponseV1.model_validate(
        {
            "response_id": "r",
            "text": "ab",
            "citations": [{"start": 0, "end": 1, "document_ids": ["d"]}],
            "documents": [{"id": "d", "text": "x"}],
            "search_queries": [{"text": "q"}],
        }
    )
    turn = told(START, wire.StreamEnd(finish_reason="COMPLETE", response=response))
    assert turn.same_answer(
        Turn.of_response(response.model_copy(update={"finish_reason": "COMPLETE"}))
    )
    assert (turn.response_id, turn.text) == ("r", "ab")
    assert turn.retrieved == Retrieved(
        ("q",), (), {"d": Source(id="d", text="x", raw={"id": "d", "text": "x"})}
    )


def test_what_was_streamed_stays_as_it_was() -> None:
    response = ChatResponseV1(text="other", citations=(CITED, CITED))
    turn = told(
        START,
        text("ab"),
        wire.CitationGeneration(citations=(CITED,)),
        wire.StreamEnd(response=response),
    )
    assert (turn.text, len(turn.citations)) == ("ab", 1)


def test_an_answer_that_is_over_stays_as_it_is() -> None:
    turn = told(START, text("a"), END)
    assert turn.phase is Phase.DONE
    assert turn.apply(text("b")) is turn


def test_times_are_told() -> None:
    turn = Turn(timing=Timing(started=100.0))
    events: list[AnyEvent] = [START, text("a"), text("b"), END]
    for now, event in enumerate(events, start=101):
        turn = turn.apply(event, float(now))
    assert turn.timing == Timing(100.0, first_token_s=2.0, elapsed_s=4.0)


def test_a_hostile_stream_is_bounded() -> None:
    turn = told(START)
    names = wire.ToolCallsGeneration(tool_calls=(F,) * (MOST + 5))
    documents = tuple({"id": str(number)} for number in range(MOST + 5))
    queries = tuple(SearchQuery(text="q") for _ in range(MOST + 5))
    events: list[AnyEvent] = [
        names,
        wire.SearchResults(documents=documents),
        wire.SearchResults(documents=documents, search_results=(SearchResult(),) * (MOST + 5)),
        wire.SearchQueriesGeneration(search_queries=queries),
        wire.CitationGeneration(citations=(CITED,) * (MOST + 5)),
    ]
    for event in events:
        turn = turn.apply(event)
    assert len(turn.calls) == len(turn.citations) == MOST
    assert len(turn.retrieved.documents) == len(turn.retrieved.queries) == MOST
    assert len(turn.retrieved.searches) == MOST


EVENTS = st.builds(
    lambda kind, fields: read({**fields, "event_type": kind}),
    st.sampled_from(sorted(KNOWN)),
    objects(NAMES),
)


@settings(max_examples=50)
@given(st.lists(st.none() | EVENTS, max_size=8))
def test_any_events_make_an_answer_with_an_end(events: list[Any]) -> None:
    turn = told(*events).ended()
    assert turn.phase.over
    assert nothing_open(turn)
