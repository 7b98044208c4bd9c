"""Whether a dataset can be trained on, and what is in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cohere_tui.sandbox.datasets.records import Dataset, dataset_named, status
from cohere_tui.sandbox.wire import invalid

if TYPE_CHECKING:
    from cohere_tui.sandbox.world.world import World

_MULTI_LABEL = "multi-label-classification-finetune-input"
_FITTING = {
    "BASE_TYPE_CHAT": ("chat-finetune-input",),
    "BASE_TYPE_CLASSIFICATION": ("single-label-classification-finetune-input", _MULTI_LABEL),
    "BASE_TYPE_RERANK": ("reranker-finetune-input",),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is in a dataset to train on."""

    examples: int
    labels: int
    multi_label: bool


def facts(world: World, settings: dict[str, Any]) -> Facts:
    """Those about the dataset of `settings`, or the refusal that the API would give."""
    dataset = dataset_named(world, settings["dataset_id"])
    base_type = settings["base_model"]["base_type"]
    if dataset.kind not in _FITTING[base_type]:
        wanted = " or ".join(_FITTING[base_type])
        raise invalid(
            f"dataset {dataset.id} is of type {dataset.kind}, {base_type} needs one of {wanted}."
        )
    found = status(dataset, world.clock.now())
    if found != "validated":
        raise invalid(f"dataset {dataset.id} is not validated: its status is {found}.")
    return Facts(dataset.rows(), _labels(dataset), dataset.kind == _MULTI_LABEL)


def _labels(dataset: Dataset) -> int:
    measured = dataset.metrics.get("classify_data_metrics", {})
    return len(measured.get("label_metrics", ()))
