"""The messages of a history: what a server needs, and nothing that it would refuse."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohere_tui.models.chat import ChatRequest
from cohere_tui.state.conversation import Settings
from cohere_tui.state.pieces import Pieces
from cohere_tui.state.transcript import messages
from cohere_tui.state.turn import (
    Block,
    Entry,
    Failure,
    Phase,
    Prompt,
    ToolCall,
    ToolResult,
    Turn,
)
from tests.conftest import FIXTURES
from tests.state.entries import ENTRIES
from tests.state.streamed import events_of, turn_of

NO_SETTINGS = Settings()
TOOLS = [{"type": "function", "function": {"name": "f"}}]


def answer(text: str = "", thinking: str = "", **fields: Any) -> Turn:
    blocks = [("thinking", thinking), ("text", text)]
    made = tuple(Block(kind, Pieces.of(said)) for kind, said in blocks if said)
    return Turn(blocks=made, **{"phase": Phase.DONE, **fields})


def call(id_: str = "c1", arguments: str = "{}", name: str = "f") -> ToolCall:
    return ToolCall(id_, name, Pieces.of(arguments))


def user(text: str) -> dict[str, Any]:
    return {"role": "user", "content": text}


def assistant(text: str) -> dict[str, Any]:
    return {"role": "assistant", "content": text}


def calling(*ids: str, **fields: Any) -> dict[str, Any]:
    function = {"name": "f", "arguments": "{}"}
    calls = [{"id": one, "type": "function", "function": function} for one in ids]
    return {"role": "assistant", "tool_calls": calls, **fields}


def result(id_: str, content: str) -> dict[str, Any]:
    return {"role": "tool", "tool_call_id": id_, "content": content}


def test_the_system_prompt_comes_first() -> None:
    assert messages([Prompt(text="a")], Settings(system="Be brief.")) == [
        {"role": "system", "content": "Be brief."},
        user("a"),
    ]


@pytest.mark.parametrize("system", ["", "  \n"])
def test_no_system_prompt_is_not_sent(system: str) -> None:
    assert messages([Prompt(text="a")], Settings(system=system)) == [user("a")]


def test_nothing_gives_nothing() -> None:
    assert messages([], NO_SETTINGS) == []


PLAN = Pieces.of("I will look.")

CASES: list[tuple[str, list[Entry], list[dict[str, Any]]]] = [
    (
        "a talk",
        [Prompt(text="a"), answer("b"), Prompt(text="c")],
        [user("a"), assistant("b"), user("c")],
    ),
    ("thinking stays at home", [answer("b", thinking="hm")], [assistant("b")]),
    ("empty prompt", [Prompt(text=""), Prompt(text=" \n")], []),
    ("white space is kept", [Prompt(text="  a\n")], [user("  a\n")]),
    ("stopped", [answer("par", phase=Phase.STOPPED)], [assistant("par")]),
    ("interrupted", [answer("par", phase=Phase.INTERRUPTED)], [assistant("par")]),
    (
        "failed with text",
        [answer("par", phase=Phase.FAILED, failure=Failure("x"))],
        [assistant("par")],
    ),
    (
        "failed without text",
        [
            Prompt(text="a"),
            answer(phase=Phase.FAILED, failure=Failure("x")),
            Prompt(text="b"),
        ],
        [user("a"), user("b")],
    ),
    ("only thinking", [answer(thinking="hm", phase=Phase.STOPPED)], []),
    ("waiting", [Prompt(text="a"), Turn()], [user("a")]),
    (
        "several text blocks",
        [Turn(blocks=(Block("text", Pieces.of("a")), Block("text", Pieces.of("b"))))],
        [assistant("ab")],
    ),
    (
        "call, plan, result",
        [answer(plan=PLAN, calls=(call(),)), ToolResult(call_id="c1", content="r"), answer("b")],
        [calling("c1", tool_plan="I will look."), result("c1", "r"), assistant("b")],
    ),
    (
        "call after thinking",
        [answer(thinking="hm", calls=(call(),)), ToolResult(call_id="c1", content="r")],
        [
            calling("c1", content=[{"type": "thinking", "thinking": "hm"}]),
            result("c1", "r"),
        ],
    ),
    (
        "call without plan or thinking",
        [answer(calls=(call(),)), ToolResult(call_id="c1", content="r")],
        [calling("c1"), result("c1", "r")],
    ),
    (
        "text beside a call becomes its plan",
        [answer("I look.", calls=(call(),)), ToolResult(call_id="c1", content="r")],
        [calling("c1", tool_plan="I look."), result("c1", "r")],
    ),
    (
        "two calls, results in another order",
        [
            answer(calls=(call("c1"), call("c2"))),
            ToolResult(call_id="c2", content="r2"),
            ToolResult(call_id="c1", content="r1"),
        ],
        [calling("c1", "c2"), result("c1", "r1"), result("c2", "r2")],
    ),
    (
        "one of two answered",
        [answer(calls=(call("c1"), call("c2"))), ToolResult(call_id="c2", content="r2")],
        [calling("c2"), result("c2", "r2")],
    ),
    ("no call answered", [answer(plan=PLAN, calls=(call(),))], []),
    ("no call answered, text", [answer("b", calls=(call(),))], [assistant("b")]),
    (
        "a result of an earlier turn does not answer",
        [
            answer(calls=(call("c1"),)),
            ToolResult(call_id="c1", content="r"),
            answer(calls=(call("c1"),)),
        ],
        [calling("c1"), result("c1", "r")],
    ),
    (
        "a result without a call",
        [ToolResult(call_id="c9", content="r"), Prompt(text="a")],
        [user("a")],
    ),
    (
        "the latest result counts",
        [
            answer(calls=(call(),)),
            ToolResult(call_id="c1", content="old"),
            ToolResult(call_id="c1", content="new"),
        ],
        [calling("c1"), result("c1", "new")],
    ),
    (
        "an empty result",
        [answer(calls=(call(),)), ToolResult(call_id="c1")],
        [calling("c1"), result("c1", "(no output)")],
    ),
    (
        "calls that cannot be named",
        [answer("b", calls=(call(""), call("c1", name=""))), ToolResult(call_id="", content="r")],
        [assistant("b")],
    ),
]


@pytest.mark.parametrize(
    ("entries", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_messages(entries: list[Entry], expected: list[dict[str, Any]]) -> None:
    assert messages(entries, NO_SETTINGS) == expected


@pytest.mark.parametrize("written", ["", "null", " ", "{}"])
def test_no_arguments_are_sent_as_an_empty_object(written: str) -> None:
    entries: list[Entry] = [
        answer(calls=(call(arguments=written),)),
        ToolResult(call_id="c1", content="r"),
    ]
    assert messages(entries, NO_SETTINGS)[0] == calling("c1")


def test_arguments_are_sent_as_they_came() -> None:
    written = '{ "b":1,"a": 2'
    entries: list[Entry] = [
        answer(calls=(call(arguments=written),)),
        ToolResult(call_id="c1", content="r"),
    ]
    (sent, _) = messages(entries, NO_SETTINGS)
    assert sent["tool_calls"] == [
        {"id": "c1", "type": "function", "function": {"name": "f", "arguments": written}}
    ]


def test_a_recorded_round_of_tools_is_a_request() -> None:
    turn = turn_of(events_of(FIXTURES / "streams" / "v2_chat.tool_call_parallel.sse"))
    results = [ToolResult(call_id=one.id, content="06:12") for one in turn.calls]
    entries: list[Entry] = [Prompt(text="Tides?"), turn, *results]
    sent = messages(entries, NO_SETTINGS)
    assert [message["role"] for message in sent] == ["user", "assistant", "tool", "tool"]
    assert sent[1]["tool_plan"] == "I will check both harbours."
    request = ChatRequest.of({"model": "m", "messages": sent, "tools": TOOLS})
    assert request.to_wire()["messages"] == sent


@settings(max_examples=40)
@given(st.lists(ENTRIES, max_size=12), st.sampled_from(["", " ", "Be brief."]))
def test_any_history_is_a_request_that_no_rule_refuses(entries: list[Entry], system: str) -> None:
    sent = messages([*entries, Prompt(text="last")], Settings(system=system))
    request = ChatRequest.of({"model": "m", "messages": sent, "tools": TOOLS})
    assert request.to_wire()["messages"] == sent
