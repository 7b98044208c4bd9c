"""What came of Embed in its playground: kept, looked at, as a table, beside another run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cohere_tui.models.embed import EmbedResponse
from cohere_tui.state.columns import Tone
from cohere_tui.state.facts import Fact, Note
from cohere_tui.state.naming import count
from cohere_tui.state.playground.comparison import Comparison
from cohere_tui.state.playground.embedding import NOUNS, labels_of, source_of
from cohere_tui.state.playground.sheet import Sheet
from cohere_tui.state.playground.vectors.kinds import most_exact
from cohere_tui.state.playground.vectors.packing import packed, unpacked
from cohere_tui.state.playground.vectors.pairing import common_kind, pairs
from cohere_tui.state.playground.vectors.picture import measured, pictured

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cohere_tui.state.facts import FactLine
    from cohere_tui.state.playground.run import Run
    from cohere_tui.state.playground.vectors.pairing import Pair
    from cohere_tui.state.playground.vectors.picture import Picture

_ALIKE: Final = "embed-v5.0"
"""The vectors of models that begin so can be compared with each other (API.md 8.1)."""

# --- kept


def as_kept(answer: EmbedResponse) -> Any:
    """An answer as a JSON value, its vectors packed."""
    told = answer.model_dump(mode="json", exclude={"embeddings"}, exclude_defaults=True)
    return {**told, "vectors": packed(answer.embeddings)}


def as_restored(kept: Any) -> EmbedResponse:
    """The answer of `as_kept`. Raises `ValueError`."""
    try:
        told, vectors = dict(kept), kept["vectors"]
    except (TypeError, KeyError) as error:
        raise ValueError("this is no answer") from error
    del told["vectors"]
    embeddings = unpacked(vectors)
    return EmbedResponse.model_validate(told).model_copy(update={"embeddings": embeddings})


def as_json(answer: EmbedResponse) -> dict[str, Any]:
    """All but the vectors."""
    return answer.model_dump(mode="json", exclude={"embeddings"}, exclude_defaults=True)


# --- looked at


def kind_of(answer: EmbedResponse, wanted: str = "") -> str:
    """The kind of vectors that is looked at."""
    return wanted if wanted in answer.kinds else most_exact(answer.kinds)


def asked_of(run: Run[EmbedResponse]) -> int:
    """How many inputs there are vectors to expect for."""
    answer = run.answer
    return len(labels_of(run.values)) if answer.asked is None else answer.asked


def picture_of(run: Run[EmbedResponse], kind: str) -> Picture:
    """Everything there is to see of a kind. In a thread."""
    return pictured(run.answer.vectors(kind), kind, asked_of(run))


def all_labels(run: Run[EmbedResponse]) -> tuple[str, ...]:
    """What the inputs are called; those that nobody named have a number."""
    labels = labels_of(run.values)
    longest = max([asked_of(run), *map(len, run.answer.embeddings.values())])
    return (*labels[:longest], *(f"input {at + 1}" for at in range(len(labels), longest)))


def what_is_missing(picture: Picture) -> str:
    """What cannot be seen in a picture, and why; empty where all can."""
    words = []
    if picture.missing:
        inputs = count(len(picture.measured), "input")
        words.append(f"{len(picture.missing):,} of {inputs} left out: Vectors says why")
    if picture.beyond:
        shown, all_ = len(picture.similarity), len(picture.similarity) + picture.beyond
        words.append(f"the first {shown:,} of {all_:,}; Neighbours looks at all")
    return "; ".join(words)


# --- as tables


def sheet_of(run: Run[EmbedResponse]) -> Sheet:
    """A row for each input: what it is, how long its vector is, and each of its vectors."""
    labels, kinds = all_labels(run), run.answer.kinds
    exact = measured(run.answer.vectors(most_exact(kinds)), most_exact(kinds), len(labels))
    columns = (NOUNS[source_of(run.values)], "norm", *map(_column, kinds))
    return Sheet(
        columns,
        tuple(
            (label, one.norm if one.vector is not None else None, *_vectors(run.answer, one.place))
            for label, one in zip(labels, exact, strict=True)
        ),
    )


def _column(kind: str) -> str:
    return "vector" if kind == "float" else f"vector_{kind}"


def _vectors(answer: EmbedResponse, place: int) -> Iterator[list[float] | None]:
    for rows in answer.embeddings.values():
        vector = rows[place] if place < len(rows) else None
        yield None if vector is None else list(vector)


def compared(before: Run[EmbedResponse], after: Run[EmbedResponse]) -> Comparison:
    """How alike the two vectors of each text are. In a thread."""
    kind = common_kind(before.answer.embeddings, after.answer.embeddings)
    if not kind:
        what = "The two runs have no embedding type in common: their vectors cannot be compared."
        return Comparison((Note(what, Tone.WARNING),))
    sides = [(all_labels(run), run.answer.vectors(kind)) for run in (before, after)]
    found = tuple(pairs(sides[0], sides[1], kind))
    rows = tuple((one.text, one.cosine, one.trouble) for one in found)
    facts = (*_foreign(before, after), Fact("compared by", kind), *_told(found))
    return Comparison(
        (*facts, *_nearest(before, after, kind)), Sheet(("text", "cosine", "remark"), rows)
    )


def _foreign(before: Run[EmbedResponse], after: Run[EmbedResponse]) -> Iterator[FactLine]:
    models = [run.values.get("model", "") for run in (before, after)]
    if models[0] != models[1] and not all(model.startswith(_ALIKE) for model in models):
        what = "These are vectors of different models, which have nothing to do with each other."
        yield Note(what, Tone.WARNING)


def _told(found: Sequence[Pair]) -> Iterator[FactLine]:
    alike = [(one.cosine, one.text) for one in found if one.cosine is not None]
    if alike:
        mean = sum(cosine for cosine, _ in alike) / len(alike)
        yield Fact("cosine, on average", f"{mean:.4f} of {count(len(alike), 'pair')}")
        yield Fact("least alike", f"{min(alike)[0]:.4f} {min(alike)[1]}")
    troubles = [one.trouble for one in found if one.trouble]
    for trouble in dict.fromkeys(troubles):
        yield Fact("not compared", f"{count(troubles.count(trouble), 'text')}: {trouble}")


def _nearest(
    before: Run[EmbedResponse], after: Run[EmbedResponse], kind: str
) -> Iterator[FactLine]:
    """For how many texts the nearest one is the same: that means something for any two models."""
    if labels_of(before.values) != labels_of(after.values):
        return
    old, new = (picture_of(run, kind) for run in (before, after))
    both = [place for place in old.similarity.places if place in set(new.similarity.places)]
    if len(both) > 1:
        same = sum(_nearest_to(old, place) == _nearest_to(new, place) for place in both)
        yield Fact("same nearest text", f"{same:,} of {count(len(both), 'text')}")


def _nearest_to(picture: Picture, place: int) -> int:
    found = picture.similarity
    return found.places[found.nearest(found.places.index(place))]
