"""From a request to what is to be ranked, or to the refusal the API would give (API.md 9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cohere_tui.sandbox import fields
from cohere_tui.sandbox.answers.tokens import cut, pieces
from cohere_tui.sandbox.catalogue import MODELS, Model, model_named
from cohere_tui.sandbox.wire import RefusedError, invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

MOST = 10_000
_CHUNKS = 10
_CHUNK = 512
_TOKENS_PER_DOC = 4096
_OLD_QUERY = 2048
_THRESHOLD = 0.1

_SHARED: fields.Fields = {
    "model": "string",
    "query": "string",
    "documents": "array",
    "top_n": "integer",
}
V1: fields.Fields = {
    **_SHARED,
    "rank_fields": "array",
    "return_documents": "boolean",
    "max_chunks_per_doc": "integer",
}
_V2: fields.Fields = {
    **_SHARED,
    "max_tokens_per_doc": "integer",
    "relevant_spans": "object",
    "priority": "integer",
}
_SPANS: fields.Fields = {"mode": "string", "threshold": "number", "max_spans": "integer"}
_BOUNDS: fields.Bounds = {"priority": (0, 999, "0 and 999")}


@dataclass(frozen=True, slots=True)
class Marking:
    """How to mark the passages that matter."""

    threshold: float = _THRESHOLD
    most: int | None = None
    """How many of a document."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A document as the model sees it."""

    chunks: tuple[str, ...]
    """Its best chunk counts."""
    tokens: int


@dataclass(frozen=True, slots=True)
class RerankAsk:
    """A request to rank that is in order."""

    model: Model
    query: str
    documents: tuple[Weighed, ...]
    top_n: int
    marking: Marking | None = None
    returned: tuple[Any, ...] = ()
    """The documents themselves, where they are wanted back."""
    version: str = "2"


def read(raw: bytes, parsed: Any, named: Callable[[str], Model] = model_named) -> RerankAsk:
    """The request of a v2 body, or the refusal. `named` looks up models."""
    body = fields.shaped(fields.object_of(raw, parsed), _V2)
    fields.bounded(body, _BOUNDS)
    if not body.get("model"):
        raise RefusedError(400, "a model parameter is required for this endpoint.")
    model = _model(named(body["model"]))
    _from_one(body, "top_n", "max_tokens_per_doc")
    texts = _documents(body, "string")
    most = body.get("max_tokens_per_doc", _TOKENS_PER_DOC)
    cuts = (cut(text, most) for text in texts)
    return RerankAsk(
        model=model,
        query=_query(body, model),
        documents=tuple(Weighed((text,), tokens) for text, tokens, _ in cuts),
        top_n=body.get("top_n", len(texts)),
        marking=_marking(body, model),
    )


def read_v1(body: Mapping[str, Any], named: Callable[[str], Model] = model_named) -> RerankAsk:
    """The request of the known fields of a v1 body, or the refusal. `named` looks up models."""
    default = next(model for model in MODELS if "rerank" in model.default_for)
    model = _model(named(body["model"]) if body.get("model") else default)
    _from_one(body, "top_n", "max_chunks_per_doc")
    documents = _documents(body, "string|object")
    chunks = body.get("max_chunks_per_doc", _CHUNKS)
    if len(documents) * chunks > MOST:
        raise invalid(
            f"the number of documents times max_chunks_per_doc must be at most {MOST} - "
            f"received {len(documents)} * {chunks}."
        )
    names = fields.items(body.get("rank_fields"), "string", "rank_fields") or ["text"]
    texts = [_text(document, names, at) for at, document in enumerate(documents)]
    return RerankAsk(
        model=model,
        query=_query(body, model),
        documents=tuple(_chunked(text, chunks) for text in texts),
        top_n=body.get("top_n", len(documents)),
        returned=tuple({"text": one} if isinstance(one, str) else one for one in documents)
        if body.get("return_documents")
        else (),
        version="1",
    )


def _model(model: Model) -> Model:
    if "rerank" not in model.endpoints:
        raise invalid(f"model '{model.name}' is not supported by the rerank API")
    return model


def _from_one(body: Mapping[str, Any], *names: str) -> None:
    for name in names:
        if body.get(name, 1) < 1:
            raise invalid(f"{name} must be at least 1.")


def _query(body: Mapping[str, Any], model: Model) -> str:
    query: str = body.get("query", "")
    if not query.strip():
        raise invalid("query must be at least 1 token long.")
    return cut(query, _OLD_QUERY)[0] if model.context <= 2 * _OLD_QUERY else query


def _documents(body: Mapping[str, Any], kind: str) -> list[Any]:
    documents = fields.items(body.get("documents"), kind, "documents")
    if not documents:
        raise invalid("documents must hold at least 1 element.")
    if len(documents) > MOST:
        raise invalid(f"at most {MOST} documents can be ranked - received {len(documents)}.")
    return documents


def _text(document: str | dict[str, Any], names: Sequence[str], at: int) -> str:
    """What is looked at: the text itself, or the fields that are named."""
    if isinstance(document, str):
        return document
    present = [name for name in names if document.get(name) is not None]
    if not present:
        raise invalid(f"documents[{at}] has none of the fields {', '.join(names)}.")
    if names == ["text"]:
        return str(document["text"])
    return "\n".join(f"{name}: {document[name]}" for name in present)


def _chunked(text: str, most: int) -> Weighed:
    """A document in pieces of a few hundred tokens, no more of them than `most`."""
    found = pieces(text)[: most * _CHUNK]
    starts = range(0, len(found) or 1, _CHUNK)
    return Weighed(tuple("".join(found[at : at + _CHUNK]) for at in starts), len(found))


def _marking(body: Mapping[str, Any], model: Model) -> Marking | None:
    if "relevant_spans" not in body:
        return None
    asked = fields.shaped(body["relevant_spans"], _SPANS, "relevant_spans")
    if not fields.one_of(asked.get("mode"), ("enabled", "disabled"), "relevant_spans.mode"):
        raise invalid("relevant_spans.mode must be provided.")
    _from_one(asked, "max_spans")
    fields.bounded(asked, {"threshold": (0, 1, "0 and 1")})
    if asked["mode"] == "disabled":
        return None
    if not model.marks_spans:
        raise invalid(f"relevant_spans is not supported by the provided model: {model.name}.")
    return Marking(asked.get("threshold", _THRESHOLD), asked.get("max_spans"))
