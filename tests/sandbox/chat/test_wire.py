"""Both forms of an answer on the wire: framing, grammar, and that they say the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.sandbox.chat import asking
from tests.sandbox.chat.asking import (
    CLOCK,
    GRAMMAR,
    LOG,
    MILL,
    REASONING,
    TIDE,
    WEATHER,
    answer,
    asked,
    assembled,
    called,
    result,
    streamed,
)

if TYPE_CHECKING:
    import httpx

KINDS: dict[str, dict[str, Any]] = {
    "text": asked("Explain tide mills with a table"),
    "code": asked("Write a Rust function about harbours"),
    "long": asked("Write 700 words about Cobh"),
    "greeting": asked("hi"),
    "sum": asked("What is 17 x 23?"),
    "unicode": asked("/echo Café ☕ — 潮汐 🌊👩‍👩‍👧 \u0301x\r\n\ttab"),
    "surrogate": asked("/echo half a \ud83c pair"),
    "system": asked([{"role": "system", "content": "Be brief."}, asking.user("Tides, briefly")]),
    "history": asked(
        [
            asking.user("Cobh?"),
            {"role": "assistant", "content": "A town."},
            asking.user("And Youghal?"),
        ]
    ),
    "seed": asked("Explain tides", seed=2**64 - 1, temperature=0, logprobs=True),
    "thinking": asked("17 + 4?", model=REASONING),
    "thinking asked": asked("Tides?", thinking={"type": "enabled", "token_budget": 20}),
    "no thinking": asked("Tides?", model=REASONING, thinking={"type": "disabled"}),
    "documents": asked("When did the mill open and stop grinding?", documents=[MILL, LOG]),
    "documents fast": asked(
        "When did the mill open and stop grinding?",
        documents=[MILL, LOG, "Ducks swim."],
        citation_options={"mode": "fast"},
    ),
    "documents off": asked("The mill?", documents=[MILL], citation_options={"mode": "off"}),
    "documents, thinking": asked("The mill?", documents=[MILL], model=REASONING),
    "tool": asked("Tide at Cobh?", tools=[TIDE, CLOCK, WEATHER]),
    "tools": asked("Tide at Cobh and Youghal?", tools=[TIDE, CLOCK, WEATHER]),
    "tool, thinking": asked("Tide at Cobh?", tools=[TIDE], model=REASONING),
    "tool without arguments": asked("What time is it by the clock?", tools=[TIDE, CLOCK]),
    "tool results": asked(
        [*called("{}", "{}"), result("High water at Cobh is 06:12."), result('{"high": 3}', 1)],
        tools=[TIDE],
    ),
    "json": asked(
        "Make JSON of a harbour",
        response_format={
            "type": "json_object",
            "json_schema": {"type": "object", "properties": {"name": {"type": "string"}}},
        },
    ),
    "json, free": asked("JSON, please", response_format={"type": "json_object"}),
    "max tokens": asked("Explain tides", max_tokens=7),
    "max tokens while thinking": asked("Explain tides", max_tokens=7, model=REASONING),
    "stop": asked("Explain tides", stop_sequences=["sandbox"]),
    "stop at once": asked("/echo x", stop_sequences=["x"]),
}


@pytest.mark.parametrize("kind", KINDS)
async def test_a_stream_amounts_to_the_plain_answer(caller: httpx.AsyncClient, kind: str) -> None:
    plain = await answer(caller, KINDS[kind])
    events = await streamed(caller, KINDS[kind])
    assert re.fullmatch(GRAMMAR, "".join(f"{name} " for name, _ in events))
    whole = assembled(events)
    assert whole.pop("id") != plain.pop("id")
    assert whole == plain


@pytest.mark.parametrize("kind", KINDS)
async def test_the_same_request_gets_the_same_answer(caller: httpx.AsyncClient, kind: str) -> None:
    first, second = await answer(caller, KINDS[kind]), await answer(caller, KINDS[kind])
    assert first.pop("id") != second.pop("id")
    assert first == second


async def test_another_seed_may_say_it_otherwise(caller: httpx.AsyncClient) -> None:
    said = {str((await answer(caller, asked("Tides?", seed=seed)))["message"]) for seed in range(8)}
    assert len(said) > 1


async def test_tokens_come_one_by_one(caller: httpx.AsyncClient) -> None:
    events = await streamed(caller, asked("/echo Tide mills ground grain."))
    deltas = [
        data["delta"]["message"]["content"]["text"] for kind, data in events if "delta" in kind
    ]
    assert deltas == ["Tide", " mills", " ground", " grain", "."]


async def test_an_answer_says_how_much_it_was(caller: httpx.AsyncClient) -> None:
    found = await answer(caller, asked("/echo one two three"))
    usage = found["usage"]
    assert usage["billed_units"]["output_tokens"] == 3
    assert usage["billed_units"]["input_tokens"] > 3
    assert usage["tokens"]["input_tokens"] > usage["billed_units"]["input_tokens"]
    longer = await answer(caller, asked("/echo one two three four"))
    assert longer["usage"]["billed_units"]["input_tokens"] > usage["billed_units"]["input_tokens"]


async def test_logprobs_are_one_to_a_token(caller: httpx.AsyncClient) -> None:
    found = await answer(caller, asked("/echo one two", logprobs=True))
    assert [item["text"] for item in found["logprobs"]] == ["one", " two"]
    assert all(
        item["logprobs"][0] <= 0 and len(item["token_ids"]) == 1 for item in found["logprobs"]
    )
    assert "logprobs" not in await answer(caller, asked("/echo one two"))


async def test_keys_without_a_value_are_left_out(caller: httpx.AsyncClient) -> None:
    called_ = await answer(caller, KINDS["tool"])
    assert set(called_["message"]) == {"role", "tool_plan", "tool_calls"}
    reasoned = await answer(caller, KINDS["tool, thinking"])
    assert set(reasoned["message"]) == {"role", "content", "tool_calls"}
    assert [part["type"] for part in reasoned["message"]["content"]] == ["thinking"]


async def test_an_empty_text_is_still_a_text(caller: httpx.AsyncClient) -> None:
    found = await answer(caller, KINDS["stop at once"])
    assert found["message"]["content"] == [{"type": "text", "text": ""}]
    assert found["finish_reason"] == "STOP_SEQUENCE"


async def test_running_out_of_room_while_thinking_leaves_no_text(caller: httpx.AsyncClient) -> None:
    found = await answer(caller, KINDS["max tokens while thinking"])
    assert [part["type"] for part in found["message"]["content"]] == ["thinking"]
    assert found["finish_reason"] == "MAX_TOKENS"
    assert found["usage"]["billed_units"]["output_tokens"] == 7


async def test_half_a_character_is_answered(caller: httpx.AsyncClient) -> None:
    body = asked("Explain half a \ud83c pair")
    whole = assembled(await streamed(caller, body))
    assert whole["message"]["content"] == (await answer(caller, body))["message"]["content"]


@pytest.mark.parametrize(("document", "status"), [({}, 400), ({"id": "a"}, 200)])
async def test_a_result_may_say_nothing(
    caller: httpx.AsyncClient, document: dict[str, Any], status: int
) -> None:
    parts = [{"type": "document", "document": {**document, "data": None}}]
    body = asked([*called("{}"), result(parts)], tools=[TIDE])
    assert (await caller.post("/v2/chat", json=body)).status_code == status
