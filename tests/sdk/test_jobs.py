"""Embed jobs and batches, from the upload to the download."""

from __future__ import annotations

import asyncio
import csv
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from cohere.batches import Batch
from cohere.errors import BadRequestError

from tests.conftest import FIXTURES
from tests.sdk.conftest import blocking
from tests.until import PATIENCE_S, until_answered

if TYPE_CHECKING:
    from pathlib import Path

    import cohere

    from cohere_tui.sandbox.server import Sandbox

REQUESTS = FIXTURES / "requests"
MODEL = "embed-english-light-v3.0"
POLLING: dict[str, Any] = {"interval": 0.05, "timeout": PATIENCE_S}


async def uploaded(sdk: cohere.AsyncClient, kind: Any, file: str) -> str:
    """The id of a validated dataset."""
    data = (file, (REQUESTS / file).read_bytes(), "application/octet-stream")
    made = await sdk.datasets.create(name="harbours", type=kind, data=data)
    dataset = (await sdk.wait(made, **POLLING)).dataset
    assert dataset.validation_status == "validated"
    dataset_id: str = dataset.id
    return dataset_id


async def test_an_embed_job(sdk: cohere.AsyncClient, tmp_path: Path) -> None:
    dataset_id = await uploaded(sdk, "embed-input", "datasets.embed_input.jsonl")
    made = await sdk.embed_jobs.create(
        model=MODEL, dataset_id=dataset_id, input_type="search_document", name="harbours",
        embedding_types=["float", "int8"], truncate="START",
    )  # fmt: skip
    job = await sdk.wait(made, **POLLING)
    assert (job.status, job.name, job.truncate) == ("complete", "harbours", "START")
    assert job.input_dataset_id == dataset_id
    assert job.meta is not None
    assert job.meta.billed_units is not None
    assert job.meta.billed_units.input_tokens
    listed = (await sdk.embed_jobs.list()).embed_jobs or []
    assert listed == [await sdk.embed_jobs.get(job.job_id)]
    assert job.output_dataset_id is not None
    output = (await sdk.datasets.get(job.output_dataset_id)).dataset
    rows = await saved(sdk, output, tmp_path / "rows.jsonl")
    assert [row["text"] for row in rows] == ["Cobh", "Kilmore Quay"]
    assert [len(row["embeddings"]["float"]) for row in rows] == [384, 384]
    assert [len(row["embeddings"]["int8"]) for row in rows] == [384, 384]


async def saved(sdk: cohere.AsyncClient, dataset: cohere.Dataset, path: Path) -> list[Any]:
    def save() -> list[Any]:
        sdk.utils.save_dataset(dataset, str(path), "jsonl")
        return [json.loads(line) for line in path.read_text().splitlines()]

    return await asyncio.to_thread(save)


async def test_an_embed_job_with_the_client_that_blocks(sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"

    def use(client: cohere.Client) -> None:
        with (REQUESTS / "datasets.embed_input.csv").open("rb") as file:
            made = client.datasets.create(
                name="n", type="embed-input", data=file, keep_fields=["lang"]
            )
        dataset = client.wait(made, **POLLING).dataset
        started = client.embed_jobs.create(
            model=MODEL, dataset_id=dataset.id, input_type="clustering"
        )
        job = client.wait(started, **POLLING)
        assert job.output_dataset_id is not None
        output = client.datasets.get(job.output_dataset_id).dataset
        client.utils.save_dataset(output, str(path), "csv")
        assert [one.job_id for one in client.embed_jobs.list().embed_jobs or []] == [job.job_id]

    await blocking(sandbox, use)
    with path.open() as file:
        rows = list(csv.DictReader(file))
    assert [(row["text"], row["lang"]) for row in rows] == [("Cobh", "en"), ("Kilmore, Quay", "en")]


async def test_cancelling_an_embed_job(sandbox: Sandbox, sdk: cohere.AsyncClient) -> None:
    dataset_id = await uploaded(sdk, "embed-input", "datasets.embed_input.jsonl")
    sandbox.knobs = replace(sandbox.knobs, speed=0)
    made = await sdk.embed_jobs.create(model=MODEL, dataset_id=dataset_id, input_type="clustering")
    await sdk.embed_jobs.cancel(made.job_id)
    assert (await sdk.embed_jobs.get(made.job_id)).status == "cancelling"
    sandbox.knobs = replace(sandbox.knobs, speed=100)
    with pytest.raises(Exception, match="failed with status cancelled"):
        await sdk.wait(made, **POLLING)
    with pytest.raises(BadRequestError):
        await sdk.embed_jobs.cancel(made.job_id)


async def test_an_embed_batch(sdk: cohere.AsyncClient, tmp_path: Path) -> None:
    dataset_id = await uploaded(sdk, "batch-embed-v2-input", "batches.input.jsonl")
    request = Batch(name="nightly", input_dataset_id=dataset_id, model="batch-embed-v4")
    batch = (await sdk.batches.create(request=request)).batch
    assert (batch.name, batch.num_records) == ("nightly", 2)
    assert batch.id is not None
    batch = await completed(sdk, batch.id)
    assert (batch.num_successful_records, batch.num_failed_records) == (2, 0)
    assert (batch.input_tokens, batch.output_tokens) == ("2", "0")
    assert batch.created_at is not None
    assert batch.updated_at is not None
    assert batch.updated_at > batch.created_at
    assert batch.output_dataset_id is not None
    output = (await sdk.datasets.get(batch.output_dataset_id)).dataset
    rows = await saved(sdk, output, tmp_path / "rows.jsonl")
    assert [row["custom_id"] for row in rows] == ["row-0", "row-1"]
    assert len(json.loads(rows[0]["body"])["embeddings"]["float"][0]) == 1536


async def completed(sdk: cohere.AsyncClient, batch_id: str) -> Batch:
    async def over() -> bool:
        batch: Batch = (await sdk.batches.retrieve(batch_id)).batch
        return batch.status == "BATCH_STATUS_COMPLETED"

    await until_answered(over, "the batch was not completed")
    batch: Batch = (await sdk.batches.retrieve(batch_id)).batch
    return batch


async def test_batches_are_listed_and_cancelled(
    sandbox: Sandbox, sdk: cohere.AsyncClient, sdk2: cohere.AsyncClientV2
) -> None:
    dataset_id = await uploaded(sdk, "batch-embed-v2-input", "batches.input.jsonl")
    sandbox.knobs = replace(sandbox.knobs, speed=0)
    made = []
    for number in range(3):
        request = Batch(name=f"n{number}", input_dataset_id=dataset_id, model="batch-embed-v4-a100")
        made.append((await sdk2.batches.create(request=request)).batch.id)
    first = await sdk2.batches.list(page_size=2, order_by="created_at")
    assert [batch.id for batch in first.batches or []] == made[:2]
    rest = await sdk2.batches.list(
        page_size=2, page_token=first.next_page_token, order_by="created_at"
    )
    assert [batch.id for batch in rest.batches or []] == made[2:]
    assert not rest.next_page_token
    await sdk2.batches.cancel(made[0] or "")
    assert (await sdk2.batches.retrieve(made[0] or "")).batch.status == "BATCH_STATUS_CANCELING"

    def use(client: cohere.Client) -> None:
        assert [batch.id for batch in client.batches.list().batches or []] == made[::-1]
        client.batches.cancel(made[1] or "")
        again = client.batches.retrieve(made[1] or "").batch
        assert again.status == "BATCH_STATUS_CANCELING"
        assert client.batches.create(request=request).batch.num_records == 2
        with pytest.raises(BadRequestError):
            client.batches.create(request=Batch(name="", input_dataset_id=dataset_id, model="m"))

    await blocking(sandbox, use)
