"""Generate: what is sent within its bounds, every answer and every event read."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohere_tui.errors import RequestInvalid
from cohere_tui.models.events import UnknownEvent
from cohere_tui.models.generate import (
    GenerateEnd,
    GenerateError,
    GenerateRequest,
    GenerateResponse,
    GenerateText,
    KnownGenerateEvent,
    read_generate_event,
)
from tests.conftest import FIXTURES
from tests.models.junk import names_in, objects
from tests.models.streams import data_of
from tests.openapi import faults, needs_description

STREAMS = sorted((FIXTURES / "streams").glob("v1_generate.*"))
KINDS = get_args(get_args(KnownGenerateEvent)[0])
KNOWN = {get_args(kind.model_fields["type"].annotation)[0] for kind in KINDS}
NAMES = set().union(*(names_in(kind) for kind in KINDS))
BODY = "paths/~1v1~1generate/post/requestBody/content/application~1json/schema"

FIELDS: dict[str, Any] = {
    "model": "command",
    "num_generations": 5,
    "stream": True,
    "max_tokens": 1,
    "truncate": "START",
    "temperature": 5.0,
    "seed": 0,
    "preset": "mine",
    "end_sequences": ["a"] * 9,
    "stop_sequences": ["\n"],
    "k": 0,
    "p": 0.01,
    "frequency_penalty": 1.0,
    "presence_penalty": 0.0,
    "return_likelihoods": "ALL",
    "raw_prompting": True,
}


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_is_sent_as_it_is(name: str) -> None:
    body = {"prompt": "Tide mills", name: FIELDS[name]}
    assert GenerateRequest.of(body).to_wire() == body


@pytest.mark.parametrize(
    ("body", "field", "words"),
    [
        ({}, "prompt", "cannot be left out"),
        ({"prompt": ""}, "prompt", "not empty"),
        ({"prompt": "a", "num_generations": 6}, "num_generations", "from 1 to 5"),
        ({"prompt": "a", "num_generations": 0}, "num_generations", "from 1 to 5"),
        ({"prompt": "a", "temperature": 5.1}, "temperature", "from 0 to 5"),
        ({"prompt": "a", "truncate": "MIDDLE"}, "truncate", "START"),
        ({"prompt": "a", "k": 501}, "k", "from 0 to 500"),
        ({"prompt": "a", "message": "b"}, "message", "is not a field"),
        (
            {"prompt": "a", "stream": True, "return_likelihoods": "ALL"},
            "return_likelihoods",
            "together with stream",
        ),
    ],
)
def test_what_cannot_be_sent_is_refused_with_field_and_reason(
    body: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(RequestInvalid) as refusal:
        GenerateRequest.of(body)
    assert refusal.value.field == field
    assert words in str(refusal.value)


@needs_description
@pytest.mark.parametrize("name", FIELDS)
def test_what_is_sent_is_as_described(name: str) -> None:
    sent = GenerateRequest.of({"prompt": "a", name: FIELDS[name]}).to_wire()
    assert faults(BODY, sent) == []


@needs_description
def test_the_judge_is_awake() -> None:
    assert faults(BODY, {"truncate": "MIDDLE"})


def test_the_recorded_answer_is_read_whole() -> None:
    body = json.loads((FIXTURES / "responses" / "v1_generate.json").read_bytes())
    answer = GenerateResponse.model_validate(body)
    assert (answer.id, answer.prompt) == (body["id"], "Tide mills")
    (one,) = answer.generations
    assert one.text == body["generations"][0]["text"]
    assert (one.index, one.finish_reason, one.likelihood) == (0, "COMPLETE", -1.25)
    assert [(token.token, token.likelihood) for token in one.token_likelihoods] == [
        ("Tide", -0.4),
        (" mills", -0.6),
    ]
    assert answer.meta.billed.output_tokens == 15


def test_every_line_of_every_fixture_is_read() -> None:
    events = [read_generate_event(line) for path in STREAMS for line in data_of(path)]
    assert len(STREAMS) == 3
    assert {event.type for event in events if event} == KNOWN


@pytest.mark.parametrize(
    ("value", "event"),
    [
        ({"event_type": "text-generation", "text": "a"}, GenerateText(text="a")),
        (
            {"event_type": "text-generation", "text": "a", "index": 1},
            GenerateText(text="a", index=1),
        ),
        ({"event_type": "text-generation", "index": "x"}, GenerateText()),
        ({"event_type": "stream-end", "response": 5}, GenerateEnd()),
        ({"event_type": "stream-error", "err": "no"}, GenerateError(err="no")),
        ({"event_type": "new"}, UnknownEvent(kind="new")),
        ([], None),
    ],
)
def test_odd_events(value: object, event: object) -> None:
    assert read_generate_event(json.dumps(value)) == event


@settings(max_examples=50)
@given(st.sampled_from(sorted(KNOWN)), objects(NAMES))
def test_any_object_of_any_kind_is_an_event(kind: str, fields: dict[str, Any]) -> None:
    event = read_generate_event(json.dumps({**fields, "event_type": kind}))
    assert event is not None
    assert event.type in {kind, "unknown"}
