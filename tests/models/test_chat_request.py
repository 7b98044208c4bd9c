"""What is sent to v2 chat: fields, bounds, rules, and nothing that was not set."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.errors import RequestInvalid
from cohere_tui.models.chat import ChatRequest
from tests.conftest import FIXTURES

if TYPE_CHECKING:
    from pathlib import Path

REQUESTS = sorted((FIXTURES / "requests").glob("v2_chat.*.json"))
HELLO: dict[str, Any] = {"role": "user", "content": "hello"}
CALL: dict[str, Any] = {
    "id": "get_tide_1",
    "type": "function",
    "function": {"name": "get_tide", "arguments": "{}"},
}
TOOL: dict[str, Any] = {
    "type": "function",
    "function": {
        "name": "get_tide",
        "parameters": {
            "type": "object",
            "properties": {"harbour": {"type": "string"}},
            "required": ["harbour"],
        },
    },
}
CALLING = [HELLO, {"role": "assistant", "tool_calls": [CALL]}]
RESULT: dict[str, Any] = {"role": "tool", "tool_call_id": "get_tide_1", "content": "06:12"}


def request(**fields: Any) -> dict[str, Any]:
    return {"model": "command-a-03-2025", "messages": [HELLO], **fields}


def image(url: str = "https://example.com/a.png") -> dict[str, Any]:
    return {"type": "image_url", "image_url": {"url": url}}


@pytest.mark.parametrize("path", REQUESTS, ids=lambda path: path.stem)
def test_every_fixture_goes_to_the_wire_as_it_is(path: Path) -> None:
    body = json.loads(path.read_bytes())
    assert ChatRequest.of(body).to_wire() == body


def test_there_are_fixtures() -> None:
    assert len(REQUESTS) >= 6


def test_only_what_was_set_is_sent() -> None:
    assert ChatRequest.of(request(temperature=None)).to_wire() == request()


def test_a_zero_and_a_false_are_sent() -> None:
    fields = {"temperature": 0.0, "k": 0, "seed": 0, "stream": False, "stop_sequences": []}
    assert ChatRequest.of(request(**fields)).to_wire() == request(**fields)


def test_nulls_inside_a_schema_or_document_are_the_users_own() -> None:
    fields = {
        "tools": [{**TOOL, "function": {"name": "f", "parameters": {"default": None}}}],
        "documents": [{"data": {"author": None}}],
    }
    assert ChatRequest.of(request(**fields)).to_wire() == request(**fields)


FIELDS: dict[str, Any] = {
    "stream": True,
    "tools": [TOOL],
    "strict_tools": True,
    "tool_choice": "REQUIRED",
    "documents": ["text", {"id": "a", "data": {"text": "b"}}, {"data": "c"}],
    "citation_options": {"mode": "FAST"},
    "response_format": {"type": "json_object", "json_schema": {"type": "object"}},
    "safety_mode": "STRICT",
    "max_tokens": 1,
    "stop_sequences": ["a", "b", "c", "d", "e"],
    "temperature": 1.0,
    "seed": 2**64 - 1,
    "frequency_penalty": 1.0,
    "presence_penalty": 0.5,
    "k": 500,
    "p": 0.99,
    "logprobs": True,
    "thinking": {"type": "enabled", "token_budget": 1},
    "priority": 999,
}


@pytest.mark.parametrize("name", FIELDS)
def test_every_documented_field_is_sent(name: str) -> None:
    body = request(**{name: FIELDS[name]}, **({"tools": [TOOL]} if name == "strict_tools" else {}))
    assert ChatRequest.of(body).to_wire() == body


def test_the_fields_are_exactly_the_documented_ones() -> None:
    assert set(ChatRequest.model_fields) == {"model", "messages", *FIELDS}


@pytest.mark.parametrize(
    ("name", "value", "sent"),
    [
        ("citation_options", {"mode": "accurate"}, {"mode": "ACCURATE"}),
        ("safety_mode", "off", "OFF"),
        ("tool_choice", "none", "NONE"),
        ("temperature", "0.5", 0.5),
        ("k", 3.0, 3),
    ],
)
def test_words_and_numbers_are_sent_as_the_api_writes_them(
    name: str, value: object, sent: object
) -> None:
    assert ChatRequest.of(request(**{name: value})).to_wire()[name] == sent


BROKEN = [
    ("temperature", 1.01, "a number from 0 to 1"),
    ("temperature", -0.1, "a number from 0 to 1"),
    ("temperature", float("nan"), "a number from 0 to 1"),
    ("temperature", "warm", "a number from 0 to 1"),
    ("frequency_penalty", 1.5, "a number from 0 to 1"),
    ("presence_penalty", -1, "a number from 0 to 1"),
    ("k", 501, "a whole number from 0 to 500"),
    ("k", -1, "a whole number from 0 to 500"),
    ("k", 1.5, "a whole number from 0 to 500"),
    ("p", 0.0, "a number from 0.01 to 0.99"),
    ("p", 1.0, "a number from 0.01 to 0.99"),
    ("seed", -1, "a whole number from 0 to 18446744073709551615"),
    ("seed", 2**64, "a whole number from 0 to 18446744073709551615"),
    ("max_tokens", 0, "a whole number from 1"),
    ("priority", 1000, "a whole number from 0 to 999"),
    ("priority", -1, "a whole number from 0 to 999"),
    ("stop_sequences", list("abcdef"), "at most 5 texts"),
    ("stream", "perhaps", "true or false"),
    ("tool_choice", "AUTO", "'REQUIRED' or 'NONE'"),
    ("safety_mode", "MILD", "'CONTEXTUAL', 'STRICT' or 'OFF'"),
    ("messages", [], "at least 1"),
    ("messages", "hello", "a list"),
    ("model", "", "a text that is not empty"),
    ("model", 5, "a text"),
]


@pytest.mark.parametrize(("field", "value", "allowed"), BROKEN)
def test_a_broken_bound_names_field_finding_and_what_is_allowed(
    field: str, value: object, allowed: str
) -> None:
    with pytest.raises(RequestInvalid) as raised:
        ChatRequest.of(request(**{field: value}))
    assert raised.value.field == field
    found = repr(value) if not isinstance(value, list) else "["
    assert str(raised.value).startswith(f"{field}: found {found}")
    assert str(raised.value).endswith(f"allowed: {allowed}")


NESTED = [
    ({"thinking": {"type": "enabled", "token_budget": 0}}, "thinking.token_budget", "at least 1"),
    ({"thinking": {"token_budget": 5}}, "thinking.type", "missing"),
    ({"thinking": {"type": "on"}}, "thinking.type", "'enabled' or 'disabled'"),
    ({"citation_options": {"mode": "SLOW"}}, "citation_options.mode", "'ACCURATE'"),
    ({"response_format": {"type": "xml"}}, "response_format.type", "'text' or 'json_object'"),
    ({"response_format": {"type": "text", "json_schema": {}}}, "response_format", "json_object"),
    ({"response_format": {"type": "json_object", "schema": {}}}, "response_format.schema", "not a"),
    ({"documents": [{"id": "a"}]}, "documents.0.data", "missing"),
    ({"tools": [{"function": {}}]}, "tools.0.function.name", "missing"),
    ({"messages": [{"role": "robot"}]}, "messages.0", "'system', 'user', 'assistant', 'tool'"),
    ({"messages": [{"content": "a"}]}, "messages.0", "role"),
    ({"messages": [{"role": "user", "content": ""}]}, "messages.0.content", "not empty"),
    ({"messages": [{"role": "system", "content": []}]}, "messages.0.content", "at least 1"),
    (
        {"messages": [HELLO, {"role": "user", "content": [{"type": "text", "text": ""}]}]},
        "messages.1.content.0.text",
        "not empty",
    ),
    (
        {"messages": [{"role": "user", "content": [{"type": "film"}]}]},
        "messages.0.content.0",
        "'text', 'image_url'",
    ),
    (
        {"messages": [{"role": "assistant", "content": "a", "finish_reason": "COMPLETE"}]},
        "messages.0.finish_reason",
        "not a field",
    ),
    (
        {"messages": [HELLO, {"role": "assistant", "tool_calls": [{**CALL, "index": 0}]}]},
        "messages.1.tool_calls.0.index",
        "not a field",
    ),
]


@pytest.mark.parametrize(("fields", "field", "says"), NESTED)
def test_a_fault_deep_inside_is_named_by_its_place(
    fields: dict[str, Any], field: str, says: str
) -> None:
    with pytest.raises(RequestInvalid) as raised:
        ChatRequest.of(request(**fields))
    assert raised.value.field == field
    assert says in str(raised.value)


RULES = [
    (
        {"messages": [HELLO, {"role": "assistant", "content": "a", "tool_calls": [CALL]}]},
        "messages.1.content",
    ),
    ({"messages": [HELLO, {"role": "assistant"}]}, "messages.1.content"),
    ({"messages": [HELLO, {"role": "assistant", "tool_plan": "x"}]}, "messages.1.content"),
    ({"messages": [*CALLING, {**RESULT, "tool_call_id": "b"}]}, "messages.2.tool_call_id"),
    ({"messages": [RESULT]}, "messages.0.tool_call_id"),
    ({"messages": [*CALLING, RESULT]}, "tools"),
    ({"messages": [{"role": "user", "content": [image()] * 21}]}, "messages"),
    (
        {
            "messages": [
                {"role": "user", "content": [image(f"data:image/png;base64,{'A' * 2**25}")]}
            ]
        },
        "messages",
    ),
    ({"response_format": {"type": "json_object"}, "documents": ["a"]}, "response_format"),
    ({"response_format": {"type": "json_object"}, "tools": [TOOL]}, "response_format"),
    ({"strict_tools": True, "tools": [{"function": {"name": "f"}}]}, "tools.0"),
    (
        {
            "strict_tools": True,
            "tools": [
                {
                    "function": {
                        "name": "f",
                        "parameters": {
                            "properties": {str(number): {} for number in range(201)},
                            "required": ["1"],
                        },
                    }
                }
            ],
        },
        "tools",
    ),
]


@pytest.mark.parametrize(("fields", "field"), RULES)
def test_a_rule_between_fields_names_the_one_to_change(fields: dict[str, Any], field: str) -> None:
    with pytest.raises(RequestInvalid) as raised:
        ChatRequest.of(request(**fields))
    assert raised.value.field == field
    assert len(str(raised.value)) < 200


ALLOWED: list[dict[str, Any]] = [
    {"messages": [*CALLING, RESULT], "tools": [TOOL]},
    {"messages": [{"role": "user", "content": [image()] * 20}]},
    {
        "messages": [
            HELLO,
            {
                "role": "assistant",
                "content": [{"type": "thinking", "thinking": "hm"}],
                "tool_calls": [CALL],
            },
            RESULT,
        ],
        "tools": [TOOL],
    },
    {"messages": [HELLO, HELLO]},
    {"response_format": {"type": "text"}, "documents": ["a"]},
]


@pytest.mark.parametrize("fields", ALLOWED)
def test_what_the_rules_allow_is_sent(fields: dict[str, Any]) -> None:
    assert ChatRequest.of(request(**fields)).to_wire() == request(**fields)


@pytest.mark.parametrize("name", ["return_prompt", "raw", "schema", "tool_results"])
def test_an_unknown_field_is_refused_with_those_that_are_known(name: str) -> None:
    with pytest.raises(RequestInvalid, match="temperature") as raised:
        ChatRequest.of(request(**{name: True}))
    assert raised.value.field == name


def test_a_huge_value_is_told_in_few_words() -> None:
    with pytest.raises(RequestInvalid) as raised:
        ChatRequest.of(request(model=["x" * 1_000_000]))
    assert len(str(raised.value)) < 200


def test_a_value_that_could_act_on_a_terminal_is_told_harmlessly() -> None:
    with pytest.raises(RequestInvalid) as raised:
        ChatRequest.of(request(safety_mode="\x1b[2J\u202e"))
    assert "\x1b" not in str(raised.value)
    assert "\u202e" not in str(raised.value)


def test_a_request_is_frozen() -> None:
    made = ChatRequest.of(request())
    with pytest.raises(ValueError, match="frozen"):
        made.model = "other"  # type: ignore[misc]


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*ChatRequest.model_fields, "other"]), JSON_VALUES))
def test_any_fields_make_a_request_or_say_what_is_wrong(fields: dict[str, Any]) -> None:
    try:
        wire = ChatRequest.of(fields).to_wire()
    except RequestInvalid as refused:
        found = refused
    else:
        assert ChatRequest.of(wire).to_wire() == wire
        return
    assert found.field
    assert found.what.startswith(found.field)


def test_every_fault_is_told_by_its_field() -> None:
    faults = ChatRequest.faults(request(temperature=5, k=-1, nonsense=1, stream=True))
    assert set(faults) == {"temperature", "k", "nonsense"}
    assert faults["temperature"].startswith("found 5; allowed:")
    assert ChatRequest.faults(request(temperature=0.5)) == {}
