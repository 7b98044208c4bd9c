"""Datasets as the API describes them (API.md 14.4)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cohere_tui.sandbox.datasets.links import original_id, part_link
from cohere_tui.sandbox.datasets.records import QUEUED_S, status
from cohere_tui.sandbox.datasets.validation import RULES
from cohere_tui.sandbox.world.clock import rfc3339

if TYPE_CHECKING:
    from starlette.requests import Request

    from cohere_tui.sandbox.datasets.parts import Part
    from cohere_tui.sandbox.datasets.records import Dataset
    from cohere_tui.sandbox.world.world import World


def wire(request: Request, world: World, dataset: Dataset) -> dict[str, Any]:
    """A dataset as it is now, its links signed afresh."""
    now = world.clock.now()
    state = status(dataset, now)
    body: dict[str, Any] = {
        "id": dataset.id,
        "name": dataset.name,
        "created_at": rfc3339(dataset.created_at),
        "updated_at": rfc3339(_updated(dataset, state)),
        "dataset_type": dataset.kind,
        "validation_status": state,
        "required_fields": _required(dataset),
        "preserve_fields": [*dataset.keep_fields, *dataset.optional_fields],
    }
    if state == dataset.verdict:
        body |= _outcome(request, world, dataset)
    return body


def _updated(dataset: Dataset, state: str) -> float:
    match state:
        case "queued":
            return dataset.created_at
        case "processing":
            return dataset.created_at + QUEUED_S
    return dataset.finished_at


def _required(dataset: Dataset) -> list[str]:
    rule = RULES.get(dataset.kind)
    if rule is not None:
        return list(rule.required)
    return [field["name"] for field in json.loads(dataset.schema or '{"fields":[]}')["fields"]]


def _outcome(request: Request, world: World, dataset: Dataset) -> dict[str, Any]:
    """What is known at the end."""
    body: dict[str, Any] = {
        "dataset_parts": [
            _part(request, world, dataset, part, index) for index, part in enumerate(dataset.parts)
        ]
    }
    if dataset.schema:
        body["schema"] = dataset.schema
    if dataset.error:
        body["validation_error"] = dataset.error
    if dataset.warnings:
        body["validation_warnings"] = dataset.warnings
    if dataset.metrics:
        body["metrics"] = {"finetune_dataset_metrics": dataset.metrics}
    forms = {source["format"] for source in dataset.sources}
    if "csv" in forms:
        body["parse_info"] = {"delimiter": dataset.delimiter}
    elif "txt" in forms:
        body["parse_info"] = {"separator": dataset.separator}
    return body


def _part(
    request: Request, world: World, dataset: Dataset, part: Part, index: int
) -> dict[str, Any]:
    body: dict[str, Any] = {
        "id": part["id"],
        "name": part["id"],
        "url": part_link(request, world, part["id"]),
        "index": index,
        "size_bytes": part["size_bytes"],
        "num_rows": part["num_rows"],
        "samples": part["samples"],
    }
    for source in dataset.sources:
        if dataset.keep_original and source["split"] == part["split"]:
            body["original_url"] = part_link(request, world, original_id(dataset, source))
    return body
