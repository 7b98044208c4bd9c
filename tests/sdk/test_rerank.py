"""Reranking with the official SDK: both versions, asynchronous and not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cohere
import pytest
from cohere.errors import BadRequestError, NotFoundError

from tests.sdk.conftest import blocking, blocking2

if TYPE_CHECKING:
    from cohere_tui.sandbox.server import Sandbox

DOCUMENTS = ["The sky was grey.", "Grinding at the mill ended.", "A tide mill. It was grey."]


async def test_v2(sdk2: cohere.AsyncClientV2) -> None:
    answer = await sdk2.rerank(
        model="rerank-v4.0-pro",
        query="grinding mill",
        documents=DOCUMENTS,
        top_n=2,
        max_tokens_per_doc=100,
        priority=0,
    )
    assert [one.index for one in answer.results] == [1, 2]
    assert answer.results[0].relevance_score > answer.results[1].relevance_score
    assert answer.meta is not None
    assert answer.meta.billed_units is not None
    assert answer.meta.billed_units.search_units == 1


async def test_v2_marks_passages(sdk2: cohere.AsyncClientV2) -> None:
    answer = await sdk2.rerank(
        model="rerank-v5.0-fast",
        query="mill",
        documents=DOCUMENTS,
        relevant_spans=cohere.RerankRelevantSpans(mode="enabled", threshold=0.2, max_spans=1),
    )
    spans = {one.index: one.relevant_spans for one in answer.results}
    (span,) = spans[2] or []
    assert DOCUMENTS[2][span.start : span.end] == "A tide mill."
    assert not spans[0]
    assert answer.meta is not None
    assert answer.meta.billed_units is not None
    assert answer.meta.billed_units.text_tokens


async def test_v2_blocking(sandbox: Sandbox) -> None:
    answer = await blocking2(
        sandbox,
        lambda sdk: sdk.rerank(model="rerank-v3.5", query="sky", documents=DOCUMENTS, top_n=1),
    )
    assert [one.index for one in answer.results] == [0]


async def test_v1(sdk: cohere.AsyncClient) -> None:
    answer = await sdk.rerank(
        query="mill",
        documents=[DOCUMENTS[0], {"text": "mill"}],
        return_documents=True,
        top_n=1,
    )
    (best,) = answer.results
    assert best.document is not None
    assert (best.index, best.document.text) == (1, "mill")


async def test_v1_by_fields_blocking(sandbox: Sandbox) -> None:
    answer = await blocking(
        sandbox,
        lambda sdk: sdk.rerank(
            model="rerank-english-v3.0",
            query="mill",
            documents=[{"title": "sky", "text": "mill"}, {"title": "mill", "text": "sky"}],
            rank_fields=["title"],
            max_chunks_per_doc=2,
        ),
    )
    assert [one.index for one in answer.results] == [1, 0]
    assert answer.results[0].document is None


async def test_refusals_are_the_sdks_own_errors(
    sdk: cohere.AsyncClient, sdk2: cohere.AsyncClientV2
) -> None:
    with pytest.raises(BadRequestError):
        await sdk2.rerank(model="rerank-v4.0-pro", query="mill", documents=[])
    with pytest.raises(NotFoundError):
        await sdk2.rerank(model="rerank-english-v2.0", query="mill", documents=DOCUMENTS)
    with pytest.raises(BadRequestError):
        await sdk.rerank(query="", documents=DOCUMENTS)
