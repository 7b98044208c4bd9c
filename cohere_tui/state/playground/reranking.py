"""What is in the form of the rerank playground, as a request; and two runs of it side by side."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from cohere_tui.errors import RequestInvalid
from cohere_tui.models.generations import generation_of
from cohere_tui.models.rerank import RerankManyRequest, RerankRequestV1
from cohere_tui.state.facts import Fact
from cohere_tui.state.naming import count
from cohere_tui.state.playground.comparison import Comparison
from cohere_tui.state.playground.documents import (
    UnclearError,
    as_text,
    fielded_in,
    names_in,
    numbered,
)
from cohere_tui.state.playground.ranking import Ranking, Standing, ranked
from cohere_tui.state.playground.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cohere_tui.models.rerank import RerankResponse
    from cohere_tui.state.form import Faults, Values
    from cohere_tui.state.playground.documents import Fielded

AUTO: Final = "auto"
LINES: Final = "one per line; F7 takes them from a file"
_MARKING: Final = 5
"""From this generation on models mark passages."""

_NUMBERS: Final = ("top_n", "max_tokens_per_doc", "max_chunks_per_doc", "priority")
_NO_DOCUMENTS: Final = "write at least one document, each on a line of its own"


def is_v1(values: Values) -> bool:
    """Whether the older version of the API is asked."""
    return values.get("api_version") == "1"


def has_fields(values: Values) -> bool:
    """Whether the documents have named fields."""
    return values.get("documents_are") == "fields"


def request_of(values: Values) -> RerankManyRequest | RerankRequestV1:
    """The request; raises `RequestInvalid` with the first thing that is wrong."""
    for field, what in _unclear(values).items():
        raise RequestInvalid(f"{field}: {what}", field=field)
    return _kind(values).of(_wire(values))


def faults_of(values: Values) -> Faults:
    """What is wrong, by the names of the form's fields; a document by the number of its line."""
    unclear = _unclear(values)
    if unclear:
        values = {**values, "documents": "nothing is wrong", "documents_are": "text"}
    found = dict(unclear)
    for name, what in _kind(values).faults(_wire(values)).items():
        field, *rest = name.split(".")
        if name in values:
            found.setdefault(name, what)
        elif field == "documents" and rest and rest[0].isdigit():
            line = _line(values["documents"], int(rest[0]))
            found.setdefault(field, f"line {line} {what}")
        else:
            found.setdefault(field, what)
    return found


def hints_of(values: Values, at_once: int) -> Values:
    """How many documents there are, and how many requests they take, `at_once` with each."""
    try:
        documents = len(_documents(values))
    except UnclearError:
        return {}
    if not documents:
        return {}
    requests = count(requests_for(values, at_once), "request")
    told = f"{count(documents, 'document')} in {requests}"
    return {"documents": f"{told}; {LINES}"}


def requests_for(values: Values, at_once: int) -> int:
    """How many requests it takes, `at_once` documents with each."""
    return 1 if is_v1(values) else -(-len(_documents(values)) // at_once)


def texts_of(values: Values) -> tuple[str, ...]:
    """The documents as they are shown; where they are sent as texts, the very same."""
    first = names_in(values.get("rank_fields", "")) if is_v1(values) else ()
    try:
        return tuple(as_text(document, first) for document in _documents(values))
    except UnclearError:
        return ()


def ranking_of(values: Values, answer: RerankResponse) -> Ranking:
    """The documents of the form in the order of the answer."""
    wanted = values.get("top_n", "")
    return ranked(answer.results, texts_of(values), int(wanted) if wanted.isdecimal() else None)


def what_is_missing(ranking: Ranking) -> str:
    """What should have come and did not, as a sentence; empty when nothing."""
    words, came = [], len(ranking.rows)
    if ranking.missing:
        expected = count(ranking.missing + came, "document")
        words.append(f"{ranking.missing:,} of {expected} did not come back")
    if ranking.unscored:
        words.append(f"{ranking.unscored:,} of {count(came, 'document')} came without a score")
    return "; ".join(words)


def sheet_of(ranking: Ranking) -> Sheet:
    """The ranked documents as a table."""
    rows = tuple((_place(one), one.score, one.index, one.text) for one in ranking.rows)
    return Sheet(("place", "score", "index", "document"), rows)


def compared(before: Ranking, after: Ranking) -> Comparison:
    """Where each document stood and stands, and how its score changed; the same by its text."""
    old, new = _by_text(before), _by_text(after)
    both = [key for key in new if key in old]
    moved = sum(_place(old[key]) != _place(new[key]) for key in both)
    facts = [Fact("in both", count(len(both), "document"))]
    if both:
        facts.append(Fact("changed places", f"{moved:,} of them"))
    if gone := len(old) - len(both):
        facts.append(Fact("only before", count(gone, "document")))
    if come := len(new) - len(both):
        facts.append(Fact("only after", count(come, "document")))
    rows = tuple(_pair(key[0], old.get(key), new.get(key)) for key in dict.fromkeys((*new, *old)))
    columns = ("before", "after", "score before", "score after", "difference", "document")
    return Comparison(tuple(facts), Sheet(columns, rows))


def _by_text(ranking: Ranking) -> dict[tuple[str, int], Standing]:
    """By text and, of equal texts, by which of them it is."""
    seen: Counter[str] = Counter()
    found = {}
    for one in ranking.rows:
        found[one.text, seen[one.text]] = one
        seen[one.text] += 1
    return found


def _place(one: Standing | None) -> int | None:
    """Without a score a document has no place."""
    return None if one is None or one.score is None else one.place


def _pair(text: str, old: Standing | None, new: Standing | None) -> tuple[Any, ...]:
    scores = [one.score if one else None for one in (old, new)]
    was, now = scores
    difference = None if was is None or now is None else round(now - was, 6)
    return (
        _place(old),
        _place(new),
        *scores,
        difference,
        text,
    )


# --- from the form to the wire


def _kind(values: Values) -> type[RerankManyRequest | RerankRequestV1]:
    return RerankRequestV1 if is_v1(values) else RerankManyRequest


def _unclear(values: Values) -> dict[str, str]:
    try:
        documents = _documents(values)
    except UnclearError as error:
        return {"documents": str(error)}
    return {} if documents else {"documents": _NO_DOCUMENTS}


def _wire(values: Values) -> dict[str, Any]:
    documents: Sequence[str | Fielded] = _documents(values)
    if not is_v1(values):
        documents = [as_text(one) for one in documents]
    fields: dict[str, Any] = {"query": values["query"], "documents": documents}
    fields |= {name: values[name] for name in ("model", *_NUMBERS) if values.get(name)}
    if names := names_in(values.get("rank_fields", "")):
        fields["rank_fields"] = names
    if values.get("return_documents"):
        fields["return_documents"] = True
    if spans := _spans(values):
        fields["relevant_spans"] = spans
    return fields


def _spans(values: Values) -> Mapping[str, Any]:
    wanted = values.get("relevant_spans", "disabled")
    if wanted == AUTO:
        can = (generation_of(values.get("model")) or 0) >= _MARKING
        wanted = "enabled" if can else "disabled"
    if wanted == "disabled":
        return {}
    more = {name: values.get(f"relevant_spans.{name}") for name in ("threshold", "max_spans")}
    return {"mode": wanted, **{name: value for name, value in more.items() if value}}


def _documents(values: Values) -> tuple[str | Fielded, ...]:
    return _read(values["documents"], fielded=has_fields(values))


@lru_cache(maxsize=4)
def _read(written: str, *, fielded: bool) -> tuple[str | Fielded, ...]:
    """What is written; remembered, for it is asked for with every key."""
    return fielded_in(written) if fielded else tuple(text for _, text in numbered(written))


def _line(written: str, document: int) -> int:
    """The number of the line on which a document stands."""
    lines = [number for number, _ in numbered(written)]
    return lines[document] if document < len(lines) else 0
