"""The knob `retired`: what the hosted service no longer does is refused as it is there."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from cohere_tui.sandbox.knobs import FAIR
from tests.conftest import FIXTURES

if TYPE_CHECKING:
    import httpx

    from cohere_tui.sandbox.server import Sandbox

LABELLED = [{"text": text, "label": text[0]} for text in ("aa", "ab", "ba", "bb")]
LONG = "The harbour of Cobh is one of the largest in the world. " * 8
FINETUNES = "/v1/finetuning/finetuned-models"
GONE = [
    ("GET", "/v1/connectors"),
    ("POST", "/v1/connectors"),
    ("GET", "/v1/connectors/wiki-1"),
    ("PATCH", "/v1/connectors/wiki-1"),
    ("DELETE", "/v1/connectors/wiki-1"),
    ("POST", "/v1/connectors/wiki-1/oauth/authorize"),
    ("GET", FINETUNES),
    ("POST", FINETUNES),
    ("GET", f"{FINETUNES}/one"),
    ("PATCH", f"{FINETUNES}/one"),
    ("DELETE", f"{FINETUNES}/one"),
    ("GET", f"{FINETUNES}/one/events"),
    ("GET", f"{FINETUNES}/one/training-step-metrics"),
]


@pytest.fixture
def retired(sandbox: Sandbox) -> Sandbox:
    sandbox.knobs = replace(FAIR, retired=True)
    return sandbox


@pytest.mark.parametrize(("method", "path"), GONE)
async def test_routes_that_are_no_more(
    retired: Sandbox, caller: httpx.AsyncClient, method: str, path: str
) -> None:
    wanted = json.loads((FIXTURES / "errors" / "404_removed_route.json").read_bytes())
    answer = await caller.request(method, path)
    assert (answer.status_code, answer.text) == (wanted["status"], wanted["body"])
    assert answer.headers["x-debug-trace-id"]


async def test_generate_points_to_chat(retired: Sandbox, caller: httpx.AsyncClient) -> None:
    answer = await caller.post("/v1/generate", json={"prompt": "Salt"})
    assert answer.status_code == 404
    assert "removed on September 15, 2025" in answer.json()["message"]
    assert "Chat" in answer.json()["message"]


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("/v1/classify", {"inputs": ["ac"], "examples": LABELLED}, "the Classify API is"),
        ("/v1/summarize", {"text": LONG}, "the Summarize API is deprecated"),
        ("/v1/chat", {"message": "hi", "search_queries_only": True}, "'search_queries_only' is"),
        (
            "/v1/chat",
            {"message": "hi", "connectors": [{"id": "web-search"}], "stream": True},
            "parameter 'connectors' is deprecated",
        ),
    ],
)
async def test_what_is_deprecated_is_answered_with_a_remark(
    sandbox: Sandbox, caller: httpx.AsyncClient, path: str, body: dict[str, Any], said: str
) -> None:
    answer = await caller.post(path, json=body)
    assert answer.status_code == 200, answer.text
    assert "deprecated" not in answer.headers.get("x-api-warning", "")
    sandbox.knobs = replace(FAIR, retired=True)
    answer = await caller.post(path, json={**body, "haste": 1})
    assert answer.status_code == 200, answer.text
    assert said in answer.headers["x-api-warning"]
    assert "haste is not a valid field; " in answer.headers["x-api-warning"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/chat", {"message": "hi", "connectors": []}),
        ("/v1/tokenize", {"text": "hi", "model": "command-a-03-2025"}),
    ],
)
async def test_nothing_is_said_about_the_rest(
    retired: Sandbox, caller: httpx.AsyncClient, path: str, body: dict[str, Any]
) -> None:
    answer = await caller.post(path, json=body)
    assert answer.status_code == 200
    assert "deprecated" not in answer.headers.get("x-api-warning", "")


async def test_without_a_key_it_is_still_refused(
    retired: Sandbox, caller: httpx.AsyncClient
) -> None:
    answer = await caller.get("/v1/connectors", headers={"authorization": "Bearer invalid"})
    assert answer.status_code == 401
