"""Reranking: one request, and as many as it takes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from cohere_tui.client.client import Client
from cohere_tui.client.endpoint import Endpoint
from cohere_tui.client.requests import RequestLog
from cohere_tui.errors import BadRequest
from cohere_tui.models.rerank import (
    RerankManyRequest,
    RerankRequest,
    RerankRequestV1,
    RerankResponse,
)
from cohere_tui.sandbox.knobs import Fault
from cohere_tui.services.rerank import RerankService, merged, split
from tests.client.wire import Wire, answer
from tests.openapi import judge_request, needs_description

if TYPE_CHECKING:
    from tests.services.conftest import Bench

DOCUMENTS = ["The sky was grey.", "Grinding at the mill ended.", "A tide mill. It was grey."]


def asked(**fields: Any) -> dict[str, Any]:
    return {"model": "rerank-v5.0-pro", "query": "mill", "documents": DOCUMENTS, **fields}


@needs_description
async def test_the_best_documents_first_with_their_passages(bench: Bench) -> None:
    request = RerankRequest.of(asked(top_n=2, relevant_spans={"mode": "enabled"}))
    response = await RerankService(bench.client).rerank(request)
    judge_request(bench.sandbox.requests[-1])
    assert sorted(one.index for one in response.results) == [1, 2]
    marked = {
        DOCUMENTS[one.index][span.start : span.end]
        for one in response.results
        for span in one.relevant_spans
    }
    assert marked == {"Grinding at the mill ended.", "A tide mill."}
    assert response.meta.billed.text_tokens
    assert response.id


@needs_description
async def test_v1_gives_the_documents_back(bench: Bench) -> None:
    documents = [*DOCUMENTS, {"text": "mill", "year": 1937}]
    request = RerankRequestV1.of(
        asked(model="rerank-v3.5", documents=documents, return_documents=True)
    )
    response = await RerankService(bench.client).rerank_v1(request)
    judge_request(bench.sandbox.requests[-1])
    found = {one.index: one.document for one in response.results}
    assert found[3] == {"text": "mill", "year": 1937}
    assert found[0] == {"text": DOCUMENTS[0]}
    assert response.meta.billed.search_units == 1


async def test_indexes_beyond_the_documents_are_dropped() -> None:
    results = [{"index": index, "relevance_score": 0.5} for index in (3, 2, 99)]
    reply = answer(200, {"results": results}, {"X-API-Warning": "retired soon"})
    async with Wire(reply) as wire:
        client = Client(Endpoint(base_url=wire.url, key="a-key"), RequestLog())
        response = await RerankService(client).rerank(RerankRequest.of(asked()))
        await client.aclose()
    assert [one.index for one in response.results] == [2]
    assert response.warning == "retired soon"


def documents(count: int) -> list[str]:
    """Every hundredth is about mills, the later the longer."""
    return [
        "mill" + " sea" * (number // 100) if number % 100 == 37 else f"harbour {number}"
        for number in range(count)
    ]


async def test_many_documents_are_one_order(bench: Bench) -> None:
    service = RerankService(bench.client)
    whole = await service.rerank_many(RerankManyRequest.of(asked(documents=documents(2300))))
    assert whole.parts.complete
    sizes = sorted(len(one.body["documents"]) for one in bench.sandbox.requests)
    assert sizes == [300, 1000, 1000]
    once = await service.rerank(RerankRequest.of(asked(documents=documents(2300))))
    assert whole.value.results == once.results
    assert [one.index for one in whole.value.results[:3]] == [37, 137, 237]
    # The query is billed with each request.
    each = once.meta.billed.text_tokens or 0
    assert each <= (whole.value.meta.billed.text_tokens or 0) <= each + 2


async def test_top_n_is_of_all(bench: Bench) -> None:
    request = RerankManyRequest.of(asked(documents=documents(2300), top_n=5))
    whole = await RerankService(bench.client).rerank_many(request)
    assert [one.index for one in whole.value.results] == [37, 137, 237, 337, 437]


async def test_what_came_before_trouble_is_one_order(bench: Bench) -> None:
    fault = Fault("/v2/rerank", 400, "no more", skip=1, times=1)
    bench.sandbox.knobs = replace(bench.sandbox.knobs, faults=(fault,))
    service = RerankService(bench.client)
    request = RerankManyRequest.of(asked(documents=documents(2300)))
    first = await service.rerank_many(request, at_once=1)
    assert isinstance(first.parts.trouble, BadRequest)
    assert sorted(one.index for one in first.value.results) == list(range(1000))
    shown: list[int] = []
    second = await service.rerank_many(
        request, known=first.parts, show=lambda parts: shown.append(parts.done)
    )
    assert sorted(one.index for one in second.value.results) == list(range(2300))
    assert shown == [2, 3]
    assert len(bench.sandbox.requests) == 4


def test_merging_keeps_equals_in_order_and_speaks_for_all() -> None:
    requests = split(RerankManyRequest.of(asked(documents=["a"] * 1002)))
    one = RerankResponse.model_validate(
        {"id": "x", "results": [{"index": 5, "relevance_score": 0.5}, {"index": 1}]}
    )
    other = RerankResponse.model_validate(
        {
            "id": "y",
            "results": [{"index": 1, "relevance_score": 0.9}, {"index": 0, "relevance_score": 0.5}],
        }
    )
    whole = merged(requests, [one, other])
    assert [result.index for result in whole.results] == [1001, 5, 1000, 1]
    assert whole.results[-1].relevance_score is None
    assert whole.id == ""
    assert merged(requests, [None, other], 1).results[0].index == 1001
    assert merged(requests, [None, None]).results == ()


@pytest.mark.parametrize("count", [1, 1000])
async def test_what_fits_is_one_request(bench: Bench, count: int) -> None:
    request = RerankManyRequest.of(asked(documents=["a"] * count))
    whole = await RerankService(bench.client).rerank_many(request)
    assert len(bench.sandbox.requests) == 1
    assert whole.value.id
    assert len(whole.value.results) == count
