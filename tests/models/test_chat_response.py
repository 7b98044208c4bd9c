"""The answer of v2 chat in one piece."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.models.chat import ChatResponse
from tests.conftest import FIXTURES
from tests.models.test_chat_events import JSON_VALUES

if TYPE_CHECKING:
    from pathlib import Path

RESPONSES = sorted((FIXTURES / "responses").glob("v2_chat.*.json"))


@pytest.mark.parametrize("path", RESPONSES, ids=lambda path: path.stem)
def test_every_fixture_is_read_whole(path: Path) -> None:
    body = json.loads(path.read_bytes())
    answer = ChatResponse.read(path.read_bytes())
    message = body["message"]
    assert answer.id == body["id"]
    assert answer.finish_reason == body["finish_reason"]
    assert [part.text or part.thinking for part in answer.content] == [
        part.get("text") or part.get("thinking") for part in message.get("content", ())
    ]
    assert answer.tool_plan == message.get("tool_plan", "")
    assert [call.arguments for call in answer.tool_calls] == [
        call["function"]["arguments"] or "" for call in message.get("tool_calls", ())
    ]
    assert len(answer.citations) == len(message.get("citations", ()))
    assert answer.usage is not None
    assert answer.usage.billed_output == body["usage"]["billed_units"]["output_tokens"]
    assert len(answer.logprobs) == len(body.get("logprobs", ()))


def test_there_are_fixtures() -> None:
    assert len(RESPONSES) >= 13


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        ("plain", [("text", "plain")]),
        ([{"type": "text", "text": "a"}], [("text", "a")]),
        ({"type": "text", "text": "a"}, [("text", "a")]),
        ([{"type": "sound", "data": "x"}], [("sound", "")]),
        ([{"text": "a"}], [("", "a")]),
        ([None, "x", {"type": None, "text": None}], [("", "")]),
        (None, []),
        (5, []),
    ],
)
def test_content_of_any_shape(content: object, parts: list[tuple[str, str]]) -> None:
    answer = ChatResponse.model_validate({"message": {"content": content}})
    assert [(part.type, part.text) for part in answer.content] == parts


@pytest.mark.parametrize("body", [{}, {"message": None}, {"message": []}, {"usage": 5, "id": None}])
def test_nothing_is_needed(body: object) -> None:
    assert ChatResponse.model_validate(body).content == ()


def test_unknown_keys_are_kept() -> None:
    assert ChatResponse.model_validate({"new": 1}).model_extra == {"new": 1}


@pytest.mark.parametrize(
    "data",
    [
        '{"message":{"content":"a\\ud83d"}}',
        '{"message":{"content":"a\ud83d"}}',
        b'{"message":{"content":"a\xff"}}',
    ],
)
def test_half_a_character_is_replaced_and_the_rest_kept(data: str | bytes) -> None:
    (part,) = ChatResponse.read(data).content
    assert part.text == "a\ufffd"


@pytest.mark.parametrize("data", ["", "<html>", "[]", "5", "null", '{"id":', b"\xff"])
def test_what_is_no_object_is_refused(data: str | bytes) -> None:
    with pytest.raises(ValueError, match="ChatResponse"):
        ChatResponse.read(data)


KEYS = ["id", "message", "usage", "finish_reason", "logprobs", "error", "error_type"]
MESSAGE_KEYS = ["content", "tool_plan", "tool_calls", "citations"]


@given(
    st.dictionaries(st.sampled_from(KEYS), JSON_VALUES),
    st.dictionaries(st.sampled_from(MESSAGE_KEYS), JSON_VALUES),
)
def test_any_object_is_an_answer(body: dict[str, object], message: dict[str, object]) -> None:
    answer = ChatResponse.read(json.dumps({**body, "message": message}))
    assert isinstance(answer.id, str)
