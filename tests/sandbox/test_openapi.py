"""Judged by the API's own description: requests, answers and every event."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import SHARED
from tests.openapi import faults, judge, needs_description
from tests.sandbox.chat.asking import frames
from tests.sandbox.chat.test_wire import KINDS

if TYPE_CHECKING:
    import httpx

pytestmark = needs_description

EVENT = "components/schemas/StreamedChatResponseV2"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "surrogate"])
async def test_chat(caller: httpx.AsyncClient, kind: str) -> None:
    body = json.loads(json.dumps(KINDS[kind]).replace('"fast"', '"FAST"').replace('"off"', '"OFF"'))
    judge(await caller.post("/v2/chat", json=body))
    response = await caller.post("/v2/chat", json={**body, "stream": True})
    for _, event in frames(response.text):
        assert faults(EVENT, event) == []


@pytest.mark.parametrize(
    "query", ["", "?page_size=5&endpoint=chat", "?endpoint=embed&default_only=true"]
)
async def test_models(caller: httpx.AsyncClient, query: str) -> None:
    response = await caller.get(f"/v1/models{query}")
    judge(response)
    for model in response.json()["models"]:
        judge(await caller.get(f"/v1/models/{model['name']}"))


async def test_keys(caller: httpx.AsyncClient) -> None:
    judge(await caller.post("/v1/check-api-key"))


async def test_refusals(caller: httpx.AsyncClient) -> None:
    judge(await caller.get("/v1/models/nobody"))
    judge(await caller.get("/v1/models", headers={"authorization": "Bearer invalid"}))


async def test_the_judge_is_awake() -> None:
    wrong: list[dict[str, Any]] = [
        {"type": "nonsense"},
        {"type": "content-start", "index": "0"},
        {"type": "citation-start", "index": 0, "delta": {"message": {"citations": {"start": "0"}}}},
    ]
    assert all(faults(EVENT, event) for event in wrong)


@pytest.mark.parametrize(
    "path",
    sorted((SHARED / "api" / "fixtures" / "requests").glob("v2_chat*.json")),
    ids=lambda path: path.stem,
)
async def test_known_requests_are_answered(caller: httpx.AsyncClient, path: Any) -> None:
    body = json.loads(path.read_text())
    response = await caller.post("/v2/chat", json=body)
    assert response.status_code == 200, response.text
