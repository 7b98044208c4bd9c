"""What is refused, and in which words (API.md 4.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.sandbox.chat.asking import (
    CLOCK,
    MILL,
    REASONING,
    TIDE,
    asked,
    called,
    refusal,
    result,
    user,
)

if TYPE_CHECKING:
    import httpx

TOOL_TEXT = (
    "text content is not allowed when tool_calls are provided. If you wish to pass a tool plan, "
    "either pass thinking content (with thinking enabled) or use 'tool_plan': 'messages[1].content"
)
SILENT = "invalid request: message must be at least 1 token long or tool results must be specified."
NO_MESSAGE = "invalid request: all elements in history must have a message."
PICTURE = {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}}
JSON = {"type": "json_object"}


def unknown(name: str) -> str:
    return f"unknown field: parameter '{name}' is not a valid field."


def between(name: str, bounds: str) -> str:
    return f"invalid request: {name} must be between {bounds} inclusive."


def schema(**fields: Any) -> dict[str, Any]:
    return {"response_format": {**JSON, "json_schema": fields}}


def with_call(**change: Any) -> list[dict[str, Any]]:
    messages = called("{}")
    messages[1] |= change
    return [*messages, result("06:12")]


CASES: list[tuple[dict[str, Any], int, str]] = [
    # fields that do not exist
    (asked("hi", return_prompt=True), 422, unknown("return_prompt")),
    (asked([{**user("hi"), "name": "me"}]), 422, unknown("name")),
    (
        asked(with_call(tool_calls=[{**called("")[1]["tool_calls"][0], "index": 0}]), tools=[TIDE]),
        422,
        unknown("index"),
    ),
    (
        asked("hi", tools=[{**TIDE, "function": {**TIDE["function"], "strict": True}}]),
        422,
        unknown("strict"),
    ),
    (asked("hi", documents=[{"data": {"t": "x"}, "text": "x"}]), 422, unknown("text")),
    (asked("hi", thinking={"type": "enabled", "effort": "high"}), 422, unknown("effort")),
    (asked("hi", citation_options={"quality": "FAST"}), 422, unknown("quality")),
    (
        asked([user("hi") | {"content": [{"type": "text", "text": "x", "id": "1"}]}]),
        422,
        unknown("id"),
    ),
    # fields of another type
    (
        asked("hi", temperature="hot"),
        422,
        "invalid type: parameter temperature is of type string but should be of type number.",
    ),
    (
        asked("hi", max_tokens=2.5),
        422,
        "invalid type: parameter max_tokens is of type number but should be of type integer.",
    ),
    (
        asked("hi", stream="yes"),
        422,
        "invalid type: parameter stream is of type string but should be of type boolean.",
    ),
    (
        asked([{"role": "user", "content": {"text": "x"}}]),
        422,
        (
            "invalid type: parameter messages[0].content is of type object but should be of type"
            " string or array."
        ),
    ),
    (
        asked("hi", stop_sequences=["a", 1]),
        422,
        (
            "invalid type: parameter stop_sequences[1] is of type integer but should be of "
            "type string."
        ),
    ),
    # words that are not on the list
    (
        asked("hi", safety_mode="NONE"),
        422,
        "invalid value: parameter 'safety_mode' must be one of CONTEXTUAL, STRICT, OFF.",
    ),
    (
        asked("hi", tools=[TIDE], tool_choice="AUTO"),
        422,
        "invalid value: parameter 'tool_choice' must be one of REQUIRED, NONE.",
    ),
    (
        asked("hi", thinking={"type": "maybe"}),
        422,
        "invalid value: parameter 'thinking.type' must be one of enabled, disabled.",
    ),
    (
        asked("hi", response_format={"type": "xml"}),
        422,
        "invalid value: parameter 'response_format.type' must be one of text, json_object.",
    ),
    # numbers out of bounds
    (asked("hi", temperature=1.01), 400, between("temperature", "0 and 1.0")),
    (asked("hi", temperature=-0.1), 400, between("temperature", "0 and 1.0")),
    (asked("hi", p=1), 400, between("p", "0.01 and 0.99")),
    (asked("hi", k=501), 400, between("k", "0 and 500")),
    (asked("hi", seed=-1), 400, between("seed", f"0 and {2**64 - 1}")),
    (asked("hi", priority=1000), 400, between("priority", "0 and 999")),
    (asked("hi", frequency_penalty=1.5), 400, between("frequency_penalty", "0 and 1")),
    (asked("hi", presence_penalty=-1), 400, between("presence_penalty", "0 and 1")),
    (asked("hi", max_tokens=0), 400, "invalid request: max_tokens must be at least 1."),
    (
        asked("hi", max_tokens=8001),
        400,
        (
            "too many tokens: max tokens must be less than or equal to 8000, the maximum "
            "output for "
            "this model - received 8001."
        ),
    ),
    (
        asked("hi", thinking={"token_budget": 0}),
        400,
        "invalid request: thinking.token_budget must be at least 1.",
    ),
    (
        asked("hi", stop_sequences=list("abcdef")),
        400,
        "invalid request: stop_sequences can hold at most 5 strings - received 6.",
    ),
    # models
    ({"messages": [user("hi")]}, 400, "a model parameter is required for this endpoint."),
    (asked("hi", model="command"), 404, "model 'command' was removed on September 15, 2025."),
    (
        asked("hi", model="gpt"),
        404,
        (
            "model 'gpt' not found, make sure the correct model ID was used and that you "
            "have access to "
            "the model."
        ),
    ),
    (
        asked("hi", model="embed-v4.0"),
        400,
        "invalid request: model 'embed-v4.0' is not supported by the chat API",
    ),
    (
        asked("hi", model="command-a-vision-07-2025", tools=[TIDE]),
        400,
        "invalid request: tools are not supported by the provided model: command-a-vision-07-2025.",
    ),
    # messages
    (asked([]), 400, SILENT),
    (asked(""), 400, SILENT),
    (asked([{"role": "user"}]), 400, SILENT),
    (asked([{"role": "user", "content": []}]), 400, SILENT),
    (asked([{"role": "user", "content": [{"type": "text", "text": ""}]}]), 400, SILENT),
    (asked([{"role": "system", "content": "Be brief."}]), 400, SILENT),
    (asked([user("hi"), {"role": "assistant", "content": "Hello"}]), 400, SILENT),
    (asked([user(""), {"role": "assistant", "content": "Hello"}, user("hi")]), 400, NO_MESSAGE),
    (asked([user("hi"), {"role": "assistant", "content": ""}, user("hi")]), 400, NO_MESSAGE),
    (asked([user("hi"), {"role": "assistant"}, user("hi")]), 400, NO_MESSAGE),
    (
        asked([{"role": "chatbot", "content": "hi"}]),
        400,
        (
            "invalid request: invalid role in messages at index 0. Role must be one of: "
            "system, user, "
            "assistant, tool"
        ),
    ),
    (
        asked([user("hi"), {"role": "system", "content": "x"}, user("hi")]),
        400,
        "system turn must be the first in the list",
    ),
    # tools
    (asked(with_call(content="I will look."), tools=[TIDE]), 400, f"{TOOL_TEXT}'"),
    (
        asked(with_call(content=[{"type": "text", "text": "I will look."}]), tools=[TIDE]),
        400,
        f"{TOOL_TEXT}[0]'",
    ),
    (
        asked([*called("{}"), result("06:12", 7)], tools=[TIDE]),
        400,
        "tool call id not found in previous tool calls",
    ),
    (
        asked([*called("{}"), {"role": "tool", "content": "06:12"}], tools=[TIDE]),
        400,
        "tool call id must be provided with tool message",
    ),
    (asked([*called("{}"), result("")], tools=[TIDE]), 400, "message must not be empty in a turn"),
    (
        asked(with_call(tool_calls=called("")[1]["tool_calls"] * 2), tools=[TIDE]),
        400,
        "cannot have duplicate tool ids",
    ),
    (
        asked(with_call(tool_calls=[{"id": "call-0", "function": {"name": "x"}}]), tools=[TIDE]),
        400,
        "tool call must be of type function",
    ),
    (
        asked([*called("{}"), result("06:12")]),
        400,
        "invalid request: tools must be specified when the messages contain tool calls.",
    ),
    (
        asked("hi", tool_choice="REQUIRED"),
        400,
        "invalid request: tool_choice can only be specified together with tools.",
    ),
    (
        asked("hi", tools=[{"type": "function", "function": {"name": "2day", "parameters": {}}}]),
        400,
        (
            "invalid request: tool names can only contain certain characters (A-Za-z0-9_) "
            "and can't "
            "begin with a digit (provided name: '2day')."
        ),
    ),
    (
        asked("hi", tools=[TIDE, CLOCK], strict_tools=True),
        400,
        "invalid request: strict_tools needs at least one required parameter (tool 'now').",
    ),
    # documents and formats
    (
        asked("hi", documents=["x"], response_format=JSON),
        400,
        "invalid request: response_format is not supported with RAG.",
    ),
    (
        asked("hi", tools=[TIDE], response_format=JSON),
        400,
        "invalid request: response_format is not supported with tools.",
    ),
    (
        asked("hi", documents=["x", {"data": {}}]),
        400,
        "invalid request: document at index 1 cannot be empty",
    ),
    (asked("hi", documents=[""]), 400, "invalid request: document at index 0 cannot be empty"),
    (
        asked("hi", documents=[MILL, MILL]),
        400,
        "invalid request: duplicate document ID doc-0 at index 1 and 0",
    ),
    (asked("hi", response_format={**JSON, "json_schema": "x"}), 400, "schema must be an object"),
    (asked("hi", **schema(type="array")), 400, "schema must be an object"),
    (
        asked("hi", **schema(type="object", properties={}, required=["name"])),
        400,
        "required field name not found in properties",
    ),
    (
        asked("hi", **schema(type="object", properties={"title": {}})),
        400,
        "property title must have a type",
    ),
    (
        asked("hi", tools=[{**TIDE, "function": {"name": "x", "parameters": {"properties": 3}}}]),
        400,
        (
            "invalid request: 'properties' of tools[0].function.parameters is not valid "
            "in a JSON schema."
        ),
    ),
    (
        asked("hi", **schema(type="object", properties={"a": {"type": "array", "items": [1]}})),
        400,
        "invalid request: 'items' of json_schema.a is not valid in a JSON schema.",
    ),
    (
        asked("hi", **schema(type="object", properties={"a": {"anyOf": [1]}})),
        400,
        "invalid request: json_schema.a is not a valid JSON schema.",
    ),
    # pictures
    (
        asked([{"role": "user", "content": [PICTURE]}]),
        400,
        "invalid request: images are not supported by the provided model: command-a-03-2025.",
    ),
    (
        asked([{"role": "user", "content": [PICTURE] * 21}], model="command-a-vision-07-2025"),
        400,
        "invalid request: total number of images must be at most 20.",
    ),
]


@pytest.mark.parametrize("number", range(len(CASES)))
async def test_it_is_refused_in_these_words(caller: httpx.AsyncClient, number: int) -> None:
    body, status, message = CASES[number]
    assert await refusal(caller, body) == (status, message)
    assert await refusal(caller, {**body, "stream": body.get("stream", True)}) == (status, message)


@pytest.mark.parametrize(
    "body", ["", "{", '{"model": "x"', "[]", "3", '"x"', "null", "[" * 100_000]
)
async def test_what_is_not_a_json_object_is_refused(caller: httpx.AsyncClient, body: str) -> None:
    response = await caller.post("/v2/chat", content=body)
    assert response.status_code == 400
    assert response.json()["message"].startswith("invalid json syntax: ")


async def test_nulls_count_as_absent(caller: httpx.AsyncClient) -> None:
    fields = dict.fromkeys(
        ("temperature", "tools", "documents", "thinking", "response_format", "seed")
    )
    response = await caller.post("/v2/chat", json=asked("hi", **fields))
    assert response.status_code == 200


async def test_a_prompt_longer_than_the_window_is_refused(caller: httpx.AsyncClient) -> None:
    body = asked("tide " * 8_100, model="tiny-aya-global")
    response = await caller.post("/v2/chat", json=body)
    assert response.status_code == 400
    assert response.json()["error_type"] == "TOO_MANY_TOKENS"
    assert response.json()["message"].startswith(
        "too many tokens: size limit exceeded by 101 tokens."
    )


async def test_a_refusal_has_an_id_and_a_trace(caller: httpx.AsyncClient) -> None:
    first = await caller.post("/v2/chat", json={})
    second = await caller.post("/v2/chat", json={})
    assert first.json()["id"] != second.json()["id"]
    assert first.headers["x-debug-trace-id"] != second.headers["x-debug-trace-id"]


@pytest.mark.parametrize(
    "fields",
    [
        {"citation_options": {"mode": mode}}
        for mode in ("ENABLED", "disabled", "Fast", "ACCURATE", "off")
    ]
    + [
        {"documents": ["text", {"data": "text"}, {"id": "x", "data": {"any": "text"}}]},
        {"response_format": {"type": "text"}, "documents": ["text"]},
        {"response_format": {**JSON, "schema": {"type": "object", "properties": {}}}},
        {"thinking": {"token_budget": 5}, "model": REASONING},
        {"tools": [TIDE], "strict_tools": True, "tool_choice": "NONE"},
        {"temperature": 1, "p": 0.5, "k": 0, "priority": 999, "seed": 0, "safety_mode": "OFF"},
        {"max_tokens": 8000, "stop_sequences": list("abcde")},
    ],
)
async def test_all_that_is_legal_passes(caller: httpx.AsyncClient, fields: dict[str, Any]) -> None:
    response = await caller.post("/v2/chat", json=asked("hi", **fields))
    assert response.status_code == 200, response.text


async def test_turns_of_every_role_pass(caller: httpx.AsyncClient) -> None:
    thought = {"type": "thinking", "thinking": "The tide tool fits."}
    messages = [
        {"role": "system", "content": [{"type": "text", "text": "Be brief."}]},
        user("hi"),
        {"role": "assistant", "content": [thought, {"type": "text", "text": "Hello."}]},
        *called("{}"),
        result([{"type": "text", "text": "06:12"}]),
        {"role": "assistant", "content": "At 06:12.", "citations": []},
        user("And now?"),
    ]
    messages[4] |= {"content": [thought]}
    response = await caller.post("/v2/chat", json=asked(messages, tools=[TIDE]))
    assert response.status_code == 200, response.text
