"""What a connector's own server sent when it was asked as a chat would ask it (API.md 17)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cohere_tui.state.columns import Tone
from cohere_tui.state.facts import Fact, FactLine, Heading, Note

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from cohere_tui.models.json import JSON

MOST_DOCUMENTS: Final = 100
MOST_FIELDS: Final = 60
_LONGEST: Final = 2_000
"""Characters of a field that are shown; all of it is copied."""
_TITLES: Final = ("title", "name", "id")
"""Fields that say in a word what a document is."""


@dataclass(frozen=True, slots=True)
class Checkup:
    """An answer that a chat could use."""

    status: int
    elapsed_s: float
    size: int
    """Bytes of the answer."""
    documents: tuple[Mapping[str, JSON], ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of all fields, in the order in which they came."""
        return tuple(dict.fromkeys(name for one in self.documents for name in one))


def documents_in(value: JSON) -> tuple[Mapping[str, JSON], ...]:
    """The documents in an answer, `{"results": [{…}]}`. ValueError says what is wrong with it."""
    if not isinstance(value, Mapping):
        raise ValueError(f"is {_kind(value)}, not a JSON object with results")  # noqa: TRY004
    if "results" not in value:
        named = ", ".join(list(value)[:5])
        raise ValueError(f"has no results{f', only {named}' if named else ''}")
    results = value["results"]
    if not isinstance(results, list):
        raise ValueError(f"has results that are {_kind(results)}, not a list")  # noqa: TRY004
    documents = []
    for number, one in enumerate(results, start=1):
        if not isinstance(one, Mapping):
            raise ValueError(f"has a result {number} that is {_kind(one)}, not an object")  # noqa: TRY004
        documents.append(one)
    return tuple(documents)


def told(checkup: Checkup, excludes: Collection[str]) -> tuple[FactLine, ...]:
    """The whole, as it is shown: what is excluded is marked, and what excludes names in vain."""
    return (
        *_summary(checkup, excludes),
        *(
            line
            for number, document in enumerate(checkup.documents[:MOST_DOCUMENTS], start=1)
            for line in _document(number, document, excludes)
        ),
        *_rest(len(checkup.documents)),
    )


def _summary(checkup: Checkup, excludes: Collection[str]) -> Iterator[FactLine]:
    count = len(checkup.documents)
    yield Fact("answer", f"{checkup.status}, as it should be", Tone.READY)
    yield Fact("time", f"{checkup.elapsed_s:.2f} s of at most 30 s")
    yield Fact("size", f"{checkup.size:,} bytes")
    if not count:
        yield Fact("documents", "none for this query", Tone.WARNING)
        return
    yield Fact("documents", f"{count:,}")
    yield Fact("fields", ", ".join(checkup.fields) or "none", copied="\n".join(checkup.fields))
    known = [name for name in excludes if name in checkup.fields]
    if known:
        yield Fact("excluded", ", ".join(known))
    for name in excludes:
        if name not in known:
            yield Note(f"“{name}” is excluded, but no document has it.", Tone.WARNING)


def _document(
    number: int, document: Mapping[str, JSON], excludes: Collection[str]
) -> Iterator[FactLine]:
    title = next((_text(document[name]) for name in _TITLES if document.get(name)), "")
    yield Heading(f"{number}  {title[:_LONGEST]}".rstrip())
    if not document:
        yield Note("It has no fields.", Tone.WARNING)
    for name, value in list(document.items())[:MOST_FIELDS]:
        text = _text(value)
        shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
        if name in excludes:
            yield Fact(name, f"(excluded) {shown}", Tone.QUIET, copied=text)
        else:
            yield Fact(name, shown, copied=text)
    if len(document) > MOST_FIELDS:
        yield Note(f"and {len(document) - MOST_FIELDS:,} more fields")


def _rest(count: int) -> Iterator[FactLine]:
    if count > MOST_DOCUMENTS:
        yield Heading("")
        yield Note(f"and {count - MOST_DOCUMENTS:,} more documents")


def _text(value: JSON) -> str:
    if isinstance(value, str):
        return value
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:  # whoever read it stood higher on the stack
        return "(nested too deeply to be shown)"


def _kind(value: JSON) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case str():
            return "a text"
        case list():
            return "a list"
        case Mapping():
            return "an object"
    return "a number"
