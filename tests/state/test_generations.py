"""Generations as their stream makes them grow: interleaved, unnumbered, broken off."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohere_tui.models.events import StreamDone, UnknownEvent
from cohere_tui.models.generate import (
    GenerateEnd,
    GenerateError,
    GenerateEvent,
    GenerateResponse,
    GenerateText,
    read_generate_event,
)
from cohere_tui.state.generations import MOST, Generation, Generations
from cohere_tui.state.parts import Failure, Phase
from tests.conftest import FIXTURES
from tests.models.junk import objects
from tests.models.streams import data_of
from tests.models.test_generate import KNOWN, NAMES

TIDES = "Tide mills ground grain twice a day, whenever the sea let them."


def folded(*events: GenerateEvent | None) -> Generations:
    value = Generations()
    for event in events:
        value = value.apply(event)
    return value


def recorded(name: str) -> Generations:
    path = FIXTURES / "streams" / f"v1_generate.{name}.ndjson"
    return folded(*(read_generate_event(line) for line in data_of(path))).ended()


def texts(value: Generations) -> list[str]:
    return [str(one.text) for one in value.items]


def more(text: str, index: int | None = None) -> GenerateText:
    return GenerateText(text=text, index=index)


def test_one_generation() -> None:
    value = recorded("ok")
    assert (value.phase, texts(value)) == (Phase.DONE, [TIDES])
    assert (value.items[0].finish, value.items[0].id[:8]) == ("COMPLETE", "0a3aee49")
    assert value.id.startswith("41f60be0")


def test_it_has_begun_when_text_has_come() -> None:
    assert not folded().began
    assert not folded(more("")).began
    assert folded(more("", 0), more("x", 1)).began


def test_two_generations_come_interleaved() -> None:
    value = recorded("two_generations")
    assert texts(value) == ["Salt air", "Wind air"]
    assert [one.finish for one in value.items] == ["COMPLETE", "MAX_TOKENS"]


def test_an_error_keeps_what_came() -> None:
    value = recorded("error")
    assert (value.phase, texts(value)) == (Phase.FAILED, ["Salt"])
    assert value.failure is not None
    assert value.failure.reason == "the generation was stopped"
    assert value.failure.remedy


def test_the_answer_in_one_piece() -> None:
    body = (FIXTURES / "responses" / "v1_generate.json").read_bytes()
    value = Generations.of_response(GenerateResponse.read(body))
    assert (value.phase, texts(value)) == (Phase.DONE, [TIDES])
    assert value.items[0].likelihood == -1.25
    assert value.items[0].tokens == (("Tide", -0.4), (" mills", -0.6))


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([more("a"), more("b")], ["ab"]),
        ([more("b", 1), more("a", 0)], ["a", "b"]),
        ([more("c", 2)], ["", "", "c"]),
        ([more("a", -7)], ["a"]),
        ([more("a", 0), GenerateEnd()], ["a"]),
        ([StreamDone(), more("a")], ["a"]),
    ],
)
def test_whatever_the_numbers_are(events: list[GenerateEvent], expected: list[str]) -> None:
    assert texts(folded(*events)) == expected


def test_a_number_beyond_all_bounds_makes_no_more_than_are_allowed() -> None:
    value = folded(more("a", 10**9), more("b", 10**12))
    assert len(value.items) == MOST
    assert str(value.items[-1].text) == "ab"


def test_the_end_tells_what_was_not_streamed() -> None:
    response = GenerateResponse.model_validate(
        {"id": "r", "generations": [{"id": "g", "text": "whole"}, {"id": "h", "text": "b"}]}
    )
    value = folded(more("a", 1), GenerateEnd(finish_reason="COMPLETE", response=response))
    assert texts(value) == ["whole", "a"]
    assert [(one.id, one.finish) for one in value.items] == [("g", "COMPLETE"), ("h", "COMPLETE")]


def test_how_it_ends() -> None:
    begun = folded(more("a"))
    assert begun.phase is Phase.STREAMING
    assert begun.ended().phase is Phase.INTERRUPTED
    assert begun.ended().failure is not None
    assert begun.stopped().phase is Phase.STOPPED
    assert begun.failed(Failure("no")).failure == Failure("no")
    over = begun.apply(GenerateEnd())
    assert over.phase is Phase.DONE
    assert over.ended() is over.stopped() is over.failed(Failure("no")) is over
    assert over.apply(more("b")) is over
    toxic = begun.apply(GenerateEnd(finish_reason="ERROR_TOXIC"))
    assert toxic.phase is Phase.FAILED
    assert begun.apply(GenerateError()).failure is not None


def test_what_cannot_be_read_is_counted() -> None:
    assert folded(None, UnknownEvent(kind="x"), more("a")).skipped == 2


def test_earlier_values_stay_as_they_were() -> None:
    first = folded(more("a"))
    second = first.apply(more("b"))
    other = first.apply(more("c"))
    assert [texts(one) for one in (first, second, other)] == [["a"], ["ab"], ["ac"]]
    assert first.items[0] == Generation(first.items[0].text)


@settings(max_examples=50)
@given(st.lists(st.tuples(st.sampled_from(sorted(KNOWN)), objects(NAMES)), max_size=6))
def test_any_events_make_a_value_with_an_end(
    events: list[tuple[str, dict[str, object]]],
) -> None:
    read = [
        read_generate_event(json.dumps({**fields, "event_type": kind})) for kind, fields in events
    ]
    assert folded(*read).ended().phase.over
