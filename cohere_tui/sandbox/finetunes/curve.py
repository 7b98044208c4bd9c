"""How a training goes: the loss and the accuracy, step by step, from what it is given.

Nothing is learned here. The formulas only behave as trainings do: the loss falls fast, then slower,
to a floor; a higher learning rate falls faster, to a higher and noisier floor, and above what the
batch size bears it diverges; more data lowers the floor, too many epochs overfit; evaluations
without progress end it early.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Kind = Literal["chat", "classification", "rerank"]
Ending = Literal["complete", "early", "diverged"]

_SHARES: dict[Kind, float] = {"chat": 0.4, "classification": 0.08, "rerank": 0.2}
"""How much of the loss at the start is left in the end, at best."""
_USUAL_RATE = 0.01
_USUAL_BATCH = 16
_BEARABLE_RATE = 0.05
"""The learning rate that batches of the usual size just bear."""
_EVALUATIONS = 10
"""An epoch."""
_SHOWN = 400
"""Steps that are measured, about, however many there are."""
_HOPELESS = 4.0
"""Times the loss at the start: there a diverging training is given up."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What decides how a training goes."""

    kind: Kind
    examples: int
    batch: int = _USUAL_BATCH
    epochs: int = 1
    rate: float = _USUAL_RATE
    patience: int = 10
    threshold: float = 0.001
    labels: int = 2
    """Of a classifier."""
    scale: float = 1.0
    """LoRA's alpha by its rank: a factor of the learning rate."""
    rank: int = 8
    """LoRA's: how much can be learned."""

    @property
    def per_epoch(self) -> int:
        """Steps an epoch."""
        return max(1, math.ceil(self.examples / self.batch))

    @property
    def steps(self) -> int:
        """Steps in all, unless it stops early."""
        return self.per_epoch * self.epochs


@dataclass(frozen=True, slots=True)
class Step:
    """What was measured at a step, from 1."""

    number: int
    metrics: dict[str, float]

    @property
    def id(self) -> str:
        """Unique in its run."""
        return str(self.number)


@dataclass(frozen=True, slots=True)
class Run:
    """A training from its first step to its last."""

    steps: tuple[Step, ...]
    """Those that were measured, in order; the last step is one of them."""
    ending: Ending

    @property
    def length(self) -> int:
        """How many steps it took."""
        return self.steps[-1].number


@lru_cache(maxsize=512)
def curve(plan: Plan, seed: int) -> Run:
    """The run of a plan. The same `seed` gives the same noise."""
    noise, course = random.Random(seed), _Course(plan)
    best, without_progress = math.inf, 0
    steps: list[Step] = []
    for number in _measured(plan):
        loss = course.loss(number) * (1 + course.noise * noise.gauss(0, 1))
        metrics = {"loss": round(max(loss, 0.001), 4)}
        if _evaluates(plan, number):
            validation = course.validation(number)
            metrics["accuracy"] = round(course.accuracy(validation), 4)
            progress = best - validation >= plan.threshold
            without_progress = 0 if progress else without_progress + 1
            best = validation if progress else best
        steps.append(Step(number, metrics))
        if course.heat > 1 and loss > _HOPELESS * course.start:
            break
        if course.heat <= 1 and without_progress >= max(plan.patience, 1):
            return Run(tuple(steps), "complete" if number == plan.steps else "early")
    return Run(tuple(steps), "diverged" if course.heat > 1 else "complete")


def _measured(plan: Plan) -> list[int]:
    """Some steps, all evaluations, the first and the last."""
    apart = max(1, plan.steps // _SHOWN)
    shown = {1, *range(apart, plan.steps + 1, apart), plan.steps}
    return sorted(shown.union(range(_apart(plan), plan.steps + 1, _apart(plan))))


def _evaluates(plan: Plan, number: int) -> bool:
    return number in (1, plan.steps) or number % _apart(plan) == 0


def _apart(plan: Plan) -> int:
    return max(1, plan.per_epoch // _EVALUATIONS)


class _Course:
    """Where the loss begins, how fast it falls, and where to."""

    def __init__(self, plan: Plan) -> None:
        rate = plan.rate * plan.scale
        steadiness = math.sqrt(plan.batch / _USUAL_BATCH)
        self._plan = plan
        self.heat = rate / (_BEARABLE_RATE * steadiness)
        """The learning rate by what is bearable: above 1 it diverges."""
        self.start = {"chat": 2.6, "classification": math.log(plan.labels), "rerank": 0.69}[
            plan.kind
        ]
        want = 1 + 3 / math.sqrt(plan.examples) + 0.5 / plan.rank
        self._share = min(0.9, _SHARES[plan.kind] * want)
        self._floor = self.start * min(0.95, self._share + 0.3 * self.heat**2)
        speed = (rate / _USUAL_RATE) ** 0.8 * steadiness
        self._slowness = 5 * (max(plan.examples, 16) / 256) ** 0.5 / speed
        self.noise = 0.02 * (0.3 + min(self.heat, 1)) / steadiness
        self._worse = 0.02 * self.start * (0.3 + min(self.heat, 1))
        """By how much an epoch too many overfits."""

    def loss(self, number: int) -> float:
        """On the training examples, without noise."""
        if self.heat > 1:
            growth = 1 + 0.25 * min(self.heat, 8)
            return self.start * min(growth ** min(number, 20), 2 * _HOPELESS)
        left = math.exp(-(number - 1) / self._slowness)
        return self._floor + (self.start - self._floor) * left

    def validation(self, number: int) -> float:
        """On other examples."""
        too_long = max(0.0, number / self._plan.per_epoch - 3)
        return self.loss(number) + self._worse * too_long

    def accuracy(self, validation: float) -> float:
        """How often it is right when the loss is so low."""
        chances = {"chat": 0.2, "classification": 1 / self._plan.labels, "rerank": 0.5}
        chance = chances[self._plan.kind]
        learned = (1 - validation / self.start) / (1 - _SHARES[self._plan.kind])
        return min(1.0, max(0.0, chance + (0.97 - chance) * learned))
