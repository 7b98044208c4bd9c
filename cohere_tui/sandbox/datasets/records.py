"""Datasets as they are remembered, and what other resources do with them.

What reads or writes rows blocks: it belongs into `world.work` or another thread.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypedDict

import fastavro

from cohere_tui.sandbox.datasets.parts import Part, Split, write_parts
from cohere_tui.sandbox.wire import RefusedError, dumps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from cohere_tui.sandbox.world.world import World

QUEUED_S = 1.0
"""How long a new dataset waits, in seconds of the sandbox."""
PROCESSED_S = 3.0
"""How old it is at least when its validation is over."""
KEPT_S = 30 * 24 * 3600.0
"""How long datasets are kept (API.md 14.1)."""
_NAME_SHOWN = 60
_FOLDER = "datasets"

Row = dict[str, Any]


class Source(TypedDict):
    """An uploaded file."""

    split: Split
    file: str
    """Its name in the dataset's folder."""
    format: str
    """`csv`, `jsonl` or `txt`."""
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset: what was uploaded or computed, and what became of it."""

    id: str
    name: str
    kind: str
    """Its type: `embed-input`, ..."""
    created_at: float
    size_bytes: int
    """What counts against the organization's capacity."""
    sources: list[Source] = field(default_factory=list)
    """Empty for what was computed here."""
    keep_original: bool = False
    skip_malformed: bool = False
    keep_fields: list[str] = field(default_factory=list)
    optional_fields: list[str] = field(default_factory=list)
    separator: str = "\n"
    delimiter: str = ","
    verdict: str = ""
    """`validated`, `failed`, `skipped`; empty until the real validation has ended."""
    finished_at: float = 0.0
    """From when the verdict is told."""
    error: str = ""
    warnings: list[str] = field(default_factory=list)
    schema: str = ""
    """The Avro schema as JSON; empty until known."""
    parts: list[Part] = field(default_factory=list)
    metrics: dict[str, Any] = field(default_factory=dict)
    """`finetune_dataset_metrics` of API.md 14.4; empty for other types."""

    def rows(self, split: Split = "data") -> int:
        """How many rows are in its parts."""
        return sum(part["num_rows"] for part in self.parts if part["split"] == split)


def status(dataset: Dataset, now: float) -> str:
    """Its `validation_status` at that time (API.md 14.2); only `validated` ones can be used."""
    if dataset.verdict and now >= dataset.finished_at:
        return dataset.verdict
    return "queued" if now < dataset.created_at + QUEUED_S else "processing"


def datasets_of(world: World) -> list[Dataset]:
    """Those that there are, newest first. What is too old is removed."""
    now = world.clock.now()
    found = []
    for dataset in world.shelf(Dataset):
        if now < dataset.created_at + KEPT_S:
            found.append(dataset)
        else:
            remove(world, dataset)
    found.sort(key=lambda dataset: dataset.created_at)
    return found[::-1]


def dataset_named(world: World, dataset_id: str) -> Dataset:
    """The dataset with that id, or the 404 that the API gives."""
    dataset = world.shelf(Dataset).get(dataset_id)
    if dataset is None or world.clock.now() >= dataset.created_at + KEPT_S:
        raise RefusedError(404, f"dataset with id {dataset_id} not found")
    return dataset


def rows_of(world: World, dataset: Dataset, split: Split = "data") -> Iterator[Row]:
    """The rows of a validated dataset, read from its parts one by one.

    Raises OSError when the dataset is removed meanwhile.
    """
    folder = folder_of(world, dataset.id)
    for part in dataset.parts:
        if part["split"] == split:
            with (folder / part["file"]).open("rb") as file:
                for row in fastavro.reader(file):
                    assert isinstance(row, dict)
                    yield row


def create_derived(
    world: World,
    name: str,
    kind: str,
    schema: Mapping[str, Any],
    rows: Iterable[Row],
    *,
    dataset_id: str = "",
    created_at: float | None = None,
) -> Dataset:
    """Write the output of the job `name` as a dataset, `validated` from the start.

    Args:
        world: Where it is kept.
        name: The job's; the id becomes `<name>-output-<6>`.
        kind: `embed-result`, `batch-embed-v2-output`, ...
        schema: The Avro schema of the rows: a record; see `schemas.embed_result`.
        rows: Consumed lazily. When it raises, nothing is left behind.
        dataset_id: Made beforehand by `output_id`, so that ids do not depend on which job ends
            first; empty: made now.
        created_at: None: now.
    """
    dataset_id = dataset_id or output_id(world, name)
    folder = folder_of(world, dataset_id)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        parts = write_parts(rows, schema, folder, dataset_id, codec=_codec(kind))
    except BaseException:
        shutil.rmtree(folder)
        raise
    created = world.clock.now() if created_at is None else created_at
    dataset = Dataset(
        id=dataset_id,
        name=f"{name}-output",
        kind=kind,
        created_at=created,
        size_bytes=sum(part["size_bytes"] for part in parts),
        verdict="validated",
        finished_at=created,
        schema=dumps(schema).decode(),
        parts=parts,
    )
    world.shelf(Dataset).put(dataset)
    return dataset


def output_id(world: World, name: str) -> str:
    """An id for the output of the job `name`."""
    return world.new_slug(f"{name[:_NAME_SHOWN]}-output")


def remove(world: World, dataset: Dataset) -> None:
    """Forget a dataset and discard its files. Called on the loop."""
    world.shelf(Dataset).remove(dataset.id)
    discard(world, dataset.id)


def discard(world: World, dataset_id: str) -> None:
    """Remove the files of a dataset in the background. Called on the loop."""
    folder = folder_of(world, dataset_id)
    world.work(f"discard {dataset_id}", lambda: shutil.rmtree(folder, ignore_errors=True))


def sweep(world: World) -> None:
    """Remove the files of no dataset, which an end in the middle of work leaves. Blocks."""
    for folder in (world.files / _FOLDER).glob("*"):
        if world.shelf(Dataset).get(folder.name) is None:
            shutil.rmtree(folder, ignore_errors=True)


def folder_of(world: World, dataset_id: str) -> Path:
    """Where the files of a dataset are."""
    return world.files / _FOLDER / dataset_id


def _codec(kind: str) -> Literal["null", "deflate"]:
    return "null" if kind == "embed-result" else "deflate"  # vectors do not get smaller
