"""How well a document answers a query: BM25, as in a library that never changes.

How rare a word is and how long a document is are usually counted in the collection at hand. Here
both are fixed: then a score depends on the query and its document alone, as that of a reranker
does, and scores of two requests may be compared.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

from cohere_tui.sandbox.answers.words import keywords, sentences, stem, words

_SATURATION = 1.2
_LENGTH_MATTERS = 0.4
_USUAL_LENGTH = 60
_STEEP = 12.5
_MIDDLE = 0.76
"""How much of the best possible score makes a relevance of one half."""


@dataclass(frozen=True, slots=True)
class Span:
    """A passage of a document that matters: `document[start:end]`, in code points."""

    start: int
    end: int
    score: float


class Query:
    """A query, ready to be held against documents."""

    def __init__(self, text: str) -> None:
        about = keywords(text) or words(text)
        self._wanted = {stem(word): _rarity(stem(word)) for word in about}
        self._best = sum(self._wanted.values())

    def relevance(self, document: str) -> float:
        """From 0 to 1: below 0.001 where they have no word in common, above 0.9 where all are."""
        found = words(document)
        return self._logistic(self._share(found))

    def spans(self, document: str, threshold: float) -> list[Span]:
        """The sentences at least as relevant as `threshold`, in their order."""
        spans = []
        at = 0
        for sentence in sentences(document):
            start = document.index(sentence, at)
            at = start + len(sentence)
            score = self.relevance(sentence)
            if score >= threshold:
                spans.append(Span(start, at, score))
        return spans

    def _share(self, found: list[str]) -> float:
        """How much of the best possible score a document has."""
        if not self._best:
            return 0.0
        counted = Counter(map(stem, found))
        pull = 1 - _LENGTH_MATTERS + _LENGTH_MATTERS * len(found) / _USUAL_LENGTH
        score = sum(
            rarity * counted[word] * (_SATURATION + 1) / (counted[word] + _SATURATION * pull)
            for word, rarity in self._wanted.items()
            if word in counted
        )
        return score / self._best

    def _logistic(self, share: float) -> float:
        return round(1 / (1 + math.exp(-_STEEP * (share - _MIDDLE))), 9)


def _rarity(word: str) -> float:
    """Long words are rare."""
    return 1 + math.log(1 + len(word))
