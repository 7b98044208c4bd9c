"""Requests and answers of v2 chat, for the tests beside."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx

MODEL = "command-a-03-2025"
REASONING = "command-a-reasoning-08-2025"

TIDE: dict[str, Any] = {
    "type": "function",
    "function": {
        "name": "get_tide",
        "description": "High water time for a harbour",
        "parameters": {
            "type": "object",
            "properties": {
                "harbour": {"type": "string", "description": "Harbour name"},
                "day": {"type": "string", "format": "date"},
            },
            "required": ["harbour"],
        },
    },
}
CLOCK: dict[str, Any] = {
    "type": "function",
    "function": {
        "name": "now",
        "description": "The present time of the clock",
        "parameters": {"type": "object", "properties": {}},
    },
}
WEATHER: dict[str, Any] = {
    "type": "function",
    "function": {
        "name": "getWeather",
        "description": "Temperature in a city",
        "parameters": {
            "type": "object",
            "properties": {
                "city": {"type": "string"},
                "unit": {"type": "string", "enum": ["celsius", "fahrenheit"]},
            },
            "required": ["city"],
        },
    },
}
MILL = {
    "id": "doc-0",
    "data": {"title": "Carew", "text": "It was rebuilt in stone. The mill opened in 1801."},
}
LOG = {"id": "doc-1", "data": {"title": "Carew log", "text": "The mill stopped grinding in 1937."}}


def user(text: str) -> dict[str, Any]:
    return {"role": "user", "content": text}


def asked(prompt: str | list[dict[str, Any]], **fields: Any) -> dict[str, Any]:
    """A request body."""
    messages = [user(prompt)] if isinstance(prompt, str) else prompt
    return {"model": MODEL, "messages": messages, **fields}


def called(
    *arguments: str, tool: str = "get_tide", first: str = "Tide at Cobh?"
) -> list[dict[str, Any]]:
    """A conversation up to the calls `call-0`, `call-1`, … of a tool."""
    calls = [
        {"id": f"call-{n}", "type": "function", "function": {"name": tool, "arguments": one}}
        for n, one in enumerate(arguments)
    ]
    return [user(first), {"role": "assistant", "tool_plan": "I will look.", "tool_calls": calls}]


def result(content: Any, number: int = 0) -> dict[str, Any]:
    return {"role": "tool", "tool_call_id": f"call-{number}", "content": content}


async def answer(caller: httpx.AsyncClient, body: dict[str, Any]) -> dict[str, Any]:
    """The plain answer to a request that succeeds."""
    response = await caller.post("/v2/chat", content=json.dumps(body))
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


async def refusal(caller: httpx.AsyncClient, body: Any) -> tuple[int, str]:
    """Status and message of a request that fails, streamed or not."""
    response = await caller.post("/v2/chat", json=body)
    return response.status_code, response.json()["message"]


def frames(text: str) -> list[tuple[str, dict[str, Any]]]:
    """The events of a stream, after its framing was found exact."""
    *events, done, end = text.split("\n\n")
    assert (done, end) == ("data: [DONE]", "")
    found = []
    for event in events:
        first, second = event.split("\n")
        assert first.startswith("event: ")
        assert second.startswith("data: ")
        data = json.loads(second.removeprefix("data: "))
        assert data["type"] == first.removeprefix("event: ")
        found.append((data["type"], data))
    return found


async def streamed(
    caller: httpx.AsyncClient, body: dict[str, Any]
) -> list[tuple[str, dict[str, Any]]]:
    """The events of a streamed answer."""
    response = await caller.post("/v2/chat", content=json.dumps({**body, "stream": True}))
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "text/event-stream"
    return frames(response.text)


class _Whole:
    """An answer that is put together event by event."""

    def __init__(self) -> None:
        self.content: list[dict[str, Any]] = []
        self.calls: list[dict[str, Any]] = []
        self.citations: list[dict[str, Any]] = []
        self.plan = ""
        self.body: dict[str, Any] = {}

    def take(self, kind: str, data: dict[str, Any]) -> None:
        delta = data.get("delta", {})
        part = delta.get("message", {})
        match kind:
            case "message-start":
                self.body["id"] = data["id"]
            case "tool-plan-delta":
                self.plan += part["tool_plan"]
            case "content-delta":
                self._content(data)
            case "tool-call-delta":
                fragment = part["tool_calls"]["function"]["arguments"]
                self.calls[data["index"]]["function"]["arguments"] += fragment
            case "message-end":
                self.body |= delta
            case _:
                self._opened(kind, data)

    def _content(self, data: dict[str, Any]) -> None:
        ((key, text),) = data["delta"]["message"]["content"].items()
        self.content[data["index"]][key] += text
        if "logprobs" in data:
            self.body.setdefault("logprobs", []).append(data["logprobs"])

    def _opened(self, kind: str, data: dict[str, Any]) -> None:
        lists = {
            "content-start": ("content", self.content),
            "tool-call-start": ("tool_calls", self.calls),
            "citation-start": ("citations", self.citations),
        }
        if kind in lists:
            key, found = lists[kind]
            assert data["index"] == len(found)
            found.append(copy.deepcopy(data["delta"]["message"][key]))


def assembled(events: list[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    """The plain answer that a stream amounts to (API.md 5.6)."""
    whole = _Whole()
    for kind, data in events:
        whole.take(kind, data)
    message = {
        "tool_plan": whole.plan,
        "content": whole.content,
        "tool_calls": whole.calls,
        "citations": whole.citations,
    }
    said = {key: value for key, value in message.items() if value}
    return {**whole.body, "message": {"role": "assistant", **said}}


GRAMMAR = (
    r"message-start "
    r"((content-start (content-delta |citation-start citation-end )*content-end "
    r"(citation-start citation-end )*)"
    r"|(tool-plan-delta )+"
    r"|(tool-call-start (tool-call-delta )*tool-call-end ))*"
    r"(citation-start citation-end )*message-end "
)
"""API.md 5.2 over event types, each followed by a space."""
