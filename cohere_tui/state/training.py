"""A training as far as it has come: its stages and its curves (API.md 18)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from cohere_tui.models.finetunes import Event, FinetunedModel, StepMetrics


@dataclass(frozen=True, slots=True)
class Point:
    """What was measured at a step."""

    step: int
    value: float
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Training:
    """What is known of a training. Extending it gives a new value; what is there stays there."""

    model: FinetunedModel | None = None
    """As it was seen last; None before the first look."""
    events: tuple[Event, ...] = ()
    """Newest first, each once."""
    curves: Mapping[str, tuple[Point, ...]] = field(default_factory=dict)
    """The points of each metric by its name, by step, one a step."""

    @property
    def status(self) -> str:
        """As on the wire; empty before the first look."""
        return self.model.status if self.model else ""

    @property
    def over(self) -> bool:
        """Whether nothing more will be measured."""
        return self.model is not None and self.model.over

    @property
    def last_step(self) -> int | None:
        """The last step with a measurement."""
        return max((points[-1].step for points in self.curves.values()), default=None)

    def extended(
        self,
        model: FinetunedModel | None = None,
        events: Iterable[Event] = (),
        steps: Iterable[StepMetrics] = (),
    ) -> Training:
        """With what a newer look has shown, in whatever order and however much of it is known.

        Of two measurements at one step the newer look's is right. Steps without a number, which
        have no place on a curve, are left out.
        """
        return Training(
            model or self.model, _merged(self.events, events), _joined(self.curves, steps)
        )


def _merged(known: tuple[Event, ...], seen: Iterable[Event]) -> tuple[Event, ...]:
    events = {(event.status, event.created_at): event for event in (*seen, *known)}
    # Sorting is stable: what has no time, or the same, stays in the order it was told.
    return tuple(sorted(events.values(), key=_age))


def _age(event: Event) -> float:
    return -event.created_at.timestamp() if event.created_at else 0.0


def _joined(
    known: Mapping[str, tuple[Point, ...]], seen: Iterable[StepMetrics]
) -> Mapping[str, tuple[Point, ...]]:
    new: dict[str, dict[int, Point]] = {}
    for one in seen:
        if one.step_number is not None:
            for name, value in one.metrics.items():
                point = Point(one.step_number, value, one.created_at)
                new.setdefault(name, {})[point.step] = point
    return {**known, **{name: _curve(known.get(name, ()), new[name]) for name in new}}


def _curve(known: tuple[Point, ...], new: dict[int, Point]) -> tuple[Point, ...]:
    points = {**{point.step: point for point in known}, **new}
    return tuple(points[step] for step in sorted(points))
