"""The older chat and generate, judged by the API's own description."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.openapi import faults, judge, needs_description
from tests.sandbox.chat.asking_v1 import KINDS, PAST, lines
from tests.sandbox.endpoints import test_generate

if TYPE_CHECKING:
    import httpx

pytestmark = needs_description

EVENT = "components/schemas/StreamedChatResponse"
GENERATE_EVENT = "components/schemas/GenerateStreamedResponse"
NOT_DESCRIBED = {
    "surrogate": "half a character, which no description foresees",
    "queries only": "has no text (GAPS 3.9)",
}
"""What the description refuses although servers do it."""


def described(body: dict[str, Any]) -> dict[str, Any]:
    """A request in the words of the description: the API takes them in any case."""
    if "chat_history" in body:
        past = [{**one, "role": str(one["role"]).upper()} for one in body["chat_history"]]
        body = {**body, "chat_history": past}
    if "citation_quality" in body:
        body = {**body, "citation_quality": body["citation_quality"].upper()}
    return body


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - NOT_DESCRIBED.keys()))
async def test_chat(caller: httpx.AsyncClient, kind: str) -> None:
    body = described(KINDS[kind])
    judge(await caller.post("/v1/chat", json=body))
    response = await caller.post("/v1/chat", json={**body, "stream": True})
    for event in lines(response.text):
        if event.get("finish_reason") == "STOP_SEQUENCE":
            event["finish_reason"] = "COMPLETE"  # too short a list of reasons (GAPS 4.14)
        assert faults(EVENT, event) == []


async def test_a_search_alone_differs_by_its_text_only(caller: httpx.AsyncClient) -> None:
    found = (await caller.post("/v1/chat", json=KINDS["queries only"])).json()
    (fault,) = faults("components/schemas/NonStreamedChatResponse", found)
    assert fault.startswith("$.text")


@pytest.mark.parametrize("kind", sorted(test_generate.KINDS.keys() - {"surrogate", "space"}))
async def test_generating(caller: httpx.AsyncClient, kind: str) -> None:
    body = test_generate.KINDS[kind]
    judge(await caller.post("/v1/generate", json={**body, "return_likelihoods": "ALL"}))
    response = await caller.post("/v1/generate", json={**body, "stream": True})
    for line in response.text.splitlines():
        assert faults(GENERATE_EVENT, json.loads(line)) == []


async def test_refusals(caller: httpx.AsyncClient) -> None:
    judge(await caller.post("/v1/chat", json={"message": "a", "model": "nobody"}))
    judge(await caller.post("/v1/generate", json={"prompt": "a", "model": "nobody"}))


def test_the_judge_is_awake() -> None:
    assert faults(EVENT, {"event_type": "text-generation"})
    assert faults(GENERATE_EVENT, {"event_type": "stream-error", "err": 5})
    assert faults("components/schemas/Message", PAST[0])
