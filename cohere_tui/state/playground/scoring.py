"""Predictions against what is known: how many are right, and which are taken for which."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

NONE: Final = ""
"""Stands in a confusion matrix for no label at all."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One text, what it was taken for and what it is."""

    place: int
    """Which of the inputs it is, from 0."""
    text: str
    predicted: tuple[str, ...] = ()
    """The best first; none where no label applies."""
    confidence: float | None = None
    """Of the first, from 0 to 1; None where the server did not say."""
    expected: tuple[str, ...] = ()
    """None where it is not known."""
    came: bool = True
    """Whether the server said anything about this text."""
    confidences: Mapping[str, float] = field(default_factory=dict)
    """Of each label that there is."""

    @property
    def counts(self) -> bool:
        """Whether it can be judged."""
        return self.came and bool(self.expected)

    @property
    def right(self) -> bool:
        """Whether it was taken for exactly what it is, in whatever order."""
        return set(self.predicted) == set(self.expected)

    @property
    def wrong(self) -> bool:
        """Whether it was taken for something else."""
        return self.counts and not self.right

    @property
    def many(self) -> int:
        """How many labels are known of it."""
        return len({*self.predicted, *self.confidences})

    @property
    def ranked(self) -> tuple[tuple[str, float | None], ...]:
        """The labels and how sure the server is of each: the surest first.

        Those it predicts without a figure come before all others.
        """
        bare = [label for label in self.predicted if label not in self.confidences]
        first = self.predicted[:1]
        sure = sorted(self.confidences.items(), key=lambda one: (-one[1], one[0] not in first))
        return (
            *((label, self.confidence if (label,) == first else None) for label in bare),
            *sure,
        )


@dataclass(frozen=True, slots=True)
class LabelScore:
    """How one label is met."""

    label: str
    right: int
    """Texts that have it, and were taken for it."""
    predicted: int
    """Texts that were taken for it."""
    expected: int
    """Texts that have it."""

    @property
    def precision(self) -> float | None:
        """Of the texts taken for it, the share that has it; None where there are none."""
        return self.right / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        """Of the texts that have it, the share taken for it; None where there are none."""
        return self.right / self.expected if self.expected else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both; None where neither is there."""
        whole = self.predicted + self.expected
        return 2 * self.right / whole if whole else None


@dataclass(frozen=True)
class Confusion:
    """Which labels are taken for which: rows are what is, columns what was predicted.

    `NONE` is a row or a column only where something stands in it: of several labels, one may be
    missed without another in its place.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], tuple[int, ...]]
    """The places of the inputs, by label expected and label predicted."""

    def places(self, row: int, column: int) -> tuple[int, ...]:
        """The inputs of a cell."""
        return self.cells.get((self.rows[row], self.columns[column]), ())

    def count(self, row: int, column: int) -> int:
        """How many inputs are in a cell."""
        return len(self.places(row, column))

    @cached_property
    def totals(self) -> tuple[int, ...]:
        """The sums of the rows."""
        return tuple(
            sum(len(self.cells.get((row, column), ())) for column in self.columns)
            for row in self.rows
        )


@dataclass(frozen=True)
class Score:
    """How good the predictions are, as far as it is known what the texts are."""

    judged: tuple[Judged, ...]
    """All inputs, in their order."""

    @cached_property
    def counted(self) -> tuple[Judged, ...]:
        """Those that can be judged."""
        return tuple(one for one in self.judged if one.counts)

    @cached_property
    def wrong(self) -> tuple[Judged, ...]:
        """Those taken for something else: the surest mistakes first, as they teach most."""
        wrong = [one for one in self.judged if one.wrong]
        return tuple(sorted(wrong, key=lambda one: -(one.confidence or 0.0)))

    @property
    def right(self) -> int:
        """How many were taken for what they are."""
        return len(self.counted) - len(self.wrong)

    @property
    def accuracy(self) -> float | None:
        """The share that was taken for what it is; None where nothing can be judged."""
        return self.right / len(self.counted) if self.counted else None

    @property
    def unknown(self) -> int:
        """How many have no expected label."""
        return sum(not one.expected for one in self.judged)

    @property
    def missing(self) -> int:
        """How many the server said nothing about."""
        return sum(not one.came for one in self.judged)

    @cached_property
    def labels(self) -> tuple[LabelScore, ...]:
        """How each label is met: the most frequent first, then those that are only predicted."""
        expected = Counter(label for one in self.counted for label in {*one.expected})
        predicted = Counter(label for one in self.counted for label in {*one.predicted})
        right = Counter(
            label for one in self.counted for label in {*one.predicted} & {*one.expected}
        )
        names = sorted({*expected, *predicted}, key=lambda name: (-expected[name], name))
        return tuple(
            LabelScore(name, right[name], predicted[name], expected[name]) for name in names
        )

    @cached_property
    def confusion(self) -> Confusion:
        """Which labels are taken for which."""
        cells: dict[tuple[str, str], list[int]] = {}
        for one in self.counted:
            for pair in _pairs(one):
                cells.setdefault(pair, []).append(one.place)
        names = [one.label for one in self.labels]
        return Confusion(
            tuple(_shown(names, {row for row, _ in cells})),
            tuple(_shown(names, {column for _, column in cells})),
            {pair: tuple(places) for pair, places in cells.items()},
        )


def score(judged: Iterable[Judged]) -> Score:
    """The score of inputs."""
    return Score(tuple(judged))


def _pairs(one: Judged) -> Iterable[tuple[str, str]]:
    """What each of its labels was taken for; beside what was met, all that was missed and added."""
    met = [label for label in dict.fromkeys(one.expected) if label in one.predicted]
    missed = [label for label in dict.fromkeys(one.expected) if label not in one.predicted]
    added = [label for label in dict.fromkeys(one.predicted) if label not in one.expected]
    yield from ((label, label) for label in met)
    if missed or added:
        yield from ((row, column) for row in missed or [NONE] for column in added or [NONE])


def _shown(names: Sequence[str], used: set[str]) -> Iterable[str]:
    """All labels, so that the diagonal is a line; and none, where it is in use."""
    yield from names
    if NONE in used and NONE not in names:
        yield NONE


@dataclass(frozen=True, slots=True)
class Change:
    """One text that two runs take for different things."""

    text: str
    before: Judged
    after: Judged

    @property
    def verdict(self) -> str:
        """Whether it became right or wrong; empty where that is not known, or nothing of it."""
        known = self.after if self.after.expected else self.before
        if not known.expected:
            return ""
        expected = {*known.expected}
        was, is_ = {*self.before.predicted} == expected, {*self.after.predicted} == expected
        return "mended" if is_ and not was else "broken" if was and not is_ else "still wrong"


@dataclass(frozen=True, slots=True)
class Compared:
    """The same texts in two runs."""

    both: int
    """How many texts are in both, with an answer."""
    changes: tuple[Change, ...]
    """Those taken for different things, in the order of the later run."""


def compared(before: Sequence[Judged], after: Sequence[Judged]) -> Compared:
    """What changed; a text that is there several times is matched in its order."""
    earlier: dict[str, list[Judged]] = {}
    for one in reversed(before):
        if one.came:
            earlier.setdefault(one.text, []).append(one)
    pairs = [(earlier[one.text].pop(), one) for one in after if one.came and earlier.get(one.text)]
    changed = [
        Change(now.text, was, now) for was, now in pairs if {*was.predicted} != {*now.predicted}
    ]
    return Compared(len(pairs), tuple(changed))
