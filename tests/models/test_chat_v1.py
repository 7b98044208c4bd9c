"""The older chat: what is sent within its bounds, and every answer read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from cohere_tui.errors import RequestInvalid
from cohere_tui.models.chat_v1 import ChatRequestV1, ChatResponseV1, SentCall
from tests.conftest import FIXTURES
from tests.openapi import faults, needs_description

if TYPE_CHECKING:
    from pathlib import Path

RESPONSES = sorted((FIXTURES / "responses").glob("v1_chat.*.json"))
BODY = "paths/~1v1~1chat/post/requestBody/content/application~1json/schema"

CALL = {"name": "get_tide", "parameters": {"harbour": "Cobh"}}
TOOL = {
    "name": "get_tide",
    "description": "High water",
    "parameter_definitions": {"harbour": {"type": "str", "required": True, "description": "x"}},
}
RESULT = {"call": CALL, "outputs": [{"high": "06:12"}]}
HISTORY = [
    {"role": "SYSTEM", "message": "Be brief."},
    {"role": "USER", "message": "Cobh?"},
    {"role": "CHATBOT", "tool_calls": [CALL]},
    {"role": "TOOL", "tool_results": [RESULT]},
    {"role": "CHATBOT", "message": "06:12."},
]
FIELDS: dict[str, Any] = {
    "model": "command-r-08-2024",
    "stream": True,
    "preamble": "Be brief.",
    "conversation_id": "c-1",
    "prompt_truncation": "AUTO",
    "connectors": [{"id": "web-search", "continue_on_failure": True, "options": {"site": "x"}}],
    "search_queries_only": True,
    "documents": [{"id": "d", "title": "Carew", "snippet": "1801"}],
    "citation_quality": "FAST",
    "temperature": 0.5,
    "max_tokens": 5,
    "max_input_tokens": 500,
    "k": 500,
    "p": 0.99,
    "seed": 2**64 - 1,
    "stop_sequences": ["a", "b", "c", "d", "e"],
    "frequency_penalty": 1,
    "presence_penalty": 0,
    "raw_prompting": False,
    "tools": [TOOL],
    "force_single_step": True,
    "safety_mode": "NONE",
    "response_format": {"type": "json_object", "schema": {"type": "object"}},
}
GROUPS: dict[str, dict[str, Any]] = {
    "history": {"tools": [TOOL], "chat_history": HISTORY},
    "results": {"message": "", "tools": [TOOL], "tool_results": [RESULT]},
    "no parameters": {"tools": [{"name": "now", "description": "The time"}]},
}


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_is_sent_as_it_is(name: str) -> None:
    body = {"message": "a", name: FIELDS[name]}
    assert ChatRequestV1.of(body).to_wire() == body


@pytest.mark.parametrize("name", GROUPS)
def test_fields_that_belong_together_are_sent_as_they_are(name: str) -> None:
    body = {"message": "a", **GROUPS[name]}
    assert ChatRequestV1.of(body).to_wire() == body


@pytest.mark.parametrize("parameters", [{}, {"parameters": None}])
def test_a_call_without_parameters_goes_back_with_none(parameters: dict[str, None]) -> None:
    call = SentCall.of({"name": "list_harbours", **parameters})
    assert call.to_wire() == {"name": "list_harbours", "parameters": {}}


def test_roles_and_words_are_taken_in_any_case() -> None:
    history = [{"role": "System", "message": "x"}, {"role": "user", "message": "y"}]
    sent = ChatRequestV1.of(
        {"message": "a", "chat_history": history, "citation_quality": "fast", "safety_mode": "none"}
    ).to_wire()
    assert [one["role"] for one in sent["chat_history"]] == ["SYSTEM", "USER"]
    assert (sent["citation_quality"], sent["safety_mode"]) == ("FAST", "NONE")


def test_keys_of_a_document_can_be_hidden_from_the_model() -> None:
    documents = [{"text": "1801", "url": "https://a", "_excludes": ["url"]}]
    sent = ChatRequestV1.of({"message": "a", "documents": documents}).to_wire()
    assert sent["documents"] == documents


@pytest.mark.parametrize(
    ("body", "field", "words"),
    [
        ({}, "message", "cannot be left out"),
        ({"message": ""}, "message", "only tool_results"),
        ({"message": 5}, "message", "a text"),
        ({"message": "a", "messages": []}, "messages", "is not a field"),
        ({"message": "a", "temperature": 1.1}, "temperature", "from 0 to 1"),
        ({"message": "a", "p": 0}, "p", "0.01 to 0.99"),
        ({"message": "a", "k": 501}, "k", "from 0 to 500"),
        ({"message": "a", "seed": -1}, "seed", "from 0"),
        ({"message": "a", "max_tokens": 0}, "max_tokens", "from 1"),
        ({"message": "a", "max_input_tokens": 0}, "max_input_tokens", "from 1"),
        ({"message": "a", "stop_sequences": ["x"] * 6}, "stop_sequences", "at most 5"),
        ({"message": "a", "safety_mode": "OFF"}, "safety_mode", "NONE"),
        ({"message": "a", "prompt_truncation": "ON"}, "prompt_truncation", "AUTO"),
        ({"message": "a", "connectors": [{"id": ""}]}, "connectors.0.id", "not empty"),
        ({"message": "a", "documents": [{"text": ["x"]}]}, "documents.0.text", "has to be a text"),
        ({"message": "a", "documents": [{"text": 5}]}, "documents.0.text", "a text"),
        (
            {"message": "a", "chat_history": [{"role": "BOT", "message": "x"}]},
            "chat_history.0",
            "CHATBOT",
        ),
        (
            {"message": "a", "chat_history": [{"role": "USER"}]},
            "chat_history.0.message",
            "is missing",
        ),
        (
            {"message": "a", "chat_history": HISTORY[:1], "conversation_id": "c"},
            "chat_history",
            "together with conversation_id",
        ),
        ({"message": "a", "chat_history": HISTORY}, "tools", "sent again"),
        ({"message": "", "tool_results": [RESULT]}, "tools", "sent again"),
        (
            {"message": "a", "tools": [{"name": "f", "description": "", "parameters": {}}]},
            "tools.0.parameters",
            "is not a field",
        ),
        (
            {"message": "a", "response_format": {"type": "text", "schema": {}}},
            "response_format",
            "json_object",
        ),
        (
            {"message": "a", "tools": [TOOL], "response_format": {"type": "json_object"}},
            "response_format",
            "together with tools",
        ),
    ],
)
def test_what_cannot_be_sent_is_refused_with_field_and_reason(
    body: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(RequestInvalid) as refusal:
        ChatRequestV1.of(body)
    assert refusal.value.field == field
    assert words in str(refusal.value)


@needs_description
@pytest.mark.parametrize("name", [*FIELDS, *GROUPS])
def test_what_is_sent_is_as_described(name: str) -> None:
    more = GROUPS.get(name) or {name: FIELDS[name]}
    assert faults(BODY, ChatRequestV1.of({"message": "a", **more}).to_wire()) == []


@needs_description
def test_the_judge_is_awake() -> None:
    assert faults(BODY, {"message": "a", "temperature": 5, "safety_mode": "OFF"})


# Answers


@pytest.mark.parametrize("path", RESPONSES, ids=lambda path: path.stem)
def test_every_fixture_is_read_whole(path: Path) -> None:
    body = json.loads(path.read_bytes())
    answer = ChatResponseV1.read(path.read_bytes())
    assert answer.text == body.get("text", "")
    assert answer.response_id == body["response_id"]
    assert answer.generation_id == body["generation_id"]
    assert answer.finish_reason == body["finish_reason"] == "COMPLETE"
    assert [one.model_dump(exclude={"type"}) for one in answer.citations] == [
        {**one, "document_ids": tuple(one["document_ids"])} for one in body.get("citations", ())
    ]
    assert list(answer.documents) == body.get("documents", [])
    assert [one.model_dump() for one in answer.search_queries] == body.get("search_queries", [])
    assert [one.model_dump() for one in answer.tool_calls] == body.get("tool_calls", [])
    assert list(answer.chat_history) == body.get("chat_history", [])
    assert answer.is_search_required is body.get("is_search_required")
    assert answer.meta.billed.output_tokens == 14
    assert (answer.meta.input_tokens, answer.meta.output_tokens) == (77, 15)
    assert answer.meta.version == "1"


def test_there_are_fixtures() -> None:
    assert len(RESPONSES) == 4


def test_search_results_say_what_failed() -> None:
    (result,) = ChatResponseV1.model_validate(
        {
            "search_results": {
                "search_query": {"text": "q", "generation_id": "g"},
                "connector": {"id": "wiki"},
                "document_ids": ["a", 5],
                "error_message": "connector answered 500",
                "continue_on_failure": True,
            }
        }
    ).search_results
    assert (result.query, result.connector, result.document_ids) == ("q", "wiki", ("a",))
    assert (result.error_message, result.continue_on_failure) == ("connector answered 500", True)
