"""Methods of things that are kept, called through our services with every field we can send."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cohere_tui.models.batches import BatchQuery, BatchRequest
from cohere_tui.models.connectors import ConnectorChanges, NewConnector
from cohere_tui.models.datasets import DatasetFilter, NewDataset
from cohere_tui.models.embed_jobs import EmbedJobRequest
from cohere_tui.models.finetunes import FinetuneChanges, FinetuneRequest
from tests.services.files.made import conversation, jsonl

if TYPE_CHECKING:
    from tests.sdk.calls import Call, Caller

SETTINGS = {
    "base_model": {
        "base_type": "BASE_TYPE_CHAT",
        "name": "command-r-08-2024",
        "strategy": "STRATEGY_TFEW",
    },
    "hyperparameters": {
        "early_stopping_patience": 6,
        "early_stopping_threshold": 0.01,
        "train_batch_size": 2,
        "train_epochs": 1,
        "learning_rate": 0.01,
        "lora_alpha": 8,
        "lora_rank": 8,
        "lora_target_modules": "LORA_TARGET_MODULES_QV",
    },
    "wandb": {"project": "p", "api_key": "w-s3cret", "entity": "e"},
}
OAUTH = {
    "client_id": "a",
    "client_secret": "s3cret",
    "authorize_url": "https://idp.example/authorize",
    "token_url": "https://idp.example/token",
    "scope": "read",
}
CONNECTOR = {"name": "Wiki", "url": "https://wiki.example/search", "excludes": ["by"]}
FLAGS = {"active": True, "continue_on_failure": True}


async def _models(caller: Caller) -> None:
    models = caller.services.models
    await models.list(endpoint="embed", default_only=False, page_size=5).all()
    await models.list(endpoint="chat", default_only=True).all()
    await models.list().all()


async def _every_model(caller: Caller) -> None:
    for model in await caller.services.models.list(page_size=1000).all():
        await caller.services.models.get(model.name)


async def _datasets(caller: Caller) -> None:
    now = datetime.fromtimestamp(caller.sandbox.clock.now(), UTC)
    wanted = {"datasetType": "embed-input", "validationStatus": "validated"}
    times = {"after": datetime(2020, 1, 1, tzinfo=UTC), "before": now}
    await caller.services.datasets.list(DatasetFilter.of({**wanted, **times})).all()
    await caller.services.datasets.list().all()


async def _create_dataset(caller: Caller) -> None:
    """One of each format, one with everything, one that fails."""
    datasets = caller.services.datasets
    rows = caller.file("tides.csv", b"text;at;by\na;1;x\nb;2;y\n")
    everything = {
        "keep_fields": ["at"],
        "optional_fields": ["by"],
        "csv_delimiter": ";",
        "keep_original_file": True,
        "skip_malformed_input": True,
    }
    kind = {"name": "tides", "type": "embed-input"}
    await datasets.create(NewDataset.of({**kind, **everything}), rows)
    text = caller.file("tides.txt", b"a|b|c")
    await datasets.create(NewDataset.of({**kind, "text_separator": "|"}), text)
    await datasets.create(NewDataset.of(kind), caller.file("bad.jsonl", b"{"))
    talks = jsonl([conversation("User", "Chatbot")] * 2)
    files = caller.file("talk.jsonl", talks), caller.file("eval.jsonl", talks)
    await datasets.create(NewDataset.of({"name": "t", "type": "chat-finetune-input"}), *files)


async def _every_dataset(caller: Caller) -> None:
    """As they are, and new ones at every stage."""
    await _create_dataset(caller)
    for seconds in (0, 1, 2, 30):
        caller.sandbox.clock.advance(seconds)
        for dataset in await caller.services.datasets.list().all():
            await caller.services.datasets.get(dataset.id)
        await caller.sandbox.rest()


async def _usage(caller: Caller) -> None:
    await caller.services.datasets.usage()


async def _delete_dataset(caller: Caller) -> None:
    await caller.services.datasets.delete(caller.ids["harbours"])


async def _create_job(caller: Caller) -> str:
    fields = {
        "model": "embed-english-v3.0",
        "dataset_id": caller.ids["harbours"],
        "input_type": "search_document",
        "name": "n",
        "embedding_types": ["float", "int8"],
        "truncate": "END",
    }
    return (await caller.services.embed_jobs.create(EmbedJobRequest.of(fields))).job_id


async def _jobs(caller: Caller) -> None:
    await caller.services.embed_jobs.list().all()


async def _every_job(caller: Caller) -> None:
    """As they are, and a new one at every stage."""
    await _create_job(caller)
    for seconds in (0, 1, 3600):
        caller.sandbox.clock.advance(seconds)
        for job in await caller.services.embed_jobs.list().all():
            await caller.services.embed_jobs.get(job.job_id)
        await caller.sandbox.rest()


async def _cancel_job(caller: Caller) -> None:
    job_id = caller.ids["a job"]
    await caller.services.embed_jobs.cancel(job_id)
    for seconds in (0, 10):
        caller.sandbox.clock.advance(seconds)
        await caller.services.embed_jobs.get(job_id)


async def _create_batch(caller: Caller) -> str:
    data = caller.ids["postcards data"]
    fields = {"name": "n", "input_dataset_id": data, "model": "command-a-03-2025"}
    return (await caller.services.batches.create(BatchRequest.of(fields))).id


async def _batches(caller: Caller) -> None:
    query = BatchQuery.of({"page_size": 2, "order_by": "created_at"})
    await caller.services.batches.list(query).all()
    await caller.services.batches.list().all()


async def _every_batch(caller: Caller) -> None:
    """As they are, and a new one at every stage."""
    await _create_batch(caller)
    for seconds in (0, 1, 5, 7200):
        caller.sandbox.clock.advance(seconds)
        for batch in await caller.services.batches.list().all():
            await caller.services.batches.get(batch.id)
        await caller.sandbox.rest()


async def _cancel_batch(caller: Caller) -> None:
    batch_id = caller.ids["a batch"]
    await caller.services.batches.cancel(batch_id)
    for seconds in (0, 10):
        caller.sandbox.clock.advance(seconds)
        await caller.services.batches.get(batch_id)


async def _connectors(caller: Caller) -> None:
    await caller.services.connectors.list().all()


async def _create_connector(caller: Caller) -> None:
    secret = {"type": "basic", "token": "s3cret"}
    for way in ({"oauth": OAUTH}, {"service_auth": secret}, {"description": "d"}):
        new = NewConnector.of({**CONNECTOR, **FLAGS, **way})
        await caller.services.connectors.create(new)


async def _every_connector(caller: Caller) -> None:
    for connector in await caller.services.connectors.list().all():
        await caller.services.connectors.get(connector.id)


async def _update_connector(caller: Caller) -> None:
    secret = {"type": "noscheme", "token": "s3cret"}
    for way in ({"oauth": OAUTH}, {"service_auth": secret}):
        changes = ConnectorChanges.of({**CONNECTOR, **FLAGS, **way})
        await caller.services.connectors.update(caller.ids["Tide tables"], changes)


async def _authorize(caller: Caller) -> None:
    after = "https://a.example/done?x=1"
    await caller.services.connectors.authorize(caller.ids["Drawings"], after)
    await caller.services.connectors.authorize(caller.ids["Drawings"])


async def _delete_connector(caller: Caller) -> None:
    await caller.services.connectors.delete(caller.ids["Drawings"])


async def _create_tune(caller: Caller) -> str:
    settings = {**SETTINGS, "dataset_id": caller.ids["first-mate data"]}
    request = FinetuneRequest.of({"name": "voice", "settings": settings})
    return (await caller.services.finetunes.create(request)).id


async def _tunes(caller: Caller) -> None:
    await caller.services.finetunes.list().all()
    await caller.services.finetunes.list("created_at").all()


async def _every_tune(caller: Caller) -> None:
    """As they are, and a new one at every stage."""
    await _create_tune(caller)
    for seconds in (0, 11, 30, 3600, 30 * 24 * 3600):
        for tune in await caller.services.finetunes.list().all():
            await caller.services.finetunes.get(tune.id)
        caller.sandbox.clock.advance(seconds)


async def _update_tune(caller: Caller) -> None:
    changes = FinetuneChanges.of({"name": "again"})
    await caller.services.finetunes.update(caller.ids["ticket-router"], changes)


async def _delete_tune(caller: Caller) -> None:
    await caller.services.finetunes.delete(caller.ids["ticket-router"])


async def _events(caller: Caller) -> None:
    for tune in await caller.services.finetunes.list().all():
        await caller.services.finetunes.events(tune.id).all()


async def _metrics(caller: Caller) -> None:
    for tune in await caller.services.finetunes.list().all():
        await caller.services.finetunes.metrics(tune.id).all()


KEEPING: dict[str, Call] = {
    "models.get": _every_model,
    "models.list": _models,
    "datasets.list": _datasets,
    "datasets.create": _create_dataset,
    "datasets.get_usage": _usage,
    "datasets.get": _every_dataset,
    "datasets.delete": _delete_dataset,
    "embed_jobs.list": _jobs,
    "embed_jobs.create": _create_job,
    "embed_jobs.get": _every_job,
    "embed_jobs.cancel": _cancel_job,
    "batches.list": _batches,
    "batches.create": _create_batch,
    "batches.retrieve": _every_batch,
    "batches.cancel": _cancel_batch,
    "connectors.list": _connectors,
    "connectors.create": _create_connector,
    "connectors.get": _every_connector,
    "connectors.delete": _delete_connector,
    "connectors.update": _update_connector,
    "connectors.o_auth_authorize": _authorize,
    "finetuning.list_finetuned_models": _tunes,
    "finetuning.create_finetuned_model": _create_tune,
    "finetuning.get_finetuned_model": _every_tune,
    "finetuning.delete_finetuned_model": _delete_tune,
    "finetuning.update_finetuned_model": _update_tune,
    "finetuning.list_events": _events,
    "finetuning.list_training_step_metrics": _metrics,
}
