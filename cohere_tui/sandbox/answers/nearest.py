"""Labels for a text: those of the labelled examples that are most like it (API.md 12.1)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from cohere_tui.sandbox.answers.vectors import embed_text, typed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_BITS = 1024
_NEAREST = 3
"""How many examples speak for a label."""
_SHARPNESS = 10.0
"""How much more sure one is of what is nearer."""
_ENOUGH = 0.5
"""From which confidence on a label is one of several."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text, and the labels that it has."""

    text: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a text was taken for."""

    labels: dict[str, float]
    """Every label that there is and its confidence, from 0 to 1."""
    predictions: tuple[str, ...]
    """Those that apply, the surest first."""


class Classifier:
    """Knows examples. Making one and asking it take time: to be done in a thread."""

    def __init__(self, examples: Sequence[Example], *, several: bool) -> None:
        """`several`: whether a text may have several labels, or none."""
        self._several = several
        self._known = [(_signature(one.text), frozenset(one.labels)) for one in examples]
        self._labels = list(dict.fromkeys(label for one in examples for label in one.labels))

    def classify(self, text: str) -> Verdict:
        """The labels of a text. Of one label each, the confidences add up to 1."""
        signature = _signature(text)
        likeness = [(_likeness(signature, one), labels) for one, labels in self._known]
        with_it = {
            label: _nearest(like for like, labels in likeness if label in labels)
            for label in self._labels
        }
        if not self._several:
            shares = _shares(with_it)
            return Verdict(shares, (max(shares, key=shares.__getitem__),))
        shares = {
            label: _odds(near - _nearest(like for like, labels in likeness if label not in labels))
            for label, near in with_it.items()
        }
        apply = [label for label, share in shares.items() if share >= _ENOUGH]
        return Verdict(shares, tuple(sorted(apply, key=shares.__getitem__, reverse=True)))


def _signature(text: str) -> int:
    """The signs of its vector: how many of them two texts share tells how alike they are."""
    bits = typed(embed_text(text, _BITS), "ubinary")
    return int.from_bytes(bytes(int(byte) for byte in bits), "big")


def _likeness(one: int, other: int) -> float:
    """1 for the same, about 0 for what has nothing in common."""
    return 1 - 2 * (one ^ other).bit_count() / _BITS


def _nearest(likenesses: Iterable[float]) -> float:
    return fmean(sorted(likenesses, reverse=True)[:_NEAREST] or [0.0])


def _shares(scores: dict[str, float]) -> dict[str, float]:
    best = max(scores.values())
    weights = {label: math.exp(_SHARPNESS * (score - best)) for label, score in scores.items()}
    total = sum(weights.values())
    return {label: weight / total for label, weight in weights.items()}


def _odds(lead: float) -> float:
    return 1 / (1 + math.exp(-_SHARPNESS * lead))
