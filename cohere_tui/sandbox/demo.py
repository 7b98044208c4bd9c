"""A world with a few of everything, for demos: made as the routes would have made it, but earlier.

Ids follow from the world's seed; times are counted back from now. What ends on its own ends in the
middle of an hour: its age is told alike for a while.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from cohere_tui.sandbox import demo_files as files
from cohere_tui.sandbox.connectors.records import Connector
from cohere_tui.sandbox.datasets.records import (
    KEPT_S,
    PROCESSED_S,
    Dataset,
    Source,
    folder_of,
    output_id,
)
from cohere_tui.sandbox.datasets.validation import validate
from cohere_tui.sandbox.finetunes.data import facts
from cohere_tui.sandbox.finetunes.records import IDLE_S, Finetune
from cohere_tui.sandbox.finetunes.settings import settings_of
from cohere_tui.sandbox.inventory import counts
from cohere_tui.sandbox.jobs.records import Batch, EmbedJob, Job, Work
from cohere_tui.sandbox.jobs.working import produce, survey

if TYPE_CHECKING:
    from cohere_tui.sandbox.world.world import World

_MINUTE = 60.0
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR


def fill(world: World) -> None:
    """Put a few of everything into a world that has nothing in it; leave any other as it is.

    Takes some 50 ms, and writes files: a matter for a thread.
    """
    if any(counts(world).values()):
        return
    now = world.clock.now()
    _connect(world, now)
    datasets = _upload(world, now)
    _train(world, now, datasets)
    _embed(world, now, datasets)
    _batch(world, now, datasets)


def _connect(world: World, now: float) -> None:
    """Connectors: of every kind of authorisation, one switched off."""
    oauth = {
        "client_id": "cohere-tui-demo",
        "authorize_url": "https://login.example.com/authorize",
        "token_url": "https://login.example.com/token",
        "scope": "read",
    }
    connectors: tuple[tuple[float, str, dict[str, Any]], ...] = (
        (90, "Tide tables", {"description": "High and low water of every harbour."}),
        (60, "Old archive", {"oauth": oauth, "authorised_at": now - 40 * _DAY, "active": False}),
        (41, "Company wiki", {"oauth": oauth, "authorised_at": now - _HOUR, "excludes": ["by"]}),
        (30, "Ticket search", {"service_auth": "bearer", "continue_on_failure": True}),
        (2, "Drawings", {"oauth": oauth, "description": "Nobody has authorised it yet."}),
    )
    for days, name, more in connectors:
        slug, at = world.new_slug(name), now - days * _DAY
        url = f"https://{name.lower().replace(' ', '-')}.example.com/search"
        world.shelf(Connector).put(Connector(slug, name, url, at, at, **more))


def _upload(world: World, now: float) -> dict[str, Dataset]:
    """Datasets of every type, by their names: one that failed, one that has hours to live."""

    def upload(name: str, kind: str, form: str, text: str, age: float, **more: Any) -> None:
        datasets[name] = _validated(world, name, kind, form, text, now - age, **more)

    datasets: dict[str, Dataset] = {}
    upload("old-logbook", "embed-input", "txt", files.logbook(), KEPT_S - 9 * _HOUR)
    upload("harbour-questions", "reranker-finetune-input", "jsonl", files.questions(), 21 * _DAY)
    upload("first-mate", "chat-finetune-input", "jsonl", files.conversations(), 12 * _DAY)
    tickets = "single-label-classification-finetune-input"
    upload("tickets", tickets, "csv", files.tickets(), 9 * _DAY)
    upload("tides-2019", "embed-input", "csv", files.tides(), 5 * _DAY, keep_fields=["hour"])
    upload("harbours", "embed-input", "csv", files.harbours(), 2 * _DAY, keep_fields=["lang"])
    upload("nightly", "batch-embed-v2-input", "jsonl", files.embed_requests(), _DAY)
    upload("pilots", "embed-input", "jsonl", files.pilots(), 6 * _HOUR, skip_malformed=True)
    upload("postcards", "batch-chat-v2-input", "jsonl", files.chat_requests(), 3 * _HOUR)
    return datasets


def _validated(
    world: World, name: str, kind: str, form: str, text: str, created_at: float, **more: Any
) -> Dataset:
    """A dataset that went through what every upload goes through."""
    file = f"data.{form}"
    raw = text.encode()
    source = Source(split="data", file=file, format=form, size_bytes=len(raw))
    uploaded = Dataset(
        world.new_slug(name), name, kind, created_at, len(raw), [source], keep_original=True, **more
    )
    folder = folder_of(world, uploaded.id)
    folder.mkdir(parents=True)
    (folder / file).write_bytes(raw)
    outcome = validate(uploaded, folder, lambda: False)
    assert outcome is not None
    dataset = replace(uploaded, finished_at=created_at + PROCESSED_S, **asdict(outcome))
    world.shelf(Dataset).put(dataset)
    return dataset


def _train(world: World, now: float, datasets: dict[str, Dataset]) -> None:
    """Fine-tuned models: paused for want of use, failed, ready, in training."""

    def train(
        name: str, base: str, data: str, age: float, *, used_at: float | None = None, **how: Any
    ) -> None:
        settings = settings_of(
            {
                "base_model": {"base_type": f"BASE_TYPE_{base}"},
                "dataset_id": datasets[data].id,
                "hyperparameters": how,
            }
        )
        found = asdict(facts(world, settings))
        made = Finetune(world.new_id(), name, now - age, now - age, settings, **found, loaded=True)
        world.shelf(Finetune).put(replace(made, last_used=used_at))

    long_ago = now - IDLE_S - _DAY
    small = {"train_batch_size": 2}
    train("harbour-search", "RERANK", "harbour-questions", 20 * _DAY, used_at=long_ago)
    train("too-hasty", "CHAT", "first-mate", 11 * _DAY, learning_rate=0.1, **small)
    train(
        "ticket-router", "CLASSIFICATION", "tickets", 3 * _DAY, used_at=now - _HOUR, train_epochs=3
    )
    slow = {**small, "train_epochs": 10, "learning_rate": 0.0005}
    train("first-mate", "CHAT", "first-mate", 2 * _MINUTE, **slow)


def _embed(world: World, now: float, datasets: dict[str, Dataset]) -> None:
    """Embed jobs: failed, complete, cancelled, in progress."""

    def job(name: str, data: Dataset, age: float, seconds: float, **more: Any) -> EmbedJob:
        made = EmbedJob(
            id=world.new_id(),
            name=name,
            model="embed-english-light-v3.0",
            input_dataset_id=data.id,
            output_dataset_id=output_id(world, name),
            created_at=now - age,
            starts_at=now - age,
            ends_at=now - age + seconds,
            rows=data.rows(),
            input_type="search_document",
            embedding_types=["float", "int8"],
            truncate="END",
            **more,
        )
        world.shelf(EmbedJob).put(made)
        return made

    gone = replace(datasets["harbours"], id=world.new_slug("lighthouses"))
    job("lighthouses", gone, 4 * _DAY, 30.0, lost_at=now - 4 * _DAY + 12)
    _done(world, job("harbours", datasets["harbours"], 20.5 * _HOUR, 8.0))
    job("logbook", datasets["old-logbook"], 7 * _HOUR, 20.0, cancelled_at=now - 7 * _HOUR + 11)
    job("pilots", datasets["pilots"], _MINUTE, 10 * _MINUTE)


def _batch(world: World, now: float, datasets: dict[str, Dataset]) -> None:
    """Batches: failed, completed with a record that failed, cancelled, in progress, queued."""

    def batch(name: str, data: str, age: float, seconds: float, **more: Any) -> Batch:
        dataset = datasets[data]
        embeds = dataset.kind == "batch-embed-v2-input"
        made = Batch(
            id=world.new_id(),
            name=name,
            model="batch-embed-v4" if embeds else "command-a-03-2025",
            input_dataset_id=dataset.id,
            output_dataset_id=output_id(world, name),
            created_at=now - age,
            rows=dataset.rows(),
            input_kind=dataset.kind,
            **{"starts_at": now - age + 2, "ends_at": now - age + 2 + seconds, **more},
        )
        world.shelf(Batch).put(made)
        return made

    broken = batch("first-try", "nightly", 23 * _HOUR, 10.0)
    world.shelf(Work).put(Work(broken.id, fault="input dataset could not be read"))
    _done(world, batch("nightly", "nightly", 22.5 * _HOUR, 9.0))
    batch("postcards-draft", "postcards", 2 * _HOUR, 60.0, cancelled_at=now - 2 * _HOUR + 40)
    batch("postcards", "postcards", 3 * _MINUTE, 12 * _MINUTE)
    batch("nightly-again", "nightly", 5.0, 0.0, starts_at=now + _HOUR, ends_at=now + 2 * _HOUR)


def _done(world: World, job: Job) -> None:
    """Do the work of a job that is over."""
    survey(world, job)
    work = world.shelf(Work).get(job.id)
    assert work is not None
    produce(world, job, work)
