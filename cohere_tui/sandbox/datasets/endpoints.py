"""POST, GET and DELETE under /v1/datasets (API.md section 14)."""

from __future__ import annotations

import asyncio
import dataclasses
from typing import TYPE_CHECKING

from starlette.routing import Route

from cohere_tui.sandbox.datasets import links
from cohere_tui.sandbox.datasets.asked import asked, filtering
from cohere_tui.sandbox.datasets.intake import Room, take_in
from cohere_tui.sandbox.datasets.records import (
    PROCESSED_S,
    Dataset,
    dataset_named,
    datasets_of,
    discard,
    folder_of,
    remove,
    status,
)
from cohere_tui.sandbox.datasets.shown import wire
from cohere_tui.sandbox.datasets.validation import validate
from cohere_tui.sandbox.stage import stage_of
from cohere_tui.sandbox.wire import Answer

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request
    from starlette.responses import Response

    from cohere_tui.sandbox.datasets.asked import Filter
    from cohere_tui.sandbox.datasets.validation import Outcome
    from cohere_tui.sandbox.knobs import Knobs
    from cohere_tui.sandbox.world.world import World


async def create(request: Request) -> Response:
    """Take the files in, then answer; their validation goes on behind the scenes."""
    stage = stage_of(request)
    world = stage.world
    wanted = asked(request.query_params)
    draft, sources = await take_in(request, world, _room(world, stage.knobs))
    dataset = Dataset(
        id=world.new_slug(wanted.name),
        created_at=world.clock.now(),
        size_bytes=sum(source["size_bytes"] for source in sources),
        sources=sources,
        **dataclasses.asdict(wanted),
    )
    folder = folder_of(world, dataset.id)
    folder.parent.mkdir(exist_ok=True)
    draft.rename(folder)
    world.shelf(Dataset).put(dataset)
    attend(world, dataset)
    return Answer({"id": dataset.id})


async def get(request: Request) -> Response:
    """One dataset, wrapped."""
    world = stage_of(request).world
    dataset = dataset_named(world, request.path_params["id"])
    attend(world, dataset)
    return Answer({"dataset": wire(request, world, dataset)})


async def list_all(request: Request) -> Response:
    """Datasets, newest first; without the key when there are none."""
    world = stage_of(request).world
    wanted, now = filtering(request.query_params), world.clock.now()
    found = [dataset for dataset in datasets_of(world) if _meets(dataset, wanted, now)]
    end = None if wanted.limit is None else wanted.offset + wanted.limit
    page = found[wanted.offset : end]
    for dataset in page:
        attend(world, dataset)
    shown = [wire(request, world, dataset) for dataset in page]
    return Answer({"datasets": shown} if shown else {})


async def usage(request: Request) -> Response:
    """How many bytes all datasets have."""
    return Answer({"organization_usage": _used(stage_of(request).world)})


async def delete(request: Request) -> Response:
    """Remove a dataset, also one that is being validated."""
    world = stage_of(request).world
    remove(world, dataset_named(world, request.path_params["id"]))
    return Answer({})


def attend(world: World, dataset: Dataset) -> None:
    """See to it that the dataset is validated: now, or again after an interruption."""
    name = f"validate {dataset.id}"
    if dataset.verdict or world.works_on(name):
        return
    loop, shelf = asyncio.get_running_loop(), world.shelf(Dataset)
    folder = folder_of(world, dataset.id)

    def unwanted() -> bool:
        return world.closing.is_set() or shelf.get(dataset.id) is None

    def work() -> None:
        outcome = validate(dataset, folder, unwanted)
        # What is called on the loop from here is called before the work counts as done.
        loop.call_soon_threadsafe(_settle, world, dataset.id, outcome)

    world.work(name, work)


def _settle(world: World, dataset_id: str, outcome: Outcome | None) -> None:
    """Write down what became of a dataset, and let go of the files that are not needed."""
    dataset = world.shelf(Dataset).get(dataset_id)
    if dataset is None:
        discard(world, dataset_id)  # again: parts may have been written meanwhile
        return
    if outcome is None:
        return
    finished = max(dataset.created_at + PROCESSED_S, world.clock.now())
    fields = {field.name: getattr(outcome, field.name) for field in dataclasses.fields(outcome)}
    world.shelf(Dataset).put(dataclasses.replace(dataset, finished_at=finished, **fields))
    if not dataset.keep_original:
        folder = folder_of(world, dataset_id)
        files = [folder / source["file"] for source in dataset.sources]
        world.work(f"tidy {dataset_id}", lambda: _remove(files))


def _remove(files: list[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)


def _meets(dataset: Dataset, wanted: Filter, now: float) -> bool:
    created = round(dataset.created_at, 6)  # as it is told
    return (
        wanted.kind in ("", dataset.kind)
        and wanted.state in ("", status(dataset, now))
        and (wanted.before is None or created < wanted.before)
        and (wanted.after is None or created > wanted.after)
    )


def _used(world: World) -> int:
    return sum(dataset.size_bytes for dataset in datasets_of(world))


def _room(world: World, knobs: Knobs) -> Room:
    left = knobs.organization_bytes - _used(world)
    if left < knobs.dataset_bytes:
        return Room(max(left, 0), "the organization has used up its capacity for datasets.")
    return Room(knobs.dataset_bytes, "the files are larger than a dataset may be.")


ROUTES = (
    Route("/v1/datasets", create, methods=["POST"]),
    Route("/v1/datasets", list_all, methods=["GET"]),
    Route("/v1/datasets/usage", usage, methods=["GET"]),
    Route("/v1/datasets/{id}", get, methods=["GET"]),
    Route("/v1/datasets/{id}", delete, methods=["DELETE"]),
    *links.ROUTES,
)
