"""The SDK's fine-tuning: seven methods, awaited and blocking, and the model that comes of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import cohere
import pytest
from cohere.errors import BadRequestError, NotFoundError
from cohere.finetuning.finetuning import (
    BaseModel,
    FinetunedModel,
    Hyperparameters,
    Settings,
    WandbConfig,
)

from cohere_tui.sandbox.finetunes.records import DEPLOYING_S, QUEUED_S
from tests.finetuning import BASE_TYPES, CHAT, LABELS, lines
from tests.sdk.conftest import blocking

if TYPE_CHECKING:
    from cohere_tui.sandbox.server import Sandbox


@pytest.fixture(autouse=True)
def still(sandbox: Sandbox) -> None:
    """Time passes when a test says so."""
    sandbox.knobs = replace(sandbox.knobs, speed=0)


async def dataset(sdk: cohere.AsyncClient, sandbox: Sandbox, kind: str, count: int) -> str:
    """The id of a validated dataset, uploaded with the SDK."""
    file = ("tides.jsonl", lines(kind, count), "application/jsonl")
    made = await sdk.datasets.create(name="tides", type=kind, data=file)
    await sandbox.rest()
    sandbox.clock.advance(10)
    dataset_id: str = made.id
    return dataset_id


def wish(dataset_id: str, kind: str = CHAT, **hyperparameters: float) -> FinetunedModel:
    return FinetunedModel(
        name="tide-voice",
        settings=Settings(
            base_model=BaseModel(base_type=BASE_TYPES[kind]),
            dataset_id=dataset_id,
            hyperparameters=Hyperparameters.model_validate(hyperparameters),
            wandb=WandbConfig(project="tides", api_key="w-s3cret") if kind == CHAT else None,
        ),
    )


async def test_awaited(
    sdk: cohere.AsyncClient, sdk2: cohere.AsyncClientV2, sandbox: Sandbox
) -> None:
    tuning = sdk.finetuning
    data = await dataset(sdk, sandbox, CHAT, 160)
    made = (
        await tuning.create_finetuned_model(
            request=wish(data, train_batch_size=2, learning_rate=0.001)
        )
    ).finetuned_model
    assert made is not None
    assert made.id is not None
    assert (made.status, made.name) == ("STATUS_QUEUED", "tide-voice")
    assert made.settings.wandb is not None
    assert made.settings.wandb.api_key == "***"
    assert made.created_at is not None
    assert made.created_at.timestamp() == pytest.approx(sandbox.clock.now())

    sandbox.clock.advance(QUEUED_S + 60)
    assert (await tuning.get_finetuned_model(made.id)).finetuned_model.status == "STATUS_FINETUNING"
    first = await tuning.list_training_step_metrics(made.id, page_size=50)
    assert first.step_metrics is not None
    assert len(first.step_metrics) == 50
    rest = await tuning.list_training_step_metrics(made.id, page_token=first.next_page_token)
    assert rest.step_metrics is not None
    assert [step.step_number for step in rest.step_metrics] == list(range(51, 61))
    loss = [step.metrics["loss"] for step in first.step_metrics if step.metrics]
    assert loss[-1] < loss[0]

    sandbox.clock.advance(20 + DEPLOYING_S)
    ready = (await tuning.get_finetuned_model(made.id)).finetuned_model
    assert (ready.status, ready.settings) == ("STATUS_READY", made.settings)
    assert ready.completed_at is not None
    events = await tuning.list_events(made.id, order_by="created_at")
    assert events.total_size == 4
    assert [event.status for event in events.events or ()] == [
        "STATUS_QUEUED",
        "STATUS_FINETUNING",
        "STATUS_DEPLOYING_API",
        "STATUS_READY",
    ]

    name = f"{made.id}-ft"
    offered = (await sdk.models.list(page_size=1000, endpoint="chat")).models
    assert [model.name for model in offered if model.finetuned] == [name]
    said = await sdk2.chat(
        model=name, messages=[cohere.UserChatMessageV2(content="When is the ebb?")]
    )
    assert said.message.content
    used = (await tuning.get_finetuned_model(made.id)).finetuned_model
    assert used.last_used is not None

    renamed = await tuning.update_finetuned_model(made.id, name="renamed", settings=ready.settings)
    assert renamed.finetuned_model.name == "renamed"
    listed = await tuning.list_finetuned_models(page_size=1, order_by="created_at desc")
    assert (listed.total_size, listed.next_page_token) == (1, "")
    assert [model.name for model in listed.finetuned_models or ()] == ["renamed"]
    await tuning.delete_finetuned_model(made.id)
    with pytest.raises(NotFoundError):
        await tuning.get_finetuned_model(made.id)


async def test_refused(sdk: cohere.AsyncClient, sandbox: Sandbox) -> None:
    data = await dataset(sdk, sandbox, CHAT, 2)
    with pytest.raises(BadRequestError, match="learning_rate"):
        await sdk.finetuning.create_finetuned_model(request=wish(data, learning_rate=1))
    with pytest.raises(BadRequestError, match="needs one of"):
        await sdk.finetuning.create_finetuned_model(request=wish(data, LABELS))
    with pytest.raises(NotFoundError):
        await sdk.finetuning.create_finetuned_model(request=wish("nothing"))


async def test_blocking(sdk: cohere.AsyncClient, sandbox: Sandbox) -> None:
    data = await dataset(sdk, sandbox, LABELS, 80)

    def begin(client: cohere.Client) -> str:
        made = client.finetuning.create_finetuned_model(request=wish(data, LABELS, train_epochs=3))
        assert made.finetuned_model is not None
        made_id: str = made.finetuned_model.id
        return made_id

    def look(client: cohere.Client) -> None:
        tuning = client.finetuning
        model = tuning.get_finetuned_model(model_id).finetuned_model
        assert (model.status, model.settings.multi_label) == ("STATUS_READY", False)
        steps = tuning.list_training_step_metrics(model_id).step_metrics or []
        assert [step.step_number for step in steps] == list(range(1, 16))
        assert (tuning.list_events(model_id).events or [])[0].status == "STATUS_READY"
        assert client.models.get(f"{model_id}-ft").endpoints == ["classify"]
        tuning.update_finetuned_model(model_id, name="other", settings=model.settings)
        assert [one.name for one in tuning.list_finetuned_models().finetuned_models or ()] == [
            "other"
        ]
        tuning.delete_finetuned_model(model_id)
        assert tuning.list_finetuned_models().total_size == 0

    model_id = await blocking(sandbox, begin)
    sandbox.clock.advance(QUEUED_S + 15 + DEPLOYING_S)
    await blocking(sandbox, look)
