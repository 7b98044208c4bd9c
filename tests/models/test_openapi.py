"""The published description of the API judges what is sent; it is not ours to ship."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohere_tui.models.chat import ChatRequest
from tests.models.test_chat_request import ALLOWED, FIELDS, REQUESTS, TOOL, request
from tests.openapi import faults, needs_description

pytestmark = needs_description

BODY = "paths/~1v2~1chat/post/requestBody/content/application~1json/schema"


def sent_faults(body: dict[str, Any]) -> list[str]:
    return faults(BODY, ChatRequest.of(body).to_wire())


BODIES: dict[str, dict[str, Any]] = {
    **{path.stem: json.loads(path.read_bytes()) for path in REQUESTS},
    **{f"allowed {number}": request(**fields) for number, fields in enumerate(ALLOWED)},
    **{
        name: request(**{"tools": [TOOL], name: value} if name == "strict_tools" else {name: value})
        for name, value in FIELDS.items()
        if name != "documents"
    },
    "documents": request(documents=["a", {"id": "b", "data": {"text": "c"}}]),
}


@pytest.mark.parametrize("name", BODIES)
def test_what_is_sent_is_as_described(name: str) -> None:
    assert sent_faults({"stream": False, **BODIES[name]}) == []


@pytest.mark.parametrize("parameters", [{}, {"parameters": None}])
def test_a_tool_that_takes_nothing_has_a_schema_too(parameters: dict[str, None]) -> None:
    tool = {"type": "function", "function": {"name": "list_harbours", **parameters}}
    body = ChatRequest.of(request(tools=[tool])).to_wire()
    assert faults(BODY, {"stream": False, **body}) == []
    assert body["tools"][0]["function"]["parameters"] == {"type": "object", "properties": {}}


def test_the_judge_is_awake() -> None:
    wrong = request(temperature=5, safety_mode="MILD", messages=[{"role": "user"}])
    places = {fault.partition(":")[0] for fault in faults(BODY, wrong)}
    assert {"$.temperature", "$.safety_mode", "$.messages[0]"} <= places


NUMBERS = st.fixed_dictionaries(
    {},
    optional={
        "temperature": st.floats(0, 1),
        "frequency_penalty": st.floats(0, 1),
        "presence_penalty": st.floats(0, 1),
        "p": st.floats(0.01, 0.99),
        "k": st.integers(0, 500),
        "seed": st.integers(0, 2**64 - 1),
        "max_tokens": st.integers(1, 10**6),
        "priority": st.integers(0, 999),
        "stop_sequences": st.lists(st.text(max_size=3), max_size=5),
    },
)


@settings(max_examples=40)
@given(fields=NUMBERS)
def test_all_numbers_in_our_bounds_are_in_theirs(fields: dict[str, Any]) -> None:
    assert sent_faults(request(stream=True, **fields)) == []
