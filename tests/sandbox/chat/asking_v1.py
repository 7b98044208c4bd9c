"""Requests and answers of v1 chat, for the tests beside."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx

TIDE: dict[str, Any] = {
    "name": "get_tide",
    "description": "High water time for a harbour",
    "parameter_definitions": {
        "harbour": {"type": "str", "description": "Harbour name", "required": True},
        "day": {"type": "str"},
    },
}
CLOCK: dict[str, Any] = {"name": "now", "description": "The present time of the clock"}
MILL = {"id": "d-0", "title": "Carew", "text": "It is of stone. The mill opened in 1801."}
LOG = {"title": "Carew log", "text": "The mill stopped grinding in 1937."}
WEB = {"id": "web-search"}
CALL = {"name": "get_tide", "parameters": {"harbour": "Cobh"}}
RESULT = {"call": CALL, "outputs": [{"high": "06:12"}, {"low": "12:30"}]}
PAST = [
    {"role": "User", "message": "Tide at Cobh?"},
    {"role": "CHATBOT", "message": "I will look.", "tool_calls": [CALL]},
]

KINDS: dict[str, dict[str, Any]] = {
    "text": {"message": "Explain tide mills with a table"},
    "model": {"message": "hi", "model": "command-r-08-2024"},
    "unicode": {"message": "/echo Café ☕ — 潮汐 🌊👩‍👩‍👧 \u0301x\r\n\ttab"},
    "surrogate": {"message": "/echo half a \ud83c pair"},
    "preamble": {"message": "Tides, briefly", "preamble": "Be brief."},
    "history": {
        "message": "And Youghal?",
        "chat_history": [
            {"role": "System", "message": "Be brief."},
            {"role": "user", "message": "Cobh?"},
            {"role": "Chatbot", "message": "A town."},
        ],
    },
    "documents": {"message": "When did the mill open and stop grinding?", "documents": [MILL, LOG]},
    "documents fast": {
        "message": "When did the mill open and stop grinding?",
        "documents": [MILL, LOG],
        "citation_quality": "fast",
    },
    "documents off": {"message": "The mill?", "documents": [MILL], "citation_quality": "OFF"},
    "web search": {"message": "When did the Carew mill open?", "connectors": [WEB]},
    "web search for nothing": {"message": "hello", "connectors": [WEB]},
    "queries only": {"message": "Carew mill? And tides?", "search_queries_only": True},
    "tool": {"message": "Tide at Cobh?", "tools": [TIDE, CLOCK]},
    "tools": {"message": "Tide at Cobh and Youghal?", "tools": [TIDE]},
    "tool without arguments": {"message": "What time is it by the clock?", "tools": [CLOCK]},
    "tool results": {
        "message": "",
        "chat_history": PAST,
        "tools": [TIDE],
        "tool_results": [RESULT],
    },
    "single step": {
        "message": "Tide at Cobh?",
        "tools": [TIDE],
        "tool_results": [RESULT],
        "force_single_step": True,
    },
    "json": {
        "message": "Make JSON of a harbour",
        "response_format": {
            "type": "json_object",
            "schema": {"type": "object", "properties": {"name": {"type": "string"}}},
        },
    },
    "max tokens": {"message": "Explain tides", "max_tokens": 7},
    "stop": {"message": "/echo one two", "stop_sequences": ["two"]},
}

GRAMMAR = (
    r"stream-start (search-queries-generation )?(search-results )?"
    r"((text-generation |citation-generation )*|(tool-calls-chunk )+tool-calls-generation )"
    r"stream-end "
)
"""API.md 6.3 over event types, each followed by a space."""


async def answer(caller: httpx.AsyncClient, body: dict[str, Any]) -> dict[str, Any]:
    """The plain answer to a request that succeeds."""
    response = await caller.post("/v1/chat", content=json.dumps(body))
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


async def streamed(caller: httpx.AsyncClient, body: dict[str, Any]) -> list[dict[str, Any]]:
    """The events of a streamed answer, a line each."""
    response = await caller.post("/v1/chat", content=json.dumps({**body, "stream": True}))
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/stream+json"
    return lines(response.text)


def lines(text: str) -> list[dict[str, Any]]:
    """The events of a stream of lines, after its framing was found exact."""
    *found, end = text.split("\n")
    assert end == ""
    events = [json.loads(line) for line in found]
    assert [event["is_finished"] for event in events] == [False] * (len(events) - 1) + [True]
    return events


async def refusal(caller: httpx.AsyncClient, body: Any) -> tuple[int, str]:
    """Status and message of a request that fails."""
    response = await caller.post("/v1/chat", json=body)
    return response.status_code, response.json()["message"]


def anonymous(value: Any) -> Any:
    """Without the ids that differ from answer to answer."""
    if isinstance(value, dict):
        return {
            key: anonymous(one)
            for key, one in value.items()
            if key not in ("generation_id", "response_id")
        }
    return [anonymous(one) for one in value] if isinstance(value, list) else value


def assembled(events: list[dict[str, Any]]) -> dict[str, Any]:
    """What the events before the end told, under the names of the whole answer."""
    told: dict[str, Any] = {"text": "", "citations": [], "documents": [], "tool_calls": []}
    told |= {"search_queries": [], "search_results": []}
    for event in events[1:-1]:
        if event["event_type"] in ("text-generation", "tool-calls-chunk"):
            told["text"] += event.get("text", "")
        for name in told.keys() - {"text"}:
            told[name] += event.get(name, [])
    return {name: value for name, value in told.items() if value or name == "text"}
