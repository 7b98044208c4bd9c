"""/v2/batches (API.md 16)."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from cohere_tui.sandbox import fields
from cohere_tui.sandbox.datasets.records import output_id
from cohere_tui.sandbox.jobs.answering import LABOURS, batch_model
from cohere_tui.sandbox.jobs.cancelling import cancel as cancel_job
from cohere_tui.sandbox.jobs.records import Batch, Phase, Work, phase, share, touched_at
from cohere_tui.sandbox.jobs.starting import lasts, required, usable
from cohere_tui.sandbox.jobs.working import move_on
from cohere_tui.sandbox.paging import ordered, page_of
from cohere_tui.sandbox.stage import received_of, stage_of
from cohere_tui.sandbox.wire import Answer, RefusedError
from cohere_tui.sandbox.world.clock import rfc3339

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from cohere_tui.sandbox.stage import Received
    from cohere_tui.sandbox.world.world import World

QUEUED_S = 2.0
"""How long a batch waits before it is begun, in seconds of the sandbox."""

_FIELDS = {
    "name": "string",
    "input_dataset_id": "string",
    "model": "string",
    # What only the server knows is no error, and has no effect.
    **dict.fromkeys(
        (
            "id", "creator_id", "org_id", "status", "created_at", "updated_at",
            "output_dataset_id", "input_tokens", "output_tokens", "num_records",
            "num_successful_records", "num_failed_records", "status_reason",
        ),
        "any",
    ),
}  # fmt: skip
_CREATOR = "own-sandbox"
_ORGANIZATION = "org-sandbox"
_WORDS = {
    Phase.QUEUED: "BATCH_STATUS_QUEUED",
    Phase.RUNNING: "BATCH_STATUS_IN_PROGRESS",
    Phase.COMPLETE: "BATCH_STATUS_COMPLETED",
    Phase.FAILED: "BATCH_STATUS_FAILED",
    Phase.CANCELLING: "BATCH_STATUS_CANCELING",
    Phase.CANCELLED: "BATCH_STATUS_CANCELED",
}


async def create(request: Request) -> Response:
    """Start a batch on a validated dataset."""
    world = stage_of(request).world
    batch = _asked(world, _body(received_of(request)))
    world.shelf(Batch).put(batch)
    move_on(world)
    return Answer({"batch": _wire(world, batch)})


async def list_all(request: Request) -> Response:
    """A page of batches; the newest first, where no order is asked for."""
    world = stage_of(request).world
    now, works = world.clock.now(), world.shelf(Work)
    orders = {
        "created_at": lambda batch: batch.created_at,
        "updated_at": lambda batch: touched_at(batch, works.get(batch.id), now),
    }
    query = request.query_params
    batches = ordered(list(world.shelf(Batch)), query.get("order_by", ""), orders)
    page, token = page_of(batches, query)
    body: dict[str, Any] = {"batches": [_wire(world, batch) for batch in page]}
    if token:
        body["next_page_token"] = token
    return Answer(body)


async def get(request: Request) -> Response:
    """One batch."""
    world = stage_of(request).world
    return Answer({"batch": _wire(world, _named(world, request.path_params["id"]))})


async def cancel(request: Request) -> Response:
    """Ask a batch to stop."""
    world = stage_of(request).world
    cancel_job(world, _named(world, request.path_params["id"]), _WORDS)
    return Answer({})


def _body(received: Received) -> dict[str, Any]:
    """The fields of the request. This resource knows no 422 (API.md 2.2)."""
    try:
        return fields.strict(received, _FIELDS)
    except RefusedError as refused:
        raise RefusedError(400, refused.message) from refused


def _asked(world: World, body: dict[str, Any]) -> Batch:
    """The batch that is asked for, or the refusal."""
    required(body, "name", "input_dataset_id", "model")
    dataset = usable(world, body["input_dataset_id"], LABOURS)
    batch_model(world, body["model"], dataset.kind)
    now, rows = world.clock.now(), dataset.rows()
    return Batch(
        id=world.new_id(),
        name=body["name"],
        model=body["model"],
        input_dataset_id=dataset.id,
        output_dataset_id=output_id(world, body["name"]),
        created_at=now,
        starts_at=now + QUEUED_S,
        ends_at=now + QUEUED_S + lasts(rows),
        rows=rows,
        input_kind=dataset.kind,
    )


def _named(world: World, batch_id: str) -> Batch:
    batch = world.shelf(Batch).get(batch_id)
    if batch is None:
        raise RefusedError(404, f"batch with id {batch_id} not found")
    return batch


def _wire(world: World, batch: Batch) -> dict[str, Any]:
    now, work = world.clock.now(), world.shelf(Work).get(batch.id)
    at = phase(batch, work, now)
    body: dict[str, Any] = {
        "id": batch.id,
        "name": batch.name,
        "creator_id": _CREATOR,
        "org_id": _ORGANIZATION,
        "status": _WORDS[at],
        "created_at": rfc3339(batch.created_at),
        "updated_at": rfc3339(touched_at(batch, work, now)),
        "input_dataset_id": batch.input_dataset_id,
        "model": batch.model,
        "num_records": batch.rows,
    }
    if at is Phase.COMPLETE:
        body["output_dataset_id"] = batch.output_dataset_id
    if work is not None and not work.fault and at is not Phase.QUEUED:
        body |= _counts(work, batch.rows, share(batch, now))
    if at is Phase.FAILED:
        body["status_reason"] = work.fault if work and work.fault else "input dataset was deleted"
    return body


def _counts(work: Work, rows: int, done: float) -> dict[str, Any]:
    """How far it is; counts of tokens are strings."""
    seen = int(rows * done)
    failed = bisect_left(work.failed_rows, seen)
    return {
        "num_successful_records": seen - failed,
        "num_failed_records": failed,
        "input_tokens": str(int(work.input_tokens * done)),
        "output_tokens": str(work.output_tokens),
    }


ROUTES = (
    Route("/v2/batches", list_all, methods=["GET"]),
    Route("/v2/batches", create, methods=["POST"]),
    Route("/v2/batches/{id}:cancel", cancel, methods=["POST"]),
    Route("/v2/batches/{id}", get, methods=["GET"]),
)
