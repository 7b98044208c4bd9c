"""Documents in the order a model put them in, and a line between those that matter and the rest."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cohere_tui.models.rerank import Ranked, RelevantSpan

_DIGITS: Final = 18
"""Behind the point, of a threshold at most."""
NO_SCORE: Final = "-"
"""Stands for a score that did not come."""
_SMALL: Final = 1e-4
_LARGE: Final = 1e6
"""Scores that are smaller or larger are told with a power of ten."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The code points `start` to `end` of a text that answer the query, and how well."""

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Standing:
    """A document and where it came to stand."""

    place: int
    """From 1, the best."""
    index: int
    """Which of the documents that were sent, from 0."""
    score: float | None
    """None where the server gave none: then its place says nothing, either."""
    share: float
    """Of the score of the best one, from 0 to 1."""
    text: str
    passages: tuple[Passage, ...] = ()
    """In the order of the text; none touches another."""

    @property
    def before(self) -> int:
        """Where it stood among the documents that were sent, from 1."""
        return self.index + 1

    @property
    def moved(self) -> int:
        """By how many places it rose."""
        return self.before - self.place

    @property
    def best_passage(self) -> Passage | None:
        """The passage that answers best."""
        return max(self.passages, key=lambda one: one.score, default=None)


@dataclass(frozen=True, slots=True)
class Ranking:
    """A frozen value; moving the line gives a new one."""

    rows: tuple[Standing, ...] = ()
    """By falling score; those without one come last."""
    given: int = 0
    """How many documents were sent."""
    wanted: int | None = None
    """How many results at most were asked for."""
    threshold: float | None = None
    """The least score of a document that matters; None: no line is drawn."""
    scores: tuple[float, ...] = ()
    """Those of the first rows: of all that have one."""

    @property
    def unscored(self) -> int:
        """How many documents came without a score: no threshold counts them."""
        return len(self.rows) - len(self.scores)

    @property
    def missing(self) -> int:
        """How many results should have come, and did not."""
        expected = self.given if self.wanted is None else min(self.given, self.wanted)
        return max(0, expected - len(self.rows))

    @property
    def above(self) -> int:
        """How many documents reach the threshold; all when there is none."""
        return len(self.rows) if self.threshold is None else self._reaching(self.threshold)

    @property
    def chosen(self) -> tuple[Standing, ...]:
        """The documents that reach the threshold."""
        return self.rows[: self.above]

    def parted_at(self, threshold: float | None) -> Ranking:
        """With the line at a score, or without one."""
        return replace(self, threshold=threshold)

    def parted_below(self, place: int) -> Ranking:
        """With the line below a place, 0 for above all; documents of one score stay together."""
        place = max(0, min(place, len(self.scores)))
        if not self.scores:
            return self
        if place:
            place = self._reaching(self.scores[place - 1])
        return self.parted_at(self._between(place))

    def moved(self, step: int) -> Ranking:
        """With the line one document further down (1) or up (-1)."""
        if not self.scores:
            return self
        if self.threshold is None:
            gap = self.widest_gap
            return self.parted_below(len(self.scores)) if gap is None else self.parted_at(gap)
        place = self.above
        if step > 0:
            return self.parted_below(place + 1)
        return self.parted_below(self.scores.index(self.scores[place - 1])) if place else self

    @property
    def widest_gap(self) -> float | None:
        """The threshold where the scores fall most; None where all are equal."""
        if len(self.scores) < 2:
            return None
        falls = [upper - lower for upper, lower in pairwise(self.scores)]
        most = max(falls)
        return self._between(falls.index(most) + 1) if most > 0 else None

    def _reaching(self, threshold: float) -> int:
        return bisect_right(self.scores, -threshold, key=lambda score: -score)

    def _between(self, place: int) -> float:
        """A round score that the first `place` documents reach, and no other."""
        if place == 0:
            best = self.scores[0]
            return round_between(best, best + max(abs(best) / 5, _SMALL))
        least = self.scores[place - 1]
        if place < len(self.scores):
            return round_between(self.scores[place], least)
        return 0.0 if least >= 0 else round_between(least - max(1.0, abs(least)), least)


def by_falling_score(score: float | None) -> tuple[bool, float]:
    """The key that sorts scores: the best first, what has none last."""
    return score is None, -(score or 0.0)


def ranked(results: Iterable[Ranked], texts: Sequence[str], wanted: int | None = None) -> Ranking:
    """What an answer says of the documents that were sent; of others it says nothing.

    Where it speaks of a document twice, the better place counts.
    """
    seen: dict[int, Ranked] = {}
    for one in sorted(results, key=lambda one: by_falling_score(one.relevance_score)):
        if 0 <= one.index < len(texts):
            seen.setdefault(one.index, one)
    found = (one.relevance_score for one in seen.values())
    scores = tuple(score for score in found if score is not None)
    best = scores[0] if scores else 0.0
    rows = tuple(
        Standing(
            place,
            one.index,
            one.relevance_score,
            _share(one.relevance_score, best),
            texts[one.index],
            passages(one.relevant_spans, len(texts[one.index])),
        )
        for place, one in enumerate(seen.values(), 1)
    )
    return Ranking(rows, len(texts), wanted, scores=scores)


def passages(spans: Iterable[RelevantSpan], length: int) -> tuple[Passage, ...]:
    """The spans as they can be marked in a text: in order, within it, overlapping ones as one."""
    found: list[Passage] = []
    for span in sorted(spans, key=lambda one: one.start):
        start, end = max(0, span.start), min(span.end, length)
        if start >= end:
            continue
        if found and start <= found[-1].end:
            last = found.pop()
            start, end = last.start, max(last.end, end)
            found.append(Passage(start, end, max(last.score, span.score)))
        else:
            found.append(Passage(start, end, span.score))
    return tuple(found)


def figure(score: float | None) -> str:
    """A score in few letters: `0.9812`, `7.1e-05`; a dash where there is none."""
    if score is None:
        return NO_SCORE
    if score == 0 or _SMALL <= abs(score) < 100:
        return f"{score:.4f}"
    return f"{score:.0f}" if 1 < abs(score) < _LARGE else f"{score:.1e}"


def threshold_text(threshold: float) -> str:
    """A threshold as it is told and written, in as few digits as it has."""
    return f"{threshold:.12g}"


def round_between(low: float, high: float) -> float:
    """The number of fewest digits above `low` and not above `high`, near the middle of them."""
    middle = low + (high - low) / 2
    for digits in range(_DIGITS):
        number = round(middle, digits)
        if low < number <= high:
            return number
    return high


def _share(score: float | None, best: float) -> float:
    return max(0.0, min(1.0, score / best)) if score is not None and best > 0 else 0.0
