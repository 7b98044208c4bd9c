"""POST /v1/chat: both forms on the wire, and what is computed from the request."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from hypothesis import given, settings

from cohere_tui.sandbox.answers.compose import compose
from cohere_tui.sandbox.catalogue import model_named
from cohere_tui.sandbox.chat.events_v1 import Answered, body, events
from cohere_tui.sandbox.chat.fields_v1 import REQUEST, within
from cohere_tui.sandbox.chat.reading_v1 import check, read
from cohere_tui.sandbox.server import Sandbox
from cohere_tui.sandbox.wire import RefusedError
from tests.sandbox.chat.asking_v1 import (
    CALL,
    GRAMMAR,
    KINDS,
    LOG,
    MILL,
    PAST,
    RESULT,
    TIDE,
    WEB,
    anonymous,
    answer,
    assembled,
    lines,
    refusal,
    streamed,
)
from tests.sandbox.damage import damaged

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("kind", KINDS)
async def test_a_stream_amounts_to_the_plain_answer(caller: httpx.AsyncClient, kind: str) -> None:
    plain = await answer(caller, KINDS[kind])
    told = await streamed(caller, KINDS[kind])
    assert re.fullmatch(GRAMMAR, "".join(f"{event['event_type']} " for event in told))
    end = told[-1]
    assert anonymous(end["response"]) == anonymous(plain)
    assert end["finish_reason"] == plain["finish_reason"]
    assert end["response"]["generation_id"] == told[0]["generation_id"]
    parts = {name: plain[name] for name in assembled(told) if name in plain}
    assert anonymous(assembled(told)) == anonymous(parts)


@pytest.mark.parametrize("kind", KINDS)
async def test_the_same_request_gets_the_same_answer(caller: httpx.AsyncClient, kind: str) -> None:
    first, second = await answer(caller, KINDS[kind]), await answer(caller, KINDS[kind])
    assert first["response_id"] != second["response_id"]
    assert anonymous(first) == anonymous(second)


async def test_it_says_the_same_as_v2(caller: httpx.AsyncClient) -> None:
    one = await answer(caller, {"message": "Explain tide mills", "seed": 3})
    messages = [{"role": "user", "content": "Explain tide mills"}]
    body = {"model": "command-a-03-2025", "messages": messages, "seed": 3}
    two = (await caller.post("/v2/chat", json=body)).json()
    assert one["text"] == two["message"]["content"][0]["text"]
    assert one["meta"]["billed_units"] == two["usage"]["billed_units"]


async def test_server_sent_events_for_who_asks_for_them(caller: httpx.AsyncClient) -> None:
    response = await caller.post(
        "/v1/chat",
        json={"message": "/echo one", "stream": True},
        headers={"Accepts": "text/event-stream"},
    )
    assert response.headers["content-type"] == "text/event-stream"
    *frames, end = response.text.split("\n\n")
    assert end == ""
    names, data = zip(*(frame.split("\n") for frame in frames), strict=True)
    told = [json.loads(line.removeprefix("data: ")) for line in data]
    assert [f"event: {event['event_type']}" for event in told] == list(names)
    assert told[-1]["response"]["text"] == "one"


async def test_lists_that_are_empty_are_left_out(caller: httpx.AsyncClient) -> None:
    assert set(await answer(caller, KINDS["text"])) == {
        "response_id", "text", "generation_id", "chat_history", "finish_reason", "meta",
    }  # fmt: skip


async def test_unknown_fields_are_accepted_with_a_warning(caller: httpx.AsyncClient) -> None:
    for stream in (False, True):
        body = {"message": "hi", "return_prompt": True, "stream": stream}
        response = await caller.post("/v1/chat", json=body)
        assert response.status_code == 200
        assert "return_prompt" in response.headers["x-api-warning"]
    history = [{"role": "USER", "message": "a", "user_name": "b"}]
    await answer(caller, {"message": "hi", "chat_history": history})


async def test_the_history_grows_by_what_was_said(caller: httpx.AsyncClient) -> None:
    found = await answer(caller, KINDS["history"])
    roles = [one["role"] for one in found["chat_history"]]
    assert roles == ["SYSTEM", "USER", "CHATBOT", "USER", "CHATBOT"]
    assert found["chat_history"][-1]["message"] == found["text"]
    assert "“Be brief.”" in found["text"]


# Documents


async def test_documents_are_quoted_with_their_ids(caller: httpx.AsyncClient) -> None:
    found = await answer(caller, KINDS["documents"])
    assert [document["id"] for document in found["documents"]] == ["d-0", "doc_1"]
    for citation in found["citations"]:
        cited = found["text"][citation["start"] : citation["end"]]
        assert cited == citation["text"]
        (name,) = citation["document_ids"]
        (document,) = [one for one in found["documents"] if one["id"] == name]
        assert cited in document["text"]
    assert {one["document_ids"][0] for one in found["citations"]} == {"d-0", "doc_1"}


async def test_citations_come_fast_or_at_the_end_or_not(caller: httpx.AsyncClient) -> None:
    def order(told: list[dict[str, Any]]) -> str:
        return re.sub(r"t+", "t", "".join(event["event_type"][0] for event in told))

    assert order(await streamed(caller, KINDS["documents"])).endswith("tccs")
    assert "ctct" in order(await streamed(caller, KINDS["documents fast"]))
    assert "c" not in order(await streamed(caller, KINDS["documents off"]))
    assert "citations" not in await answer(caller, KINDS["documents off"])


async def test_keys_can_be_hidden_from_the_model(caller: httpx.AsyncClient) -> None:
    hiding = {**MILL, "_excludes": ["text"]}
    found = await answer(caller, {"message": "When did the mill open?", "documents": [hiding, LOG]})
    assert "1801" not in found["text"]
    assert found["documents"][0] == MILL


# Tools


async def test_calls_are_objects_and_the_text_is_the_plan(caller: httpx.AsyncClient) -> None:
    found = await answer(caller, KINDS["tools"])
    assert found["tool_calls"] == [CALL, {"name": "get_tide", "parameters": {"harbour": "Youghal"}}]
    assert found["text"].startswith("I will call get_tide")
    assert found["finish_reason"] == "COMPLETE"
    assert found["chat_history"][-1]["tool_calls"] == found["tool_calls"]
    bare = await answer(caller, KINDS["tool without arguments"])
    assert bare["tool_calls"] == [{"name": "now", "parameters": {}}]


async def test_pieces_of_arguments_join_to_the_call(caller: httpx.AsyncClient) -> None:
    told = await streamed(caller, KINDS["tools"])
    deltas = [event["tool_call_delta"] for event in told if "tool_call_delta" in event]
    names = [(delta["index"], delta["name"]) for delta in deltas if "name" in delta]
    assert names == [(0, "get_tide"), (1, "get_tide")]
    for index, call in enumerate(told[-1]["response"]["tool_calls"]):
        pieces = [delta.get("parameters", "") for delta in deltas if delta["index"] == index]
        assert json.loads("".join(pieces)) == call["parameters"]


@pytest.mark.parametrize(
    ("type_", "message", "value"),
    [
        ("str", "f of 'x'", "x"),
        ("int", "f of 3", 3),
        ("float", "f of 3.5", 3.5),
        ("bool", "f", True),
        ("List[int]", "f of 3", [3, 1]),
        ("list", "f of 'x'", ["x", "f"]),
        ("dict", "f", {}),
        ("Whatever", "f of 'x'", "x"),
    ],
)
async def test_python_types_are_understood(
    caller: httpx.AsyncClient, type_: str, message: str, value: Any
) -> None:
    definitions = {"a": {"type": type_, "required": True}}
    tool = {"name": "f", "description": "f", "parameter_definitions": definitions}
    found = await answer(caller, {"message": message, "tools": [tool]})
    assert found["tool_calls"][0] == {"name": "f", "parameters": {"a": value}}


@pytest.mark.parametrize("kind", ["tool results", "single step"])
async def test_results_are_answered_from_and_cited(caller: httpx.AsyncClient, kind: str) -> None:
    found = await answer(caller, KINDS[kind])
    assert "06:12" in found["text"]
    assert "`get_tide(Cobh)`" in found["text"]
    names = [document["id"] for document in found["documents"]]
    assert [document["tool_name"] for document in found["documents"]] == ["get_tide"] * 2
    assert [one["document_ids"] for one in found["citations"]] == [[name] for name in names]
    roles = [one["role"] for one in found["chat_history"]]
    assert roles == ["USER", "CHATBOT", "TOOL", "CHATBOT"]


# Limits


async def test_the_reasons_for_ending(caller: httpx.AsyncClient) -> None:
    short = await answer(caller, KINDS["max tokens"])
    assert short["finish_reason"] == "MAX_TOKENS"
    assert short["meta"]["billed_units"]["output_tokens"] == 7
    stopped = await answer(caller, KINDS["stop"])
    assert (stopped["finish_reason"], stopped["text"]) == ("STOP_SEQUENCE", "one ")


async def test_json_fits_its_schema(caller: httpx.AsyncClient) -> None:
    assert set(json.loads((await answer(caller, KINDS["json"]))["text"])) == {"name"}


async def test_what_is_too_long_is_truncated_if_wanted(caller: httpx.AsyncClient) -> None:
    past = [{"role": "USER", "message": f"word {number} " * 50} for number in range(4)]
    body = {
        "message": "When did the mill open?",
        "chat_history": past,
        "documents": [MILL, {"text": "more " * 300}],
        "max_input_tokens": 250,
    }
    status, message = await refusal(caller, body)
    assert status == 400
    assert message.startswith("too many tokens: size limit exceeded")
    found = await answer(caller, {**body, "prompt_truncation": "AUTO"})
    assert [document["id"] for document in found["documents"]] == ["d-0"]
    assert found["meta"]["billed_units"]["input_tokens"] <= 250
    assert "1801" in found["text"]
    assert len(found["chat_history"]) == 6


# Conversations that the server keeps


async def test_a_conversation_is_kept_under_its_id(caller: httpx.AsyncClient) -> None:
    first = await answer(caller, {"message": "Tell me about Cobh", "conversation_id": "c-1"})
    assert len(first["chat_history"]) == 2
    told = await streamed(caller, {"message": "And tides?", "conversation_id": "c-1"})
    history = told[-1]["response"]["chat_history"]
    assert history[:2] == first["chat_history"]
    assert "Before that you asked about *cobh*" in told[-1]["response"]["text"]
    third = await answer(caller, {"message": "hi", "conversation_id": "c-1"})
    assert third["chat_history"][:4] == history
    other = await answer(caller, {"message": "hi", "conversation_id": "c-2"})
    assert len(other["chat_history"]) == 2


async def test_queries_alone_are_not_part_of_a_conversation(caller: httpx.AsyncClient) -> None:
    body = {"message": "Carew?", "conversation_id": "c-1"}
    await answer(caller, {**body, "search_queries_only": True})
    assert len((await answer(caller, body))["chat_history"]) == 2


async def test_kept_conversations_outlive_the_sandbox(tmp_path: Path) -> None:
    for expected in (2, 4):
        async with Sandbox(state=tmp_path) as sandbox:
            headers = {"authorization": "Bearer a-key"}
            async with httpx.AsyncClient(
                base_url=sandbox.url, headers=headers, trust_env=False
            ) as caller:
                found = await answer(caller, {"message": "hi", "conversation_id": "c-1"})
                assert len(found["chat_history"]) == expected


# Refusals


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({}, 400, "message must be at least 1 token long"),
        ({"message": ""}, 400, "message must be at least 1 token long"),
        ({"message": 5}, 422, "should be of type string"),
        (
            {"message": "a", "model": "command-a-reasoning-08-2025"},
            400,
            "not supported with '/v1/chat', please use '/v2/chat' instead",
        ),
        ({"message": "a", "model": "command-a-plus-05-2026"}, 400, "'/v2/chat'"),
        ({"message": "a", "model": "command"}, 404, "was removed"),
        ({"message": "a", "model": "embed-v4.0"}, 400, "'/v1/chat'"),
        ({"message": "a", "temperature": 1.5}, 400, "between 0 and 1.0"),
        ({"message": "a", "safety_mode": "OFF"}, 422, "NONE"),
        ({"message": "a", "citation_quality": "good"}, 422, "citation_quality"),
        ({"message": "a", "prompt_truncation": "on"}, 422, "AUTO"),
        ({"message": "a", "max_input_tokens": 0}, 400, "at least 1"),
        ({"message": "a", "chat_history": [{"role": "BOT", "message": "b"}]}, 422, "CHATBOT"),
        ({"message": "a", "chat_history": [{"role": "USER"}]}, 400, "must have a message"),
        (
            {"message": "a", "chat_history": PAST[:1], "conversation_id": "c"},
            400,
            "both conversation_id and chat_history",
        ),
        ({"message": "a", "chat_history": PAST}, 400, "tools must be specified"),
        ({"message": "", "tool_results": [RESULT]}, 400, "tools must be specified"),
        ({"message": "a", "tools": [TIDE], "tool_results": [{}]}, 400, "must have the call"),
        (
            {"message": "", "tools": [TIDE], "tool_results": [RESULT], "force_single_step": True},
            400,
            "force_single_step",
        ),
        ({"message": "a", "tools": [TIDE], "connectors": [WEB]}, 400, "together with tools"),
        ({"message": "a", "tools": [{"name": "1"}]}, 400, "tool names"),
        ({"message": "a", "connectors": [{"id": "nobody"}]}, 404, "connector with id nobody"),
        ({"message": "a", "connectors": [{}]}, 400, "must have an id"),
        ({"message": "a", "documents": [{}]}, 400, "cannot be empty"),
        ({"message": "a", "documents": [MILL, MILL]}, 400, "duplicate document ID d-0"),
        (
            {"message": "a", "documents": [MILL], "response_format": {"type": "json_object"}},
            400,
            "RAG",
        ),
        ({"message": "a", "stop_sequences": ["x"] * 6}, 400, "at most 5"),
    ],
)
async def test_it_is_refused_in_these_words(
    caller: httpx.AsyncClient, body: dict[str, Any], status: int, words: str
) -> None:
    found, message = await refusal(caller, body)
    assert (found, words in message) == (status, True), message


@settings(max_examples=200)
@given(damaged(KINDS))
def test_any_request_is_answered_or_refused(request: dict[str, Any]) -> None:
    try:
        given_ = within(request, REQUEST, "")
        asked = read(given_, model_named, lambda _: ())
        check(asked)
    except RefusedError:
        return
    answered = Answered(asked, compose(asked.ask), "id")
    whole = body(answered)
    assert json.loads(json.dumps(whole)) == whole
    text = "\n".join(json.dumps({"event_type": e.type, **e.payload}) for e in events(answered))
    assert lines(f"{text}\n")[-1]["response"] == whole
