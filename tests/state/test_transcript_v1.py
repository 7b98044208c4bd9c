"""The fields of a v1 request for a history: message, history and results where v1 has them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohere_tui.models.chat_v1 import ChatRequestV1
from cohere_tui.state.conversation import Settings
from cohere_tui.state.pieces import Pieces
from cohere_tui.state.transcript_v1 import asked
from cohere_tui.state.turn import Entry, Prompt, ToolResult
from tests.conftest import FIXTURES
from tests.state.entries import ENTRIES
from tests.state.streamed import events_of, turn_of
from tests.state.test_transcript import answer, call

NO_SETTINGS = Settings(api=1)
TOOLS = [{"name": "f", "description": "x"}]
USER = {"role": "USER", "message": "a"}
CALL = {"name": "f", "parameters": {}}
CALLED = {"role": "CHATBOT", "tool_calls": [CALL]}


def given_(*outputs: Any) -> list[dict[str, Any]]:
    return [{"call": CALL, "outputs": list(outputs)}]


ONE = answer(calls=(call(),))

CASES: list[tuple[str, list[Entry], dict[str, Any]]] = [
    ("nothing", [], {"message": ""}),
    ("a prompt", [Prompt(text="a")], {"message": "a"}),
    (
        "a talk",
        [Prompt(text="a"), answer("b"), Prompt(text="c")],
        {"chat_history": [USER, {"role": "CHATBOT", "message": "b"}], "message": "c"},
    ),
    (
        "thinking stays at home",
        [Prompt(text="a"), answer("", thinking="x"), Prompt(text="c")],
        {"chat_history": [USER], "message": "c"},
    ),
    ("an empty prompt", [Prompt(text=" "), Prompt(text="c")], {"message": "c"}),
    (
        "results to go on from",
        [Prompt(text="a"), ONE, ToolResult(call_id="c1", content='{"high": 3}')],
        {"chat_history": [USER, CALLED], "message": "", "tool_results": given_({"high": 3})},
    ),
    (
        "results of the past",
        [
            Prompt(text="a"),
            ONE,
            ToolResult(call_id="c1", content="r"),
            answer("b"),
            Prompt(text="c"),
        ],
        {
            "chat_history": [
                USER,
                CALLED,
                {"role": "TOOL", "tool_results": given_({"output": "r"})},
                {"role": "CHATBOT", "message": "b"},
            ],
            "message": "c",
        },
    ),
    (
        "the plan goes with the calls",
        [answer(plan=Pieces.of("I go."), calls=(call(),)), ToolResult(call_id="c1", content="r")],
        {
            "chat_history": [{"role": "CHATBOT", "message": "I go.", "tool_calls": [CALL]}],
            "message": "",
            "tool_results": given_({"output": "r"}),
        },
    ),
    (
        "calls without results",
        [Prompt(text="a"), ONE, Prompt(text="c")],
        {"chat_history": [USER], "message": "c"},
    ),
    (
        "results without calls",
        [Prompt(text="a"), ToolResult(call_id="c9", content="r")],
        {"message": "a"},
    ),
    (
        "a history that ends with the answer",
        [Prompt(text="a"), answer("b")],
        {"chat_history": [USER, {"role": "CHATBOT", "message": "b"}], "message": ""},
    ),
]


@pytest.mark.parametrize(
    ("entries", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_fields(entries: list[Entry], expected: dict[str, Any]) -> None:
    assert asked(entries, NO_SETTINGS) == expected


@pytest.mark.parametrize(
    ("content", "outputs"),
    [
        ("06:12", [{"output": "06:12"}]),
        ("", [{"output": ""}]),
        ("5", [{"output": "5"}]),
        ("[]", [{"output": "[]"}]),
        ("[1, {}]", [{"output": "[1, {}]"}]),
        ('[{"a": 1}, {"b": 2}]', [{"a": 1}, {"b": 2}]),
        ("[" * 100_000, [{"output": "[" * 100_000}]),
    ],
)
def test_results_become_objects(content: str, outputs: list[Any]) -> None:
    fields = asked([ONE, ToolResult(call_id="c1", content=content)], NO_SETTINGS)
    assert fields["tool_results"] == [{"call": CALL, "outputs": outputs}]


@pytest.mark.parametrize("written", ["", "null", "5", "{", "[1]"])
def test_arguments_that_are_no_object_are_sent_as_an_empty_one(written: str) -> None:
    entries: list[Entry] = [answer(calls=(call(arguments=written),)), ToolResult(call_id="c1")]
    assert asked(entries, NO_SETTINGS)["chat_history"] == [CALLED]


def test_the_system_prompt_is_the_preamble() -> None:
    settings = Settings(system="Be brief.", api=1)
    assert asked([Prompt(text="a")], settings) == {"message": "a", "preamble": "Be brief."}
    assert "preamble" not in asked([Prompt(text="a")], Settings(system=" "))


@pytest.mark.parametrize("name", ["v1_chat.tool_call.ndjson", "v2_chat.tool_call_parallel.sse"])
def test_a_recorded_round_of_tools_is_a_request_whatever_version_it_came_by(name: str) -> None:
    turn = turn_of(events_of(FIXTURES / "streams" / name))
    results = [ToolResult(call_id=one.id, content="06:12") for one in turn.calls]
    fields = asked([Prompt(text="Tides?"), turn, *results], NO_SETTINGS)
    request = ChatRequestV1.of({**fields, "tools": TOOLS})
    assert request.to_wire() == {**fields, "tools": TOOLS}
    assert len(request.tool_results or ()) == len(turn.calls)


@settings(max_examples=40)
@given(st.lists(ENTRIES, max_size=12), st.sampled_from(["", " ", "Be brief."]))
def test_any_history_is_a_request_that_no_rule_refuses(entries: list[Entry], system: str) -> None:
    fields = asked([*entries, Prompt(text="last")], Settings(system=system))
    request = ChatRequestV1.of({**fields, "tools": TOOLS})
    assert request.to_wire() == {**fields, "tools": TOOLS}
    assert fields["message"] == "last"
