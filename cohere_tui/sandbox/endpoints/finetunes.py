"""/v1/finetuning/finetuned-models (API.md section 18)."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from starlette.routing import Route

from cohere_tui.sandbox.finetunes.data import facts
from cohere_tui.sandbox.finetunes.records import (
    CREATOR,
    QUEUED,
    Finetune,
    finetune_named,
    finetunes_of,
    road,
    spaced,
    status,
    steps,
    wire,
)
from cohere_tui.sandbox.finetunes.settings import read_changes, read_new
from cohere_tui.sandbox.paging import ordered, page_of
from cohere_tui.sandbox.stage import received_of, stage_of
from cohere_tui.sandbox.wire import Answer, invalid
from cohere_tui.sandbox.world.clock import rfc3339

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from cohere_tui.sandbox.world.world import World


async def list_all(request: Request) -> Response:
    """A page of fine-tuned models, and how many there are."""
    world, query = stage_of(request).world, request.query_params
    found = ordered(
        finetunes_of(world), query.get("order_by", ""), {"created_at": lambda one: one.created_at}
    )
    page, token = page_of(found, query)
    now = world.clock.now()
    return Answer(
        {
            "finetuned_models": [wire(finetune, now) for finetune in page],
            "next_page_token": token,
            "total_size": len(found),
        }
    )


async def create(request: Request) -> Response:
    """Begin a training."""
    world = stage_of(request).world
    name, settings, headers = read_new(received_of(request))
    found, now = facts(world, settings), world.clock.now()
    made = Finetune(world.new_id(), name, now, now, settings, **asdict(found))
    return _kept(world, made, headers)


async def get(request: Request) -> Response:
    """One fine-tuned model."""
    return Answer({"finetuned_model": wire(_named(request), _now(request))})


async def update(request: Request) -> Response:
    """Change the name; the settings as long as the training has not begun."""
    world, finetune, now = stage_of(request).world, _named(request), _now(request)
    name, settings, headers = read_changes(received_of(request))
    changed = replace(finetune, name=name or finetune.name, updated_at=now)
    if settings is not None and settings != finetune.settings:
        if status(finetune, now) != QUEUED:
            raise invalid("the settings cannot be changed once the training has begun.")
        changed = replace(changed, settings=settings, **asdict(facts(world, settings)))
    return _kept(world, changed, headers)


async def delete(request: Request) -> Response:
    """Forget a fine-tuned model, in whatever stage."""
    stage_of(request).world.shelf(Finetune).remove(_named(request).id)
    return Answer({})


async def events(request: Request) -> Response:
    """A page of its stages, newest first."""
    stages = road(_named(request), _now(request))
    order = request.query_params.get("order_by", "")
    found = ordered(stages, order, {"created_at": lambda stage: stage.since})
    page, token = page_of(found, request.query_params)
    told = [
        {"user_id": CREATOR, "status": stage.status, "created_at": spaced(stage.since)}
        for stage in page
    ]
    return Answer({"events": told, "next_page_token": token, "total_size": len(found)})


async def metrics(request: Request) -> Response:
    """A page of what was measured so far, in the order of the steps."""
    finetune = _named(request)
    page, token = page_of(steps(finetune, _now(request)), request.query_params)
    told = [
        {
            "created_at": rfc3339(finetune.step_at(step)),
            "step_number": step.number,
            "metrics": step.metrics,
        }
        for step in page
    ]
    return Answer({"step_metrics": told, "next_page_token": token})


def _named(request: Request) -> Finetune:
    return finetune_named(stage_of(request).world, request.path_params["id"])


def _now(request: Request) -> float:
    return stage_of(request).world.clock.now()


def _kept(world: World, finetune: Finetune, headers: dict[str, str]) -> Response:
    world.shelf(Finetune).put(finetune)
    body = {"finetuned_model": wire(finetune, world.clock.now())}
    return Answer(body, headers=headers)


_MODELS = "/v1/finetuning/finetuned-models"
_ONE = f"{_MODELS}/{{id}}"

ROUTES = (
    Route(_MODELS, list_all, methods=["GET"]),
    Route(_MODELS, create, methods=["POST"]),
    Route(_ONE, get, methods=["GET"]),
    Route(_ONE, update, methods=["PATCH"]),
    Route(_ONE, delete, methods=["DELETE"]),
    Route(f"{_ONE}/events", events, methods=["GET"]),
    Route(f"{_ONE}/training-step-metrics", metrics, methods=["GET"]),
)
