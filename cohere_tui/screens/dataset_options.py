"""Datasets to pick from in forms: those that a job can use."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from cohere_tui.models.datasets import DatasetFilter
from cohere_tui.state.ago import ago
from cohere_tui.state.form import Option
from cohere_tui.state.naming import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.models.datasets import Dataset
    from cohere_tui.services.datasets import DatasetService

_MOST: Final = 1_000
"""Datasets of one type that are asked for."""


async def usable(service: DatasetService, types: Sequence[str]) -> tuple[Dataset, ...]:
    """The validated datasets of these types, newest first. Raises `CohereTuiError`."""
    found: dict[str, Dataset] = {}
    for kind in types:
        wanted = DatasetFilter(dataset_type=kind, validation_status="validated")
        for one in await service.list(wanted).all(_MOST):
            # A server that does not know the filter gives all.
            if one.id and one.usable and one.dataset_type in types:
                found[one.id] = one
    return tuple(sorted(found.values(), key=_age))


def option(dataset: Dataset, *, kind: bool = False) -> Option:
    """A dataset to pick: its id, which begins with its name; rows and age, and `kind`: its type."""
    words = [dataset.dataset_type] if kind else []
    if dataset.rows is not None:
        words.append(count(dataset.rows, "row"))
    if dataset.created_at is not None:
        words.append(ago(dataset.created_at.timestamp(), time.time()))
    return Option(dataset.id, dataset.id, ", ".join(words))


def _age(dataset: Dataset) -> float:
    return 0.0 if dataset.created_at is None else -dataset.created_at.timestamp()
