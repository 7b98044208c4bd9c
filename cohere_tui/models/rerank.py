"""POST /v2/rerank and /v1/rerank: documents by how well they answer a query (API.md 9)."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, Self, TypeAlias

from pydantic import AfterValidator, Field, model_validator

from cohere_tui.models.bounds import FromOne, Priority
from cohere_tui.models.generations import older_than
from cohere_tui.models.messages import Filled
from cohere_tui.models.meta import Meta
from cohere_tui.models.refusing import broken
from cohere_tui.models.wire import Event, Many, OrElse, Sent, Wire, Word

MOST_DOCUMENTS: Final = 10_000
"""How many documents a request may hold; with v1, times the chunks of each."""
_CHUNKS: Final = 10
"""How many chunks of a document v1 looks at unless told."""


class RelevantSpans(Sent):
    """Whether to mark the passages that matter, from rerank v5 on."""

    mode: Literal["enabled", "disabled"]
    threshold: float | None = Field(
        None, ge=0, le=1, allow_inf_nan=False, description="a number from 0 to 1"
    )
    """How relevant a passage has to be; the server's default is 0.1."""
    max_spans: FromOne = None
    """How many passages of a document at most."""


class RerankManyRequest(Sent):
    """What to rank with a v2 model, however many documents; a service splits it into requests.

    Structured documents are best written as YAML, each a string.
    """

    model: Filled
    query: Filled
    documents: tuple[str, ...] = Field(min_length=1, description="at least one text")
    top_n: FromOne = None
    """How many results; all when left out."""
    max_tokens_per_doc: FromOne = None
    """Where a document is cut; the server's default is 4096."""
    relevant_spans: RelevantSpans | None = None
    priority: Priority = None

    @model_validator(mode="after")
    def _rules(self) -> Self:
        spans = self.relevant_spans
        if spans is not None and spans.mode == "enabled" and older_than(5, self.model):
            raise broken("relevant_spans", "needs a rerank model from v5 on")
        return self


class RerankRequest(RerankManyRequest):
    """A v2 request."""

    documents: tuple[str, ...] = Field(
        min_length=1, max_length=MOST_DOCUMENTS, description=f"1 to {MOST_DOCUMENTS} texts"
    )


class RerankRequestV1(Sent):
    """A v1 request: a document is a text, or an object with `text` or the `rank_fields`."""

    query: Filled
    documents: tuple[str | dict[str, Any], ...] = Field(
        min_length=1, description="at least one text or object"
    )
    model: Filled | None = None
    top_n: FromOne = None
    rank_fields: tuple[Filled, ...] | None = Field(
        None, min_length=1, description="at least one name"
    )
    """Which fields of the documents to look at; `text` when left out."""
    return_documents: bool | None = None
    max_chunks_per_doc: FromOne = None
    """The server's default is 10."""

    @model_validator(mode="after")
    def _rules(self) -> Self:
        chunks = self.max_chunks_per_doc or _CHUNKS
        most = MOST_DOCUMENTS // chunks
        if len(self.documents) > most:
            raise broken("documents", f"at most {most}, of {chunks} chunks (max_chunks_per_doc)")
        wanted = self.rank_fields or ("text",)
        for at, document in enumerate(self.documents):
            if isinstance(document, dict) and not any(name in document for name in wanted):
                raise broken(f"documents.{at}", f"has none of the fields {', '.join(wanted)}")
        return self


_Score: TypeAlias = Annotated[float, Field(allow_inf_nan=False)]


class RelevantSpan(Event):
    """A passage of a document, `document[start:end]`, counted in code points."""

    start: Annotated[int, OrElse(0)] = 0
    end: Annotated[int, OrElse(0)] = 0
    score: Annotated[_Score, OrElse(0.0)] = 0.0


class Ranked(Event):
    """A document's place in the order."""

    index: Annotated[int, OrElse(-1)] = -1
    """Which of the documents that were sent, from 0."""
    relevance_score: Annotated[_Score | None, OrElse(None)] = None
    """From 0 to 1; it can be tiny. None where the server gave none."""
    relevant_spans: Many[RelevantSpan] = ()
    document: Annotated[dict[str, Any] | None, OrElse(None)] = None
    """The document itself, from v1 when asked for; its `text`, and what else was in it."""


def _known(results: tuple[Ranked, ...]) -> tuple[Ranked, ...]:
    """Without those that do not say which document they are."""
    return tuple(result for result in results if result.index >= 0)


class RerankResponse(Wire):
    """The documents in the order of their relevance, the best first."""

    id: Word = ""
    results: Annotated[Many[Ranked], AfterValidator(_known)] = ()
    meta: Annotated[Meta, OrElse(Meta())] = Meta()
    warning: Word = ""
    """The server's remark for people."""
