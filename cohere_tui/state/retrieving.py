"""What a v1 answer was made from, gathered: queries, searches and documents (API.md 6.2, 6.3)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cohere_tui.state import growing, reading
from cohere_tui.state.parts import Citation, Retrieved, Search, Source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cohere_tui.models.answers_v1 import CitedV1, SearchQuery, SearchResult
    from cohere_tui.models.chat_v1 import ChatResponseV1
    from cohere_tui.state.answer import Answer


def asked_for(known: Retrieved, queries: Sequence[SearchQuery]) -> Retrieved:
    """`known` with further queries."""
    texts = (query.text for query in queries if query.text)
    return replace(known, queries=(*known.queries, *texts)[: growing.MOST])


def found(
    known: Retrieved, results: Sequence[SearchResult], documents: Sequence[Mapping[str, Any]]
) -> Retrieved:
    """`known` with what further searches found; a document that is known already stays."""
    searches = (
        Search(one.query, one.connector, one.document_ids, one.error_message) for one in results
    )
    sources = dict(known.documents)
    for document in documents[: growing.MOST - len(sources)]:
        source = _source(document, len(sources))
        sources.setdefault(source.id, source)
    return replace(known, searches=(*known.searches, *searches)[: growing.MOST], documents=sources)


def completed(known: Retrieved, response: ChatResponseV1) -> Retrieved:
    """`known` with those parts that the stream, if there was one, did not tell."""
    if not known.queries:
        known = asked_for(known, response.search_queries)
    results = () if known.searches else response.search_results
    documents = () if known.documents else response.documents
    return found(known, results, documents) if results or documents else known


def citations(turn: Answer, cited: Sequence[CitedV1]) -> tuple[Citation, ...]:
    """The citations of `turn`, with further ones of its text or its plan."""
    new = cited[: growing.MOST - len(turn.citations)]
    return (*turn.citations, *(_citation(turn, one) for one in new))


def _citation(turn: Answer, cited: CitedV1) -> Citation:
    in_plan = cited.type == "PLAN" or not turn.blocks
    start, end, text = reading.span(cited, turn.plan if in_plan else turn.blocks[0].text)
    documents = turn.retrieved.documents
    sources = tuple(documents.get(one) or Source(id=one) for one in cited.document_ids)
    kind = cited.type or ("PLAN" if in_plan else "TEXT_CONTENT")
    return Citation(start, end, text, sources, -1 if in_plan else 0, kind)


def _source(document: Mapping[str, Any], number: int) -> Source:
    """A document; the outputs of tools come as documents too, and say so."""
    kind = "tool" if "tool_name" in document else "document"
    source = reading.source_of(kind, "", document)
    return source if source.id else replace(source, id=f"doc_{number}")
