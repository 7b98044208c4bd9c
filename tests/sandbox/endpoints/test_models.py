"""GET /v1/models, /v1/models/{model}, POST /v1/check-api-key."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx


async def test_the_pages_together_are_the_whole_list(caller: httpx.AsyncClient) -> None:
    whole = (await caller.get("/v1/models", params={"page_size": 1000})).json()
    assert "next_page_token" not in whole
    found, token = [], ""
    while True:
        query = {"page_size": "7", "page_token": token} if token else {"page_size": "7"}
        page = (await caller.get("/v1/models", params=query)).json()
        assert 0 < len(page["models"]) <= 7
        found += page["models"]
        token = page.get("next_page_token", "")
        if not token:
            break
    assert found == whole["models"]
    assert len({model["name"] for model in found}) == len(found) > 25


async def test_twenty_models_to_a_page_unless_told(caller: httpx.AsyncClient) -> None:
    assert len((await caller.get("/v1/models")).json()["models"]) == 20


async def test_the_list_is_filtered_by_endpoint_and_default(caller: httpx.AsyncClient) -> None:
    chat = (await caller.get("/v1/models", params={"endpoint": "chat"})).json()["models"]
    assert chat
    assert all("chat" in model["endpoints"] for model in chat)
    query = {"endpoint": "chat", "default_only": "true"}
    (default,) = (await caller.get("/v1/models", params=query)).json()["models"]
    assert default["default_endpoints"] == ["chat"]


async def test_queries_that_make_no_sense_are_refused(caller: httpx.AsyncClient) -> None:
    for query, status in (
        ("page_size=0", 400),
        ("page_size=1001", 400),
        ("page_size=x", 400),
        ("page_token=%25", 400),
        ("page_token=eA==", 400),
        ("endpoint=walk", 422),
        ("default_only=true", 400),
    ):
        answer = await caller.get(f"/v1/models?{query}")
        assert answer.status_code == status, query
        assert answer.json()["message"]


async def test_a_model_is_what_the_list_says(caller: httpx.AsyncClient) -> None:
    for model in (await caller.get("/v1/models")).json()["models"]:
        assert (await caller.get(f"/v1/models/{model['name']}")).json() == model


async def test_unknown_and_removed_models_are_404(caller: httpx.AsyncClient) -> None:
    unknown = await caller.get("/v1/models/a/b")
    assert unknown.status_code == 404
    assert unknown.json()["message"] == (
        "model 'a/b' not found, make sure the correct model ID was used "
        "and that you have access to the model."
    )
    removed = await caller.get("/v1/models/command")
    assert removed.status_code == 404
    assert removed.json()["message"] == "model 'command' was removed on September 15, 2025."


async def test_a_good_key_is_said_to_be_valid(caller: httpx.AsyncClient) -> None:
    answer = (await caller.post("/v1/check-api-key")).json()
    assert answer["valid"] is True
    assert answer["organization_id"]
