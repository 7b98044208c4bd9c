"""Before a job is begun: may it be, and when will it end?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cohere_tui.sandbox.datasets.records import dataset_named, status
from cohere_tui.sandbox.wire import invalid

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from cohere_tui.sandbox.datasets.records import Dataset
    from cohere_tui.sandbox.world.world import World

_LEAST_S = 6.0
_ROW_S = 0.02
_MOST_S = 60.0


def required(body: Mapping[str, Any], *names: str) -> None:
    """Refuse a request without one of these fields."""
    for name in names:
        if not body.get(name):
            raise invalid(f"{name} is required.")


def usable(world: World, dataset_id: str, kinds: Collection[str]) -> Dataset:
    """The dataset, which has to be validated and of one of these types."""
    dataset = dataset_named(world, dataset_id)
    if dataset.kind not in kinds:
        wanted = " or ".join(sorted(kinds))
        raise invalid(f"dataset {dataset_id} is of type {dataset.kind}, it must be {wanted}.")
    now = status(dataset, world.clock.now())
    if now != "validated":
        raise invalid(f"dataset {dataset_id} must be validated, its status is {now}.")
    return dataset


def lasts(rows: int) -> float:
    """How long a job of so many rows takes, in seconds of the sandbox."""
    return min(_LEAST_S + _ROW_S * rows, _MOST_S)
