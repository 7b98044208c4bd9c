"""Tools: which are called, with what."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.sandbox.chat.asking import (
    CLOCK,
    REASONING,
    TIDE,
    WEATHER,
    answer,
    asked,
    called,
    result,
    streamed,
    user,
)

if TYPE_CHECKING:
    import httpx

ALL = [TIDE, CLOCK, WEATHER]


async def calls(caller: httpx.AsyncClient, body: dict[str, Any]) -> list[tuple[str, Any]]:
    found = await answer(caller, body)
    assert found["finish_reason"] == "TOOL_CALL"
    return [
        (call["function"]["name"], json.loads(call["function"]["arguments"] or "null"))
        for call in found["message"]["tool_calls"]
    ]


@pytest.mark.parametrize(
    ("prompt", "made"),
    [
        ("Tide at Cobh?", [("get_tide", {"harbour": "Cobh"})]),
        (
            "Tide at Cobh and Youghal on 2026-08-19?",
            [
                ("get_tide", {"harbour": "Cobh", "day": "2026-08-19"}),
                ("get_tide", {"harbour": "Youghal", "day": "2026-08-19"}),
            ],
        ),
        ("What time is it by the clock now?", [("now", None)]),
        (
            "the weather in london in fahrenheit and the tide at Kilmore Quay",
            [
                ("get_tide", {"harbour": "Kilmore Quay"}),
                ("getWeather", {"city": "london", "unit": "fahrenheit"}),
            ],
        ),
        ("Is the temperature of the city of Cork mild?", [("getWeather", {"city": "Cork"})]),
    ],
)
async def test_the_tools_that_fit_are_called(
    caller: httpx.AsyncClient, prompt: str, made: list[tuple[str, Any]]
) -> None:
    assert await calls(caller, asked(prompt, tools=ALL)) == made


MAIL = {
    "name": "send_mail",
    "description": "Sends a mail to somebody.",
    "parameters": {
        "type": "object",
        "properties": {"to": {"type": "string"}, "body": {"type": "string"}},
        "required": ["to", "body"],
    },
}
SALES = {
    "name": "daily_sales",
    "description": "What was sold on a day.",
    "parameters": {
        "type": "object",
        "properties": {"day": {"type": "string"}},
        "required": ["day"],
    },
}


async def test_addresses_stay_whole(caller: httpx.AsyncClient) -> None:
    prompt = "Mail the tide to mary.o-neill@harbour.example, please"
    (made,) = await calls(caller, asked(prompt, tools=[{"type": "function", "function": MAIL}]))
    assert made == ("send_mail", {"to": "mary.o-neill@harbour.example", "body": prompt})


async def test_several_days_are_several_calls(caller: httpx.AsyncClient) -> None:
    prompt = "Which sales on 2026-08-19 and on 2026-08-21, at Cobh?"
    made = await calls(caller, asked(prompt, tools=[{"type": "function", "function": SALES}]))
    assert made == [("daily_sales", {"day": day}) for day in ("2026-08-19", "2026-08-21")]


async def test_no_tool_is_called_that_does_not_fit(caller: httpx.AsyncClient) -> None:
    found = await answer(caller, asked("Tell me a joke", tools=ALL))
    assert found["finish_reason"] == "COMPLETE"
    assert "tool_calls" not in found["message"]


async def test_none_forbids_and_required_forces(caller: httpx.AsyncClient) -> None:
    never = await answer(caller, asked("Tide at Cobh?", tools=ALL, tool_choice="NONE"))
    assert "tool_calls" not in never["message"]
    assert len(await calls(caller, asked("A joke", tools=ALL, tool_choice="REQUIRED"))) == 1
    again = [*called("{}"), result("06:12")]
    assert await calls(caller, asked(again, tools=ALL, tool_choice="REQUIRED"))


async def test_a_plan_is_told_or_thought(caller: httpx.AsyncClient) -> None:
    plain = (await answer(caller, asked("Tide at Cobh?", tools=ALL)))["message"]
    assert plain["tool_plan"] == "I will call get_tide with Cobh."
    reasoned = (await answer(caller, asked("Tide at Cobh?", tools=ALL, model=REASONING)))["message"]
    assert "tool_plan" not in reasoned
    assert "get_tide" in reasoned["content"][0]["thinking"]


async def test_ids_are_new_in_every_turn(caller: httpx.AsyncClient) -> None:
    first = await answer(caller, asked("Tide at Cobh and Youghal?", tools=ALL))
    made = first["message"]["tool_calls"]
    results = [{"role": "tool", "tool_call_id": call["id"], "content": "06:12"} for call in made]
    history = [
        user("Tide at Cobh and Youghal?"),
        {"role": "assistant", "tool_calls": made},
        *results,
    ]
    history += [{"role": "assistant", "content": "06:12."}, user("Tide at Cobh and Youghal?")]
    second = await answer(caller, asked(history, tools=ALL))
    ids = [call["id"] for call in made + second["message"]["tool_calls"]]
    assert len(set(ids)) == len(ids) == 4
    assert all(re.fullmatch(r"get_tide_[0-9a-z]{12}", one) for one in ids)


async def test_arguments_come_in_fragments(caller: httpx.AsyncClient) -> None:
    events = await streamed(caller, asked("Tide at Cobh?", tools=ALL))
    fragments = [
        data["delta"]["message"]["tool_calls"]["function"]["arguments"]
        for kind, data in events
        if kind == "tool-call-delta"
    ]
    assert len(fragments) > 2
    assert json.loads("".join(fragments)) == {"harbour": "Cobh"}


async def test_a_tool_without_parameters_gets_no_fragments(caller: httpx.AsyncClient) -> None:
    events = await streamed(caller, asked("the clock, now", tools=[CLOCK]))
    kinds = [kind for kind, _ in events if kind.startswith("tool-call")]
    assert kinds == ["tool-call-start", "tool-call-end"]


async def test_not_more_than_four_calls(caller: httpx.AsyncClient) -> None:
    prompt = "Tide at Aa, Bb, Cc, Dd, Ee and Ff?"
    assert len(await calls(caller, asked(prompt, tools=ALL))) == 4


async def test_results_are_told_whatever_they_are(caller: httpx.AsyncClient) -> None:
    for content in ("null", "[]", "{}", "  ", '"x"', "3", '{"a": {"b": [1, 2]}}', "line\n\nline"):
        body = asked([*called("{}"), result(content)], tools=ALL)
        found = await answer(caller, body)
        assert found["finish_reason"] == "COMPLETE"
        assert found["message"]["content"][0]["text"].startswith("`get_tide` says")


async def test_results_are_told_apart_by_their_arguments(caller: httpx.AsyncClient) -> None:
    history = called('{"harbour": "Cobh"}', '{"harbour": "Youghal"}')
    body = asked([*history, result("06:12"), result("06:22", 1)], tools=ALL)
    said = (await answer(caller, body))["message"]["content"][0]["text"]
    assert said.startswith("`get_tide(Cobh)` says: 06:12\n\n`get_tide(Youghal)` says: 06:22")
