"""POST /v2/rerank and /v1/rerank."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

from cohere_tui.sandbox.rerank.answer import body
from cohere_tui.sandbox.rerank.asked import read
from cohere_tui.sandbox.wire import RefusedError
from tests.conftest import FIXTURES
from tests.openapi import judge, needs_description
from tests.sandbox.damage import damaged

if TYPE_CHECKING:
    import httpx

V5, V4, V3 = "rerank-v5.0-pro", "rerank-v4.0-pro", "rerank-v3.5"
DOCUMENTS = [
    "The sky was grey.",
    "Grinding at the mill ended in 1937. The sea stayed.",
    "A mill on the sea is a tide mill. It was grey. Mills grind.",
]


def asked(**fields: Any) -> dict[str, Any]:
    return {"model": V4, "query": "mill", "documents": DOCUMENTS, **fields}


KINDS: dict[str, dict[str, Any]] = {
    "plain": asked(),
    "top": asked(top_n=1, max_tokens_per_doc=4, priority=9),
    "spans": asked(model=V5, relevant_spans={"mode": "enabled", "threshold": 0.2, "max_spans": 1}),
    "no spans": asked(model=V3, relevant_spans={"mode": "disabled"}),
}


async def rerank(caller: httpx.AsyncClient, path: str = "/v2/rerank", **fields: Any) -> Any:
    response = await caller.post(path, json=asked(**fields))
    assert response.status_code == 200, response.text
    return response.json()


@needs_description
@pytest.mark.parametrize("name", KINDS)
async def test_answers_are_as_described(caller: httpx.AsyncClient, name: str) -> None:
    judge(await caller.post("/v2/rerank", json=KINDS[name]))


@needs_description
async def test_v1_answers_are_as_described(caller: httpx.AsyncClient) -> None:
    documents = ["sea", {"text": "mill", "title": "Mills"}]
    for more in ({}, {"return_documents": True, "top_n": 2, "max_chunks_per_doc": 3}):
        judge(await caller.post("/v1/rerank", json=asked(documents=documents, **more)))


@pytest.mark.parametrize("name", ["v2_rerank", "v2_rerank.relevant_spans"])
async def test_the_known_requests_are_answered(caller: httpx.AsyncClient, name: str) -> None:
    request = json.loads((FIXTURES / "requests" / f"{name}.json").read_bytes())
    results = (await caller.post("/v2/rerank", json=request)).json()["results"]
    assert results[0]["index"] == 1
    assert results[0]["relevance_score"] > 0.9


async def test_the_best_document_is_first(caller: httpx.AsyncClient) -> None:
    answer = await rerank(caller)
    scores = [one["relevance_score"] for one in answer["results"]]
    assert sorted(one["index"] for one in answer["results"]) == [0, 1, 2]
    assert scores == sorted(scores, reverse=True)
    assert answer["results"][-1]["index"] == 0
    assert 0 < scores[-1] < 0.001 < 0.5 < scores[1] <= scores[0] <= 1
    assert answer["meta"] == {
        "api_version": {"version": "2"},
        "billed_units": {"search_units": 1},
    }
    assert all(sorted(one) == ["index", "relevance_score"] for one in answer["results"])


async def test_a_score_depends_on_query_and_document_alone(caller: httpx.AsyncClient) -> None:
    together = await rerank(caller)
    for one in together["results"]:
        (alone,) = (await rerank(caller, documents=[DOCUMENTS[one["index"]]]))["results"]
        assert alone["relevance_score"] == one["relevance_score"]


async def test_equals_keep_their_order_and_top_n_may_be_larger(caller: httpx.AsyncClient) -> None:
    answer = await rerank(caller, documents=["sea"] * 5, top_n=9)
    assert [one["index"] for one in answer["results"]] == [0, 1, 2, 3, 4]
    assert len((await rerank(caller, top_n=2))["results"]) == 2


async def test_a_document_is_cut(caller: httpx.AsyncClient) -> None:
    documents = ["sea " * 50 + "mill"]
    (whole,) = (await rerank(caller, documents=documents))["results"]
    (cut,) = (await rerank(caller, documents=documents, max_tokens_per_doc=50))["results"]
    assert cut["relevance_score"] < 0.001 < whole["relevance_score"]


async def test_a_search_is_a_hundred_documents_and_v5_counts_tokens(
    caller: httpx.AsyncClient,
) -> None:
    async def billed(**fields: Any) -> dict[str, int]:
        units: dict[str, int] = (await rerank(caller, **fields))["meta"]["billed_units"]
        return units

    assert await billed(documents=["sea"] * 100) == {"search_units": 1}
    assert await billed(documents=["sea"] * 101) == {"search_units": 2}
    assert await billed(documents=["sea " * 1000] * 50) == {"search_units": 2}
    assert await billed(documents=["sea", "tide"], model=V5) == {"text_tokens": 3}


async def test_v5_marks_what_matters(caller: httpx.AsyncClient) -> None:
    spans = {"mode": "enabled"}
    answer = await rerank(caller, model=V5, relevant_spans=spans)
    by_index = {one["index"]: one for one in answer["results"]}
    assert "relevant_spans" not in by_index[0]
    marked = [DOCUMENTS[2][span["start"] : span["end"]] for span in by_index[2]["relevant_spans"]]
    assert marked == ["A mill on the sea is a tide mill.", "Mills grind."]
    assert all(0.1 <= span["score"] <= 1 for span in by_index[2]["relevant_spans"])
    few = await rerank(caller, model=V5, relevant_spans={**spans, "max_spans": 1})
    assert {len(one.get("relevant_spans", ())) for one in few["results"]} == {0, 1}
    none = await rerank(caller, model=V5, relevant_spans={**spans, "threshold": 1})
    assert not any("relevant_spans" in one for one in none["results"])


async def test_v1_looks_at_the_fields_that_are_named(caller: httpx.AsyncClient) -> None:
    documents: list[Any] = [
        {"title": "mill", "text": "sea", "year": 1937},
        {"title": "sea", "text": "mill"},
        "mill",
    ]
    answer = await rerank(caller, "/v1/rerank", documents=documents, return_documents=True)
    assert [one["index"] for one in answer["results"]] == [1, 2, 0]
    assert answer["results"][0]["document"] == documents[1]
    assert answer["results"][1]["document"] == {"text": "mill"}
    titles = await rerank(
        caller, "/v1/rerank", documents=documents[:2], rank_fields=["title", "year"]
    )
    assert [one["index"] for one in titles["results"]] == [0, 1]
    assert "document" not in titles["results"][0]


async def test_v1_takes_the_best_chunk(caller: httpx.AsyncClient) -> None:
    documents = ["sea " * 1200 + "mill"]
    path = "/v1/rerank"
    (many,) = (await rerank(caller, path, documents=documents))["results"]
    (few,) = (await rerank(caller, path, documents=documents, max_chunks_per_doc=2))["results"]
    assert few["relevance_score"] < 0.001 < many["relevance_score"]


async def test_v1_needs_no_model(caller: httpx.AsyncClient) -> None:
    answer = await caller.post("/v1/rerank", json={"query": "mill", "documents": DOCUMENTS})
    assert answer.json()["meta"]["api_version"] == {"version": "1"}


async def test_what_is_unknown_is_refused_by_v2_and_remarked_on_by_v1(
    caller: httpx.AsyncClient,
) -> None:
    response = await caller.post("/v2/rerank", json=asked(return_documents=True))
    assert response.status_code == 422
    assert "return_documents" in response.json()["message"]
    response = await caller.post("/v1/rerank", json=asked(priority=1))
    assert response.status_code == 200
    assert "priority" in response.headers["x-api-warning"]


SPANS = {"mode": "enabled"}


@pytest.mark.parametrize(
    ("path", "fields", "status", "says"),
    [
        ("/v2/rerank", {"model": None}, 400, "model"),
        ("/v2/rerank", {"model": "nobody"}, 404, "nobody"),
        ("/v2/rerank", {"model": "embed-v4.0"}, 400, "not supported by the rerank API"),
        ("/v2/rerank", {"query": ""}, 400, "query"),
        ("/v2/rerank", {"query": None}, 400, "query"),
        ("/v2/rerank", {"query": ["a"]}, 422, "query"),
        ("/v2/rerank", {"documents": []}, 400, "documents"),
        ("/v2/rerank", {"documents": None}, 400, "documents"),
        ("/v2/rerank", {"documents": [{"text": "a"}]}, 422, "documents[0]"),
        ("/v2/rerank", {"documents": ["a"] * 10_001}, 400, "10000"),
        ("/v2/rerank", {"top_n": 0}, 400, "top_n"),
        ("/v2/rerank", {"top_n": 1.5}, 422, "top_n"),
        ("/v2/rerank", {"max_tokens_per_doc": 0}, 400, "max_tokens_per_doc"),
        ("/v2/rerank", {"priority": -1}, 400, "priority"),
        ("/v2/rerank", {"relevant_spans": SPANS}, 400, "relevant_spans is not supported"),
        ("/v2/rerank", {"model": V5, "relevant_spans": {}}, 400, "mode"),
        ("/v2/rerank", {"model": V5, "relevant_spans": {"mode": "on"}}, 422, "mode"),
        ("/v2/rerank", {"model": V5, "relevant_spans": {**SPANS, "max_spans": 0}}, 400, "max_s"),
        ("/v2/rerank", {"model": V5, "relevant_spans": {**SPANS, "threshold": 2}}, 400, "thres"),
        ("/v2/rerank", {"model": V5, "relevant_spans": {**SPANS, "x": 2}}, 422, "'x'"),
        ("/v1/rerank", {"documents": [{"a": "b"}]}, 400, "documents[0]"),
        ("/v1/rerank", {"documents": [1]}, 422, "documents[0]"),
        ("/v1/rerank", {"documents": ["a"] * 1001}, 400, "1001 * 10"),
        ("/v1/rerank", {"max_chunks_per_doc": 0}, 400, "max_chunks_per_doc"),
        ("/v1/rerank", {"rank_fields": [1]}, 422, "rank_fields"),
        ("/v1/rerank", {"return_documents": "yes"}, 422, "return_documents"),
    ],
)
async def test_what_breaks_a_rule_is_refused(
    caller: httpx.AsyncClient, path: str, fields: dict[str, Any], status: int, says: str
) -> None:
    response = await caller.post(path, json=asked(**fields))
    assert response.status_code == status, response.text
    assert says in response.json()["message"]


@settings(max_examples=50)
@given(damaged(KINDS))
def test_any_request_is_answered_or_refused(request: dict[str, Any]) -> None:
    raw = json.dumps(request).encode()
    try:
        ask = read(raw, json.loads(raw))
    except RefusedError:
        return
    answer = body(ask, "id")
    assert json.loads(json.dumps(answer)) == answer
    assert len(answer["results"]) == min(ask.top_n, len(ask.documents))
