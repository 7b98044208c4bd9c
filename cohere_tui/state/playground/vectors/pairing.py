"""The vectors of two runs, text by text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cohere_tui.state.playground.vectors.kinds import kind_named, most_exact
from cohere_tui.state.playground.vectors.picture import MISSING, cosine

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cohere_tui.models.vectors import Vector, Vectors


@dataclass(frozen=True, slots=True)
class Pair:
    """The two vectors of a text."""

    text: str
    cosine: float | None = None
    trouble: str = ""
    """Why there is no cosine; empty when there is."""


def common_kind(before: Mapping[str, Vectors], after: Mapping[str, Vectors]) -> str:
    """The most exact kind that both have; "" where there is none."""
    return most_exact(tuple(kind for kind in before if kind in after))


def pairs(
    before: tuple[Sequence[str], Vectors], after: tuple[Sequence[str], Vectors], kind: str
) -> Iterator[Pair]:
    """Every text of either, in order: what its two vectors, of a kind, have to do with each other.

    Of a text that was embedded several times in one run, the first counts.
    """
    old, new = _by_text(*before), _by_text(*after)
    for text in dict.fromkeys((*old, *new)):
        if text not in new:
            yield Pair(text, trouble="only in the earlier run")
        elif text not in old:
            yield Pair(text, trouble="only in the later run")
        else:
            yield _pair(text, old[text], new[text], kind)


def _by_text(texts: Sequence[str], vectors: Vectors) -> dict[str, Vector | None]:
    padded = (*vectors, *[None] * (len(texts) - len(vectors)))
    found: dict[str, Vector | None] = {}
    for text, vector in zip(texts, padded, strict=False):
        found.setdefault(text, vector)
    return found


def _pair(text: str, old: Vector | None, new: Vector | None, kind: str) -> Pair:
    if old is None or new is None:
        return Pair(text, trouble=MISSING)
    if len(old) != len(new):
        sizes = " and ".join(f"{kind_named(kind).dimension(one):,}" for one in (old, new))
        return Pair(text, trouble=f"{sizes} dimensions cannot be compared")
    alike = cosine(old, new, kind)
    return Pair(text, alike, "" if alike is not None else "a vector has no direction")
