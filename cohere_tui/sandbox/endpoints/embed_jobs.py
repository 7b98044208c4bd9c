"""/v1/embed-jobs (API.md 15)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import Route

from cohere_tui.sandbox import fields
from cohere_tui.sandbox.answers.vectors import KINDS
from cohere_tui.sandbox.catalogue import model_named
from cohere_tui.sandbox.datasets.records import output_id
from cohere_tui.sandbox.jobs.cancelling import cancel as cancel_job
from cohere_tui.sandbox.jobs.records import EmbedJob, Phase, Work, phase, share
from cohere_tui.sandbox.jobs.starting import lasts, required, usable
from cohere_tui.sandbox.jobs.working import move_on
from cohere_tui.sandbox.stage import received_of, stage_of
from cohere_tui.sandbox.wire import Answer, RefusedError, invalid
from cohere_tui.sandbox.world.clock import rfc3339

if TYPE_CHECKING:
    from starlette.requests import Request

    from cohere_tui.sandbox.world.world import World

_FIELDS = {
    "model": "string",
    "dataset_id": "string",
    "input_type": "string",
    "name": "string",
    "embedding_types": "array",
    "truncate": "string",
}
_INPUT_TYPES = ("search_document", "search_query", "classification", "clustering", "image")
_META = {"api_version": {"version": "1"}}
_WORDS = {
    Phase.QUEUED: "processing",
    Phase.RUNNING: "processing",
    Phase.COMPLETE: "complete",
    Phase.FAILED: "failed",
    Phase.CANCELLING: "cancelling",
    Phase.CANCELLED: "cancelled",
}


async def create(request: Request) -> Response:
    """Start a job on a validated dataset."""
    world = stage_of(request).world
    body, headers = fields.lenient(received_of(request), _FIELDS)
    job = _asked(world, body)
    world.shelf(EmbedJob).put(job)
    move_on(world)
    return Answer({"job_id": job.id, "meta": _META}, headers=headers)


async def list_all(request: Request) -> Response:
    """Every job, newest first, in one piece."""
    world = stage_of(request).world
    jobs = list(world.shelf(EmbedJob))
    return Answer({"embed_jobs": [_wire(world, job) for job in reversed(jobs)]})


async def get(request: Request) -> Response:
    """One job, not wrapped."""
    world = stage_of(request).world
    return Answer(_wire(world, _named(world, request.path_params["id"])))


async def cancel(request: Request) -> Response:
    """Ask a job to stop: answered by 200 and nothing."""
    world = stage_of(request).world
    cancel_job(world, _named(world, request.path_params["id"]), _WORDS)
    return Response()


def _asked(world: World, body: dict[str, Any]) -> EmbedJob:
    """The job that is asked for, or the refusal."""
    required(body, "model", "dataset_id", "input_type")
    input_type = fields.one_of(body["input_type"], _INPUT_TYPES, "input_type")
    kinds = fields.items(body.get("embedding_types"), "string", "embedding_types")
    for kind in kinds:
        fields.one_of(kind, KINDS, "embedding_types")
    truncate = fields.one_of(body.get("truncate"), ("START", "END"), "truncate")
    if "embed" not in model_named(body["model"]).endpoints:
        raise invalid(f"model '{body['model']}' cannot be used for embed jobs.")
    if input_type == "image":
        raise invalid("embed jobs cannot be used with input_type image.")
    dataset = usable(world, body["dataset_id"], ("embed-input",))
    now = world.clock.now()
    name = body.get("name", "")
    return EmbedJob(
        id=world.new_id(),
        name=name,
        model=body["model"],
        input_dataset_id=dataset.id,
        output_dataset_id=output_id(world, name or dataset.name),
        created_at=now,
        starts_at=now,
        ends_at=now + lasts(dataset.rows()),
        rows=dataset.rows(),
        input_type=input_type,
        embedding_types=kinds or ["float"],
        truncate=truncate or "END",
    )


def _named(world: World, job_id: str) -> EmbedJob:
    job = world.shelf(EmbedJob).get(job_id)
    if job is None:
        raise RefusedError(404, f"embed job with id {job_id} not found")
    return job


def _wire(world: World, job: EmbedJob) -> dict[str, Any]:
    now, work = world.clock.now(), world.shelf(Work).get(job.id)
    at = phase(job, work, now)
    tokens = 0 if work is None else int(work.input_tokens * share(job, now))
    body = {
        "job_id": job.id,
        "name": job.name,
        "status": _WORDS[at],
        "created_at": rfc3339(job.created_at),
        "input_dataset_id": job.input_dataset_id,
        "model": job.model,
        "truncate": job.truncate,
        "meta": {**_META, "billed_units": {"input_tokens": tokens}},
    }
    if at is Phase.COMPLETE:
        body["output_dataset_id"] = job.output_dataset_id
    return body


ROUTES = (
    Route("/v1/embed-jobs", list_all, methods=["GET"]),
    Route("/v1/embed-jobs", create, methods=["POST"]),
    Route("/v1/embed-jobs/{id}", get, methods=["GET"]),
    Route("/v1/embed-jobs/{id}/cancel", cancel, methods=["POST"]),
)
