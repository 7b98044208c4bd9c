"""Models that were trained here, beside those of the catalogue."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cohere_tui.sandbox.catalogue import BY_NAME, Model, model_named
from cohere_tui.sandbox.finetunes.records import (
    PAUSED,
    READY,
    Finetune,
    finetune_named,
    finetunes_of,
    status,
    used,
)
from cohere_tui.sandbox.finetunes.settings import BASES
from cohere_tui.sandbox.wire import RefusedError, invalid

if TYPE_CHECKING:
    from collections.abc import Callable

    from cohere_tui.sandbox.world.world import World

_SUFFIX = "-ft"
_ENDPOINTS = {
    "BASE_TYPE_CHAT": ("chat",),
    "BASE_TYPE_CLASSIFICATION": ("classify",),
    "BASE_TYPE_RERANK": ("rerank",),
}


def trained_models(world: World) -> list[Model]:
    """The fine-tuned models that can be used, newest first."""
    now = world.clock.now()
    ready = [finetune for finetune in finetunes_of(world) if status(finetune, now) == READY]
    return [_model(finetune) for finetune in ready[::-1]]


def find_model(world: World, name: str) -> Model:
    """The model of that name, of the catalogue or trained here; or the 404 that the API gives."""
    finetune = trained_as(world, name)
    return model_named(name) if finetune is None else _model(finetune)


def use_model(world: World, name: str) -> Model:
    """The same for a request that it is to answer: that is noted, and wakes it up."""
    finetune = trained_as(world, name)
    if finetune is not None:
        world.shelf(Finetune).put(used(finetune, world.clock.now()))
    return find_model(world, name)


def models_for(world: World, body: Any) -> Callable[[str], Model]:
    """`use_model` for any thread: the model that a request names is looked up already."""
    name = body.get("model") if isinstance(body, dict) else None
    if not isinstance(name, str) or trained_as(world, name) is None:
        return model_named
    model = use_model(world, name)
    return lambda _: model


def trained_as(world: World, name: str) -> Finetune | None:
    """The training that made the model of that name; None when it is none of ours.

    Raises the API's refusal while it cannot be used.
    """
    if not name.endswith(_SUFFIX):
        return None
    try:
        finetune = finetune_named(world, name.removesuffix(_SUFFIX))
    except RefusedError:
        return None
    stage = status(finetune, world.clock.now())
    if stage not in (READY, PAUSED):
        raise invalid(f"model '{name}' is not ready: its status is {stage}.")
    return finetune


def _model(finetune: Finetune) -> Model:
    base = BASES[finetune.base_type][finetune.settings["base_model"]["name"]]
    return replace(
        BY_NAME[base],
        name=f"{finetune.id}{_SUFFIX}",
        endpoints=_ENDPOINTS[finetune.base_type],
        default_for=(),
        base=base,
    )
