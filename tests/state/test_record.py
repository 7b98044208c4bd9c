"""Entries as JSON objects: kept and found again as they were, and read whatever is in them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohere_tui.state.record import dump, load
from cohere_tui.state.turn import Entry, Phase, Prompt, Retrieved, Search, Timing, ToolResult, Turn
from tests.conftest import FIXTURES
from tests.models.test_chat_events import JSON_VALUES
from tests.state.entries import ENTRIES, TURNS
from tests.state.streamed import events_of, turn_of

STREAMS = sorted((FIXTURES / "streams").glob("v[12]_chat.*"))


def kept(entry: Entry) -> Entry:
    return load(json.loads(json.dumps(dump(entry))))


@given(ENTRIES)
def test_an_entry_is_found_again_as_it_was(entry: Entry) -> None:
    assert kept(entry) == entry


@pytest.mark.parametrize("number", range(len(STREAMS)), ids=[path.name for path in STREAMS])
def test_a_recorded_answer_is_found_again_at_every_moment(number: int) -> None:
    turn = Turn(model="command-a-03-2025", timing=Timing(started=1.0))
    for event in events_of(STREAMS[number]):
        turn = turn.apply(event, 2.0)
        assert kept(turn) == turn
    assert kept(turn.ended(3.0)) == turn.ended(3.0)


def test_what_is_empty_is_not_written() -> None:
    assert dump(Turn(id="t")) == {
        "kind": "turn",
        "id": "t",
        "phase": "waiting",
        "timing": {"started": 0.0},
        "skipped": 0,
        "deltas": 0,
    }


def test_a_loaded_answer_goes_on_streaming() -> None:
    path = FIXTURES / "streams" / "v2_chat.thinking.sse"
    events = events_of(path)
    for middle in range(len(events)):
        turn = Turn(id="t")
        for event in events[:middle]:
            turn = turn.apply(event)
        loaded = kept(turn)
        assert isinstance(loaded, Turn)
        for event in events[middle:]:
            loaded = loaded.apply(event)
        assert loaded.same_answer(turn_of(events))


@pytest.mark.parametrize(
    ("raw", "entry"),
    [
        ({"kind": "prompt", "id": "p"}, Prompt("p")),
        ({"kind": "prompt", "id": "p", "text": 5, "at": "now", "new": []}, Prompt("p")),
        ({"kind": "prompt", "id": "p", "at": 5}, Prompt("p", "", 5.0)),
        ({"kind": "prompt", "id": "p", "at": -5}, Prompt("p")),
        ({"kind": "prompt", "id": "p", "at": float("nan")}, Prompt("p")),
        ({"kind": "prompt", "id": "p", "at": 10**400}, Prompt("p")),
        ({"kind": "prompt", "id": "p", "at": True}, Prompt("p")),
        ({"kind": "tool_result", "id": "r", "call_id": None}, ToolResult("r")),
        ({"kind": "turn", "id": "t", "phase": "waiting"}, Turn("t")),
        ({"kind": "turn", "id": "t"}, Turn("t", phase=Phase.INTERRUPTED)),
        ({"kind": "turn", "id": "t", "phase": "resting"}, Turn("t", phase=Phase.INTERRUPTED)),
        (
            {"kind": "turn", "id": "t", "phase": "done", "blocks": "x", "calls": [5], "usage": []},
            Turn("t", phase=Phase.DONE),
        ),
        (
            {"kind": "turn", "id": "t", "phase": "done", "retrieved": {"queries": [5, "q"]}},
            Turn("t", phase=Phase.DONE, retrieved=Retrieved(("q",))),
        ),
        (
            {"kind": "turn", "id": "t", "phase": "done", "retrieved": {"searches": [5, {}]}},
            Turn("t", phase=Phase.DONE, retrieved=Retrieved(searches=(Search(),))),
        ),
    ],
)
def test_what_is_missing_or_odd_takes_its_default(raw: dict[str, Any], entry: Entry) -> None:
    assert load(raw) == entry


@pytest.mark.parametrize("raw", [{}, {"kind": "image"}, {"kind": 5, "id": 7}])
def test_an_entry_of_another_kind_says_that_it_cannot_be_read(raw: dict[str, Any]) -> None:
    entry = load(raw)
    assert isinstance(entry, Turn)
    assert entry.id
    assert entry.phase is Phase.FAILED
    assert entry.failure is not None
    assert "cannot be read" in entry.failure.reason


@settings(max_examples=40)
@given(TURNS, st.data())
def test_any_damage_leaves_a_turn_that_can_be_kept(turn: Turn, data: st.DataObject) -> None:
    raw = dict(dump(turn))
    for key in data.draw(st.sets(st.sampled_from(sorted(raw)))):
        raw[key] = data.draw(JSON_VALUES)
    raw["kind"] = "turn"
    loaded = load(raw)
    assert repr(kept(loaded)) == repr(loaded)


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from(["kind", "id", "text", "at", "call_id"]), JSON_VALUES))
def test_any_object_is_an_entry(raw: dict[str, Any]) -> None:
    assert load(raw).id
