"""Fine-tuned models as they are remembered, and the road they are on (API.md 18).

QUEUED → FINETUNING → DEPLOYING_API → READY, and PAUSED when nobody asks for a long time. A training
that diverges, or whose dataset is gone when it begins, is FAILED. All but that last thing follows
from the record and the time.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from cohere_tui.sandbox.datasets.records import Dataset
from cohere_tui.sandbox.finetunes.curve import Kind, Plan, Run, Step, curve
from cohere_tui.sandbox.wire import RefusedError

if TYPE_CHECKING:
    from cohere_tui.sandbox.world.world import World

QUEUED_S = 10.0
"""How long a training waits, in seconds of the sandbox."""
STEP_S = 1.0
"""How long a step takes."""
LONGEST_S = 1800.0
"""How long all steps together take at most: long trainings take shorter steps."""
DEPLOYING_S = 20.0
IDLE_S = 7 * 24 * 3600.0
"""After how long without use a model is paused."""

CREATOR = "own-sandbox"
ORGANIZATION = "org-sandbox"

QUEUED = "STATUS_QUEUED"
TRAINING = "STATUS_FINETUNING"
DEPLOYING = "STATUS_DEPLOYING_API"
READY = "STATUS_READY"
PAUSED = "STATUS_PAUSED"
FAILED = "STATUS_FAILED"

_KINDS: dict[str, Kind] = {
    "BASE_TYPE_CHAT": "chat",
    "BASE_TYPE_CLASSIFICATION": "classification",
    "BASE_TYPE_RERANK": "rerank",
}


@dataclass(frozen=True, slots=True)
class Stage:
    """A status, and since when."""

    status: str
    since: float

    @property
    def id(self) -> str:
        """Unique on one road."""
        return f"{self.status}:{self.since}"


@dataclass(frozen=True, slots=True)
class Finetune:
    """A fine-tuned model."""

    id: str
    name: str
    created_at: float
    updated_at: float
    settings: dict[str, Any]
    """As the API tells them, with every default, without `multi_label` and the key of wandb."""
    examples: int
    labels: int
    """In the dataset of a classifier."""
    multi_label: bool
    loaded: bool = False
    """Whether its dataset was there when the training began."""
    broken: bool = False
    """Whether it was not."""
    last_used: float | None = None
    pauses: list[list[float]] = field(default_factory=list)
    """When it was paused, and when it was wanted again."""

    @property
    def base_type(self) -> str:
        """What kind of model it is."""
        base_type: str = self.settings["base_model"]["base_type"]
        return base_type

    @property
    def plan(self) -> Plan:
        """What decides how it trains."""
        how = self.settings["hyperparameters"]
        rank = how.get("lora_rank", 8)
        return Plan(
            kind=_KINDS[self.base_type],
            examples=self.examples,
            batch=how["train_batch_size"],
            epochs=how["train_epochs"],
            rate=how["learning_rate"],
            patience=how["early_stopping_patience"],
            threshold=how["early_stopping_threshold"],
            labels=max(self.labels, 2),
            scale=how.get("lora_alpha", rank) / rank,
            rank=rank,
        )

    @property
    def run(self) -> Run:
        """Its training, from the first step to the last."""
        return curve(self.plan, UUID(self.id).int)

    @property
    def begins_at(self) -> float:
        """When the first step is made."""
        return self.created_at + QUEUED_S

    def step_at(self, step: Step) -> float:
        """When a step is over."""
        return self.begins_at + step.number * min(STEP_S, LONGEST_S / self.plan.steps)


def road(finetune: Finetune, now: float) -> list[Stage]:
    """The stages so far, oldest first."""
    begins = finetune.begins_at
    stages = [Stage(QUEUED, finetune.created_at)]
    if finetune.broken:
        stages.append(Stage(FAILED, begins))
        return _until(now, stages)
    run = finetune.run
    trained = finetune.step_at(run.steps[-1])
    stages.append(Stage(TRAINING, begins))
    if run.ending == "diverged":
        return _until(now, [*stages, Stage(FAILED, trained)])
    ready = trained + DEPLOYING_S
    stages += [Stage(DEPLOYING, trained), Stage(READY, ready)]
    for paused, wanted in finetune.pauses:
        stages += [Stage(PAUSED, paused), Stage(READY, wanted)]
    stages.append(Stage(PAUSED, max(ready, finetune.last_used or 0.0) + IDLE_S))
    return _until(now, stages)


def status(finetune: Finetune, now: float) -> str:
    """Where it stands at that time."""
    return road(finetune, now)[-1].status


def steps(finetune: Finetune, now: float) -> list[Step]:
    """What was measured up to that time."""
    if finetune.broken:
        return []
    return [step for step in finetune.run.steps if finetune.step_at(step) <= now]


def used(finetune: Finetune, now: float) -> Finetune:
    """As it is once somebody has asked for it: that also wakes it up."""
    stage = road(finetune, now)[-1]
    pauses = [[stage.since, now]] if stage.status == PAUSED else []
    return replace(finetune, last_used=now, pauses=finetune.pauses + pauses)


def wire(finetune: Finetune, now: float) -> dict[str, Any]:
    """As the API describes it."""
    stages = road(finetune, now)
    settings = {**finetune.settings, "multi_label": finetune.multi_label}
    if "wandb" in settings:
        settings["wandb"] = {**settings["wandb"], "api_key": "***"}
    body: dict[str, Any] = {
        "id": finetune.id,
        "name": finetune.name,
        "creator_id": CREATOR,
        "organization_id": ORGANIZATION,
        "settings": settings,
        "status": stages[-1].status,
        "created_at": spaced(finetune.created_at),
        "updated_at": spaced(max(finetune.updated_at, stages[-1].since)),
    }
    completed = next((stage.since for stage in stages if stage.status == READY), None)
    if completed is not None:
        body["completed_at"] = spaced(completed)
    if finetune.last_used is not None:
        body["last_used"] = spaced(finetune.last_used)
    return body


def spaced(at: float) -> str:
    """A time as this part of the API writes it: `2024-01-17 20:11:42.907112+00:00`."""
    return datetime.fromtimestamp(at, UTC).isoformat(sep=" ", timespec="microseconds")


def finetunes_of(world: World) -> list[Finetune]:
    """Those that there are, oldest first."""
    return [_looked_at(world, finetune) for finetune in world.shelf(Finetune)]


def finetune_named(world: World, finetune_id: str) -> Finetune:
    """The fine-tuned model with that id, or the 404 that the API gives."""
    finetune = world.shelf(Finetune).get(finetune_id)
    if finetune is None:
        raise RefusedError(404, f"finetuned model with id {finetune_id} not found")
    return _looked_at(world, finetune)


def _looked_at(world: World, finetune: Finetune) -> Finetune:
    """The data is loaded when the training begins, or when that is first noticed."""
    if finetune.loaded or finetune.broken or world.clock.now() < finetune.begins_at:
        return finetune
    there = world.shelf(Dataset).get(finetune.settings["dataset_id"]) is not None
    begun = replace(finetune, loaded=there, broken=not there)
    world.shelf(Finetune).put(begun)
    return begun


def _until(now: float, stages: list[Stage]) -> list[Stage]:
    return [stage for stage in stages if stage.since <= now] or stages[:1]
