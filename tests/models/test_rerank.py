"""Rerank: what is sent, and answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

from cohere_tui.errors import RequestInvalid
from cohere_tui.models.generations import generation_of, older_than
from cohere_tui.models.rerank import (
    RerankManyRequest,
    RerankRequest,
    RerankRequestV1,
    RerankResponse,
)
from tests.conftest import FIXTURES
from tests.models.junk import JSON_VALUES, names_in, objects, read_or_refuse
from tests.openapi import faults, needs_description

if TYPE_CHECKING:
    from cohere_tui.models.wire import Sent

RESPONSES = FIXTURES / "responses"
REQUESTS = FIXTURES / "requests"
V2, V1 = (
    f"paths/~1{version}~1rerank/post/requestBody/content/application~1json/schema"
    for version in ("v2", "v1")
)


def answer(name: str) -> RerankResponse:
    return RerankResponse.read((RESPONSES / f"{name}.json").read_bytes())


def asked(**fields: Any) -> dict[str, Any]:
    return {"model": "rerank-v4.0-pro", "query": "mill", "documents": ["sea", "mill"], **fields}


def test_indexes_and_scores() -> None:
    response = answer("v2_rerank")
    assert response.id == "7aeff54e-808c-46a6-9f49-2fba47a1fca7"
    assert [(one.index, one.relevance_score) for one in response.results] == [
        (1, 0.91),
        (0, 7.12e-05),
    ]
    assert all(one.document is None and one.relevant_spans == () for one in response.results)
    assert response.meta.billed.search_units == 1
    assert response.meta.version == "2"


def test_documents_come_back_from_v1() -> None:
    response = answer("v1_rerank")
    assert [one.document for one in response.results] == [
        {"text": "Grinding ended in 1937."},
        {"text": "The sky was grey."},
    ]
    assert response.meta.version == "1"


def test_spans() -> None:
    response = answer("v2_rerank.relevant_spans")
    (span,) = response.results[0].relevant_spans
    assert (span.start, span.end, span.score) == (0, 23, 0.84)
    assert response.results[1].relevant_spans == ()
    assert response.meta.billed.text_tokens == 42
    assert response.meta.billed.search_units is None


def test_odd_results_are_read_as_far_as_they_go() -> None:
    results = [
        {"index": 1.0, "relevance_score": "0.5", "document": "text"},
        {"index": "x", "relevance_score": 0.9},
        {"index": -1},
        {"relevance_score": 0.9},
        7,
        {"index": 2, "relevance_score": None, "relevant_spans": {"start": 1}},
    ]
    response = RerankResponse.read(json.dumps({"results": results}))
    assert [(one.index, one.relevance_score) for one in response.results] == [(1, 0.5), (2, None)]
    assert response.results[0].document is None
    (span,) = response.results[1].relevant_spans
    assert (span.start, span.end) == (1, 0)


@settings(max_examples=50)
@given(JSON_VALUES | objects(names_in(RerankResponse)))
def test_any_json_is_a_response_or_refused(value: Any) -> None:
    response = read_or_refuse(RerankResponse, value)
    assert response is None or all(one.index >= 0 for one in response.results)


LEGAL: list[dict[str, Any]] = [
    *(json.loads(path.read_bytes()) for path in sorted(REQUESTS.glob("v2_rerank*.json"))),
    asked(documents=["a"] * 10_000, top_n=20_000),
    asked(max_tokens_per_doc=1, priority=999),
    asked(model="rerank-v3.5", relevant_spans={"mode": "disabled"}),
    asked(model="my-own-reranker", relevant_spans={"mode": "enabled", "threshold": 1}),
]
LEGAL_V1: list[dict[str, Any]] = [
    {"query": "mill", "documents": ["sea", {"text": "mill", "year": 1937}]},
    asked(documents=["a"] * 1000, return_documents=True),
    asked(documents=["a"] * 10_000, max_chunks_per_doc=1),
]
FREE = asked(documents=[{"title": "a"}, "b"], rank_fields=["title", "year"])


@needs_description
@pytest.mark.parametrize("fields", LEGAL, ids=range(len(LEGAL)))
def test_what_is_sent_is_as_described(fields: dict[str, Any]) -> None:
    assert faults(V2, RerankRequest.of(fields).to_wire()) == []


@needs_description
@pytest.mark.parametrize("fields", LEGAL_V1, ids=range(len(LEGAL_V1)))
def test_what_is_sent_to_v1_is_as_described(fields: dict[str, Any]) -> None:
    assert faults(V1, RerankRequestV1.of(fields).to_wire()) == []


@needs_description
def test_the_description_knows_no_documents_without_text() -> None:
    """It requires `text` in a document, which API.md 9.2 does not where `rank_fields` are given."""
    assert faults(V1, RerankRequestV1.of(FREE).to_wire())


@pytest.mark.parametrize("fields", LEGAL, ids=range(len(LEGAL)))
def test_what_was_set_is_sent(fields: dict[str, Any]) -> None:
    assert RerankRequest.of(fields).to_wire() == fields


@pytest.mark.parametrize("fields", [*LEGAL_V1, FREE], ids=range(len(LEGAL_V1) + 1))
def test_v1_sends_what_was_set(fields: dict[str, Any]) -> None:
    assert RerankRequestV1.of(fields).to_wire() == fields


SPANS = {"mode": "enabled"}


@pytest.mark.parametrize(
    ("kind", "fields", "field", "says"),
    [
        (RerankRequest, {"query": ""}, "query", "not empty"),
        (RerankRequest, {"documents": []}, "documents", "1 to 10000 texts"),
        (RerankRequest, {"documents": ["a"] * 10_001}, "documents", "1 to 10000 texts"),
        (RerankRequest, {"documents": [{"text": "a"}]}, "documents.0", "a text"),
        (RerankRequest, {"top_n": 0}, "top_n", "from 1"),
        (RerankRequest, {"max_tokens_per_doc": 0}, "max_tokens_per_doc", "from 1"),
        (RerankRequest, {"priority": -1}, "priority", "0 to 999"),
        (RerankRequest, {"return_documents": True}, "return_documents", "not a field"),
        (RerankRequest, {"relevant_spans": SPANS}, "relevant_spans", "from v5 on"),
        (RerankRequest, {"relevant_spans": {}}, "relevant_spans.mode", "missing"),
        (RerankRequest, {"relevant_spans": {**SPANS, "threshold": 2}},
         "relevant_spans.threshold", "a number from 0 to 1"),
        (RerankManyRequest, {"documents": []}, "documents", "at least one text"),
        (RerankRequestV1, {"documents": ["a"] * 1001}, "documents", "at most 1000"),
        (RerankRequestV1, {"documents": ["a"] * 101, "max_chunks_per_doc": 100},
         "documents", "at most 100, of 100 chunks"),
        (RerankRequestV1, {"documents": ["a", {"title": "b"}]}, "documents.1", "fields text"),
        (RerankRequestV1, {"rank_fields": []}, "rank_fields", "at least one name"),
        (RerankRequestV1, {"priority": 1}, "priority", "not a field"),
    ],
)  # fmt: skip
def test_what_cannot_be_sent_is_told(
    kind: type[Sent], fields: dict[str, Any], field: str, says: str
) -> None:
    with pytest.raises(RequestInvalid) as refused:
        kind.of(asked(**fields))
    assert refused.value.field == field
    assert says in str(refused.value)


def test_a_large_request_has_no_bound_on_its_documents() -> None:
    assert len(RerankManyRequest.of(asked(documents=["a"] * 20_000)).documents) == 20_000


@pytest.mark.parametrize(
    ("name", "generation"),
    [
        ("embed-v4.0", 4),
        ("embed-english-light-v3.0", 3),
        ("rerank-v3.5", 3),
        ("rerank-v10.0-pro", 10),
        ("batch-embed-v4", 4),
        ("command-a-03-2025", None),
        ("", None),
    ],
)
def test_names_tell_generations(name: str, generation: int | None) -> None:
    assert generation_of(name) == generation
    assert older_than(5, name) == (generation in (3, 4))
