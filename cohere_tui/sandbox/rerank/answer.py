"""The answer to a request to rank (API.md 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cohere_tui.sandbox.answers.bm25 import Query, Span
from cohere_tui.sandbox.answers.tokens import count

if TYPE_CHECKING:
    from cohere_tui.sandbox.rerank.asked import Marking, RerankAsk

_SEARCH = 100
_BILLED_CHUNK = 500


def body(ask: RerankAsk, answer_id: str) -> dict[str, Any]:
    """The answer as a JSON object: the best documents first, of equal ones the earlier."""
    query = Query(ask.query)
    scores = [max(map(query.relevance, one.chunks)) for one in ask.documents]
    order = sorted(range(len(scores)), key=lambda at: -scores[at])[: ask.top_n]
    return {
        "id": answer_id,
        "results": [_result(ask, query, at, scores[at]) for at in order],
        "meta": {"api_version": {"version": ask.version}, "billed_units": billed(ask)},
    }


def billed(ask: RerankAsk) -> dict[str, int]:
    """What it costs: models from v5 on count tokens, older ones searches (API.md 21)."""
    query = count(ask.query)
    if ask.model.marks_spans:
        return {"text_tokens": query + sum(one.tokens for one in ask.documents)}
    chunks = sum(-(-(query + one.tokens) // _BILLED_CHUNK) for one in ask.documents)
    return {"search_units": -(-chunks // _SEARCH)}


def _result(ask: RerankAsk, query: Query, at: int, score: float) -> dict[str, Any]:
    result: dict[str, Any] = {"index": at, "relevance_score": score}
    if ask.returned:
        result["document"] = ask.returned[at]
    if ask.marking is not None:
        spans = _best(query, ask.documents[at].chunks[0], ask.marking)
        if spans:
            result["relevant_spans"] = [
                {"start": span.start, "end": span.end, "score": span.score} for span in spans
            ]
    return result


def _best(query: Query, document: str, marking: Marking) -> list[Span]:
    """The passages that matter most, in the order of the document."""
    spans = query.spans(document, marking.threshold)
    best = sorted(spans, key=lambda span: -span.score)[: marking.most]
    return sorted(best, key=lambda span: span.start)
