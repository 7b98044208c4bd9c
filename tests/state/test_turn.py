"""A turn and its events one by one: order, numbers, phases, times, and any nonsense."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohere_tui.models import chat_events as wire
from cohere_tui.models.answers import Basis, Call, Cited, Used
from cohere_tui.models.chat import ChatResponse
from cohere_tui.models.events import StreamDone, UnknownEvent
from cohere_tui.state.growing import MOST
from cohere_tui.state.pieces import Pieces
from cohere_tui.state.steps import STEPS
from cohere_tui.state.turn import Failure, Phase, Timing, ToolCall, Turn, Usage
from tests.models.test_chat_events import JSON_VALUES, KNOWN
from tests.state.streamed import nothing_open, turn_of

START = wire.MessageStart(id="r1")
OPEN = wire.ContentStart(index=0, kind="text")
END = wire.MessageEnd(finish_reason="COMPLETE")


def told(*events: wire.ChatEvent | None) -> Turn:
    turn = Turn()
    for event in events:
        turn = turn.apply(event)
    return turn


def text(more: str, index: int | None = None) -> wire.ContentDelta:
    return wire.ContentDelta(index=index, text=more)


def thought(more: str, index: int | None = None) -> wire.ContentDelta:
    return wire.ContentDelta(index=index, thinking=more)


def blocks(turn: Turn) -> list[tuple[str, str, bool]]:
    return [(block.kind, str(block.text), block.open) for block in turn.blocks]


def test_there_is_a_step_for_every_known_event() -> None:
    assert set(STEPS) == KNOWN | {"done"}


# Blocks


def test_blocks_open_grow_and_close() -> None:
    assert blocks(told(START, OPEN, text("a", 0))) == [("text", "a", True)]
    assert blocks(told(START, OPEN, text("a", 0), text("b", 0))) == [("text", "ab", True)]
    assert blocks(told(START, OPEN, text("a", 0), wire.ContentEnd(index=0))) == [
        ("text", "a", False)
    ]


BLOCK_CASES: list[tuple[str, list[wire.ChatEvent], list[tuple[str, str, bool]]]] = [
    ("no start", [text("a")], [("text", "a", True)]),
    ("no start, thinking", [thought("a", 0)], [("thinking", "a", True)]),
    ("no numbers", [OPEN, text("a"), text("b"), wire.ContentEnd()], [("text", "ab", False)]),
    (
        "no numbers, two blocks",
        [
            wire.ContentStart(kind="thinking"),
            thought("a"),
            wire.ContentEnd(),
            wire.ContentStart(kind="text"),
            text("b"),
        ],
        [("thinking", "a", False), ("text", "b", True)],
    ),
    (
        "no starts, no numbers, two kinds",
        [thought("a"), wire.ContentEnd(), text("b")],
        [("thinking", "a", False), ("text", "b", True)],
    ),
    (
        "one number for two blocks",
        [
            wire.ContentStart(index=0, kind="thinking"),
            thought("a", 0),
            wire.ContentEnd(index=0),
            text("b", 0),
        ],
        [("thinking", "a", False), ("text", "b", True)],
    ),
    (
        "two starts with one number",
        [OPEN, text("a", 0), wire.ContentEnd(index=0), OPEN, text("b", 0)],
        [("text", "a", False), ("text", "b", True)],
    ),
    (
        "interleaved",
        [OPEN, wire.ContentStart(index=1, kind="text"), text("a", 0), text("b", 1), text("c", 0)],
        [("text", "ac", True), ("text", "b", True)],
    ),
    (
        "a number that makes no sense",
        [OPEN, text("a", 10**9), text("b", -5)],
        [("text", "", True), ("text", "a", True), ("text", "b", True)],
    ),
    (
        "more for a closed one",
        [OPEN, wire.ContentEnd(index=0), text("a", 0)],
        [("text", "a", False)],
    ),
    ("end of none", [wire.ContentEnd(index=0), wire.ContentEnd()], []),
    (
        "end twice",
        [OPEN, wire.ContentEnd(index=0), wire.ContentEnd(index=0)],
        [("text", "", False)],
    ),
    (
        "text in the start",
        [wire.ContentStart(index=0, kind="text", text="a")],
        [("text", "a", True)],
    ),
    (
        "kind from the key",
        [wire.ContentStart(index=0, thinking="a"), wire.ContentStart(index=1)],
        [("thinking", "a", True), ("text", "", True)],
    ),
    (
        "a new kind",
        [wire.ContentStart(index=0, kind="sound"), text("a", 0)],
        [("sound", "a", True)],
    ),
    (
        "the kind stays",
        [wire.ContentStart(index=0, kind="thinking"), text("a", 0)],
        [("thinking", "a", True)],
    ),
    (
        "both keys",
        [wire.ContentDelta(index=0, text="b", thinking="a")],
        [("thinking", "ab", True)],
    ),
    ("an empty delta", [OPEN, wire.ContentDelta(index=0)], [("text", "", True)]),
]


@pytest.mark.parametrize(
    ("events", "expected"),
    [case[1:] for case in BLOCK_CASES],
    ids=[case[0] for case in BLOCK_CASES],
)
def test_blocks_whatever_the_server_leaves_out(
    events: list[wire.ChatEvent], expected: list[tuple[str, str, bool]]
) -> None:
    assert blocks(told(START, *events)) == expected


# Tool calls


def start(index: int | None = 0, *calls: Call) -> wire.ToolCallStart:
    return wire.ToolCallStart(index=index, calls=calls or (Call(id="a", name="f"),))


def arguments(more: str, index: int | None = 0, **fields: str) -> wire.ToolCallDelta:
    return wire.ToolCallDelta(index=index, calls=(Call(arguments=more, **fields),))


def calls(turn: Turn) -> list[tuple[str, str, str, bool]]:
    return [(call.id, call.name, str(call.arguments), call.open) for call in turn.calls]


CALL_CASES: list[tuple[str, list[wire.ChatEvent], list[tuple[str, str, str, bool]]]] = [
    (
        "one",
        [start(), arguments("{"), arguments("}"), wire.ToolCallEnd(index=0)],
        [("a", "f", "{}", False)],
    ),
    (
        "two",
        [start(0), wire.ToolCallEnd(index=0), start(1, Call(id="b", name="g")), arguments("{}", 1)],
        [("a", "f", "", False), ("b", "g", "{}", True)],
    ),
    (
        "no number",
        [start(None), arguments("{}", None), wire.ToolCallEnd()],
        [("a", "f", "{}", False)],
    ),
    ("no start", [arguments("{}", 3)], [("", "", "{}", True)]),
    (
        "id and name late",
        [start(0, Call()), arguments("{}", 0, id="a", name="f")],
        [("a", "f", "{}", True)],
    ),
    (
        "several at once",
        [
            start(0, Call(id="a", name="f"), Call(id="b", name="g")),
            wire.ToolCallDelta(index=0, calls=(Call(arguments="1"), Call(arguments="2"))),
        ],
        [("a", "f", "1", True), ("b", "g", "2", True)],
    ),
    ("end of none", [wire.ToolCallEnd(index=5)], []),
    ("empty", [wire.ToolCallStart(index=0), wire.ToolCallDelta(index=0)], []),
]


@pytest.mark.parametrize(
    ("events", "expected"), [case[1:] for case in CALL_CASES], ids=[case[0] for case in CALL_CASES]
)
def test_tool_calls_whatever_the_server_leaves_out(
    events: list[wire.ChatEvent], expected: list[tuple[str, str, str, bool]]
) -> None:
    assert calls(told(START, *events)) == expected


@pytest.mark.parametrize(
    ("written", "parsed"),
    [
        ("", {}),
        ("  ", {}),
        ("null", {}),
        (" null\n", {}),
        ("{}", {}),
        ('{"a": [1]}', {"a": [1]}),
        ("[1]", [1]),
        ("5", 5),
        ('{"a": ', None),
        ("not json", None),
        ("[" * 100_000, None),
        ("9" * 5_000, None),
    ],
)
def test_arguments_are_parsed_leniently(written: str, parsed: object) -> None:
    assert ToolCall(arguments=Pieces.of(written)).parsed == parsed


# Citations


def cited(**fields: Any) -> wire.CitationStart:
    return wire.CitationStart(index=0, citations=(Cited(**fields),))


THINKING_THEN_TEXT = (
    START,
    wire.ContentStart(index=0, kind="thinking"),
    thought("because", 0),
    wire.ContentEnd(index=0),
    wire.ContentStart(index=1, kind="text"),
    text("answer", 1),
)


@pytest.mark.parametrize(
    ("fields", "block", "words"),
    [
        ({"start": 0, "end": 3}, 1, "ans"),
        ({"start": 0, "end": 3, "type": "TEXT_CONTENT", "content_index": 1}, 1, "ans"),
        ({"start": 0, "end": 3, "content_index": 0}, 0, "bec"),
        ({"start": 0, "end": 3, "type": "THINKING_CONTENT"}, 0, "bec"),
        ({"start": 0, "end": 3, "type": "NEW"}, 1, "ans"),
        ({"start": 0, "end": 3, "content_index": 7, "text": "x"}, 1, "ans"),
        ({"start": 4, "end": 400, "text": "far off"}, 1, "far off"),
        ({"start": 5, "end": 2, "text": "backwards"}, 1, "backwards"),
        ({"start": -3, "end": 2}, 1, "an"),
        ({"text": "no offsets"}, 1, "no offsets"),
        ({"start": 0, "end": 3, "type": "PLAN", "text": "plan"}, -1, "plan"),
    ],
)
def test_a_citation_finds_its_block(fields: dict[str, Any], block: int, words: str) -> None:
    (citation,) = told(*THINKING_THEN_TEXT, cited(**fields)).citations
    assert (citation.block, citation.text) == (block, words)
    assert 0 <= citation.start <= citation.end


def test_a_citation_before_any_text_does_no_harm() -> None:
    (citation,) = told(START, cited(start=1, end=2, text="a")).citations
    assert (citation.block, citation.text) == (0, "a")


def test_citations_are_kept_in_order_of_arrival_whatever_their_numbers() -> None:
    turn = told(*THINKING_THEN_TEXT, cited(start=4, end=5), cited(start=0, end=1))
    assert [one.start for one in turn.citations] == [4, 0]


@pytest.mark.parametrize(
    ("basis", "expected"),
    [
        (
            Basis(type="document", id="d", document={"title": "T", "text": "x"}),
            ("document", "d", "T", "x"),
        ),
        (Basis(document={"id": "d", "snippet": "x"}), ("document", "d", "", "x")),
        (Basis(document={"id": "d", "year": 5}), ("document", "d", "", '{"year": 5}')),
        (Basis(type="tool", id="t:0", tool_output={"content": "x"}), ("tool", "t:0", "", "x")),
        (Basis(type="tool", id="t:0", tool_output="x"), ("tool", "t:0", "", "x")),
        (Basis(type="web", document={"url": "u", "text": "é"}), ("web", "", "u", "é")),
        (Basis(document={"title": 5, "text": None}), ("document", "", "", '{"text": null}')),
        (Basis(document=[1]), ("document", "", "", '{"text": [1]}')),
        (Basis(), ("document", "", "", "")),
    ],
)
def test_sources_of_any_shape(basis: Basis, expected: tuple[str, str, str, str]) -> None:
    (citation,) = told(START, wire.CitationStart(citations=(Cited(sources=(basis,)),))).citations
    (source,) = citation.sources
    assert (source.kind, source.id, source.title, source.text) == expected


# The end


@pytest.mark.parametrize(
    ("finish", "phase"),
    [
        ("COMPLETE", Phase.DONE),
        ("STOP_SEQUENCE", Phase.DONE),
        ("MAX_TOKENS", Phase.DONE),
        ("TOOL_CALL", Phase.DONE),
        ("SOMETHING_NEW", Phase.DONE),
        ("", Phase.DONE),
        ("complete", Phase.DONE),
        ("ERROR", Phase.FAILED),
        ("error", Phase.FAILED),
        ("ERROR_TOXIC", Phase.FAILED),
        ("TIMEOUT", Phase.FAILED),
    ],
)
def test_the_finish_reason_decides(finish: str, phase: Phase) -> None:
    event = wire.MessageEnd(finish_reason=finish)
    turn = told(START, OPEN, text("a"), event)
    assert (turn.phase, turn.finish) == (phase, finish)
    assert (turn.failure is not None) == (phase is Phase.FAILED)
    plain = ChatResponse.model_validate({"finish_reason": finish, "message": {"content": "a"}})
    assert Turn.of_response(plain).phase is phase


@pytest.mark.parametrize(
    ("error", "error_type", "reason", "remedy"),
    [
        ("went wrong", "", "went wrong", "Press r to try again."),
        ({"message": "inner"}, "", "inner", "Press r to try again."),
        ({"code": 5}, "", '{"code": 5}', "Press r to try again."),
        (None, "X_Y", "The server ended this answer with X_Y.", "Press r to try again."),
        (True, "", "The server ended this answer with COMPLETE.", "Press r to try again."),
        (
            "too many tokens",
            "TOO_MANY_TOKENS",
            "too many tokens",
            "Shorten the conversation or the documents, then press r.",
        ),
    ],
)
def test_an_error_fails_the_answer_whatever_it_finished_with(
    error: object, error_type: str, reason: str, remedy: str
) -> None:
    end = wire.MessageEnd(finish_reason="COMPLETE", error=error, error_type=error_type)
    turn = told(START, OPEN, text("a"), end)
    assert turn.phase is Phase.FAILED
    assert turn.failure == Failure(reason, remedy, error_type=error_type)
    assert turn.text == "a"


@pytest.mark.parametrize("error", [None, "", {}, [], False, 0])
def test_an_empty_error_is_none(error: object) -> None:
    assert told(START, wire.MessageEnd(finish_reason="COMPLETE", error=error)).phase is Phase.DONE


def test_usage_that_says_nothing_is_none() -> None:
    assert told(START, wire.MessageEnd(usage=Used())).usage is None
    assert told(START, wire.MessageEnd(usage=Used(billed_output=0))).usage == Usage(billed_output=0)


@pytest.mark.parametrize(
    ("usage", "tokens"),
    [
        (None, None),
        (Usage(5, 6), 6),
        (Usage(5, 6, 3, 4), 4),
        (Usage(5), None),
        (Usage(5, 6, 3, 0), 0),
    ],
)
def test_tokens_out_are_the_billed_ones(usage: Usage | None, tokens: int | None) -> None:
    assert Turn(usage=usage).tokens_out == tokens


def test_the_id_is_that_of_the_first_start_or_else_of_the_end() -> None:
    assert told(START, wire.MessageStart(id="r2")).response_id == "r1"
    assert told(OPEN, wire.MessageEnd(id="r3")).response_id == "r3"
    assert told(START, wire.MessageEnd(id="r3")).response_id == "r1"


def test_phases_on_the_way() -> None:
    assert Turn().phase is Phase.WAITING
    assert told(wire.Debug()).phase is Phase.WAITING
    assert told(None, UnknownEvent(kind="x")).phase is Phase.WAITING
    for event in (START, OPEN, text("a"), start(), wire.ToolPlanDelta(plan="a")):
        assert told(event).phase is Phase.STREAMING
    assert [phase for phase in Phase if not phase.over] == [Phase.WAITING, Phase.STREAMING]


def test_what_is_not_understood_is_counted() -> None:
    turn = told(START, None, UnknownEvent(kind="x"), None, wire.Debug(), StreamDone())
    assert turn.skipped == 3


def test_pieces_of_text_are_counted() -> None:
    turn = told(
        START, thought("a"), wire.ToolPlanDelta(plan="b"), start(), arguments("{"), text("")
    )
    assert turn.deltas == 4


ENDINGS = {
    Phase.STOPPED: lambda turn: turn.stopped(9.0),
    Phase.FAILED: lambda turn: turn.failed(Failure("no"), 9.0),
    Phase.INTERRUPTED: lambda turn: turn.interrupted(9.0),
    Phase.DONE: lambda turn: turn.apply(END, 9.0),
}


@pytest.mark.parametrize("first", ENDINGS)
@pytest.mark.parametrize("second", ENDINGS)
def test_what_is_over_stays_as_it_was(first: Phase, second: Phase) -> None:
    over = ENDINGS[first](told(START, OPEN, text("a"), start()))
    assert over.phase is first
    assert nothing_open(over)
    assert over.text == "a"
    for event in (START, OPEN, text("b"), start(), cited(), END, None, UnknownEvent()):
        assert over.apply(event, 10.0) is over
    assert ENDINGS[second](over) is over
    assert over.ended() is over


def test_a_stream_without_an_end_is_cut() -> None:
    turn = told(START, OPEN, text("a")).ended()
    assert turn.phase is Phase.INTERRUPTED
    assert turn.failure is not None
    assert "before the answer was complete" in turn.failure.reason
    assert turn.text == "a"


# Times


def test_times_are_seconds_since_the_start() -> None:
    turn = Turn(timing=Timing(started=100.0))
    events: list[tuple[float, wire.ChatEvent]] = [
        (101.0, START),
        (102.0, wire.ContentStart(index=0, kind="thinking")),
        (103.0, thought("a", 0)),
        (104.0, thought("b", 0)),
        (105.0, wire.ContentEnd(index=0)),
        (106.0, wire.ContentStart(index=1, kind="text")),
        (107.0, text("c", 1)),
        (108.0, text("d", 1)),
        (109.0, END),
        (110.0, StreamDone()),
    ]
    seen = []
    for now, event in events:
        turn = turn.apply(event, now)
        seen.append((turn.timing.first_token_s, turn.timing.thought_s, turn.timing.elapsed_s))
    assert seen[1] == (None, None, None)
    assert seen[2] == (3.0, None, None)
    assert seen[4] == (3.0, 5.0, None)
    assert seen[7] == (3.0, 5.0, None)
    assert seen[-1] == (3.0, 5.0, 9.0)


@pytest.mark.parametrize(
    "after",
    [
        wire.ContentStart(index=1, kind="text"),
        start(),
        wire.ContentEnd(index=0),
        END,
    ],
    ids=["text", "call", "its end", "the end"],
)
def test_thinking_ends_with_whatever_follows(after: wire.ChatEvent) -> None:
    turn = Turn().apply(thought("a", 0), 1.0).apply(after, 5.0)
    assert turn.timing.thought_s == 5.0


def test_an_answer_without_thinking_has_no_time_of_it() -> None:
    turn = Turn().apply(text("a", 0), 1.0).apply(END, 5.0)
    assert turn.timing == Timing(0.0, 1.0, None, 5.0)


def test_a_clock_that_goes_back_gives_no_negative_times() -> None:
    turn = Turn(timing=Timing(started=100.0)).apply(text("a"), 50.0).stopped(40.0)
    assert (turn.timing.first_token_s, turn.timing.elapsed_s) == (0.0, 0.0)


def test_without_a_clock_there_are_no_times() -> None:
    assert told(START, thought("a"), text("b"), END).timing == Timing()


def test_a_whole_answer_takes_over_what_was_asked() -> None:
    asked = Turn(model="m", timing=Timing(started=10.0))
    response = ChatResponse.model_validate(
        {"message": {"content": "a"}, "finish_reason": "COMPLETE"}
    )
    turn = Turn.of_response(response, asked, now=12.0)
    assert (turn.id, turn.model, turn.timing.elapsed_s) == (asked.id, "m", 2.0)


# Any nonsense

EVENTS = st.one_of(
    st.none(),
    *(
        st.builds(kind, index=st.none() | st.integers(-1, 3))
        for kind in (wire.ContentEnd, wire.ToolCallEnd, wire.CitationEnd)
    ),
    st.builds(wire.MessageStart, id=st.text(max_size=3)),
    st.builds(
        wire.ContentStart,
        index=st.none() | st.integers(-1, 3),
        kind=st.sampled_from(["text", "thinking", "", "sound"]),
        text=st.text(max_size=3),
    ),
    st.builds(
        wire.ContentDelta,
        index=st.none() | st.integers(-1, 3),
        text=st.text(max_size=3),
        thinking=st.text(max_size=3),
    ),
    st.builds(wire.ToolPlanDelta, plan=st.text(max_size=3)),
    *(
        st.builds(
            kind,
            index=st.none() | st.integers(-1, 3),
            calls=st.lists(
                st.builds(Call, id=st.text(max_size=2), arguments=st.text(max_size=3)), max_size=2
            ).map(tuple),
        )
        for kind in (wire.ToolCallStart, wire.ToolCallDelta)
    ),
    st.builds(
        wire.CitationStart,
        citations=st.tuples(
            st.builds(
                Cited,
                start=st.none() | st.integers(-2, 9),
                end=st.none() | st.integers(-2, 9),
                content_index=st.none() | st.integers(-1, 3),
                type=st.sampled_from(["", "PLAN", "THINKING_CONTENT", "TEXT_CONTENT"]),
            )
        ),
    ),
    st.builds(UnknownEvent),
    st.builds(wire.Debug),
    st.builds(StreamDone),
)


@given(st.lists(EVENTS, max_size=60), st.booleans())
def test_any_sequence_of_events_makes_a_turn(
    events: list[wire.ChatEvent | None], ends: bool
) -> None:
    texts = [
        (event.thinking + event.text)
        for event in events
        if isinstance(event, wire.ContentDelta | wire.ContentStart)
    ]
    turn = turn_of([*events, END] if ends else events, now=1.0)
    assert turn.phase is (Phase.DONE if ends else Phase.INTERRUPTED)
    assert sorted("".join(texts)) == sorted("".join(str(block.text) for block in turn.blocks))
    assert nothing_open(turn)
    assert all(one.block < max(len(turn.blocks), 1) for one in turn.citations)
    unknown = [event for event in events if event is None or event.type == "unknown"]
    assert turn.skipped == len(unknown)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(["", *sorted(KNOWN)]), JSON_VALUES), max_size=10))
def test_any_json_makes_a_turn(values: list[tuple[str, Any]]) -> None:
    turn = Turn()
    for kind, value in values:
        data = {**value, "type": kind} if isinstance(value, dict) and kind else value
        turn = turn.apply(wire.read_event(json.dumps(data)), 1.0)
    assert turn.ended(1.0).phase.over


@given(st.lists(EVENTS, max_size=20))
def test_an_event_leaves_the_turn_before_it_as_it_was(events: list[wire.ChatEvent | None]) -> None:
    turn = Turn(id="t")
    history = []
    for event in events:
        history.append((turn, repr(turn)))
        turn = turn.apply(event, 1.0)
    assert all(repr(before) == then for before, then in history)


@pytest.mark.parametrize(
    "kind",
    [
        lambda number: wire.ContentStart(index=number, kind="text", text="x"),
        lambda number: wire.ContentDelta(index=number, text="x"),
        lambda number: wire.ToolCallStart(index=number, calls=(Call(id="a"),)),
        lambda number: wire.ToolCallDelta(index=number, calls=(Call(arguments="x"),)),
        lambda number: wire.CitationStart(citations=(Cited(),) * 10),
    ],
    ids=["blocks", "deltas", "calls", "arguments", "citations"],
)
def test_a_flood_of_parts_is_bounded(kind: Any) -> None:
    turn = Turn(blocks=Turn().apply(OPEN).blocks * (MOST - 3), calls=(ToolCall(),) * (MOST - 3))
    for number in range(1000, 2000):
        turn = turn.apply(kind(number))
    assert len(turn.blocks) <= MOST
    assert len(turn.calls) <= MOST
    assert len(turn.citations) <= MOST
    if turn.blocks[-1].text:
        assert len(turn.text) == 1000


def test_a_hundred_thousand_tiny_events_are_all_there() -> None:
    turn = told(START, OPEN)
    event = text("ab", 0)
    for _ in range(100_000):
        turn = turn.apply(event, 1.0)
    assert len(turn.blocks[0].text) == 200_000
    assert turn.deltas == 100_000
