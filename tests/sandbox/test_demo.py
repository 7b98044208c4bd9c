"""The demo data: a few of everything, as the routes tell of it, and the same for the same seed."""

from __future__ import annotations

import asyncio
import json
import socket
import tempfile
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from cohere_tui.sandbox import server
from cohere_tui.sandbox.demo import fill
from cohere_tui.sandbox.inventory import counts
from cohere_tui.sandbox.knobs import FAIR
from cohere_tui.sandbox.server import Sandbox
from tests.openapi import judge, needs_description
from tests.until import PATIENCE_S, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from cohere_tui.sandbox.world.world import World

STILL = replace(FAIR, speed=0)
LISTS = {
    "datasets": "/v1/datasets",
    "embed_jobs": "/v1/embed-jobs",
    "batches": "/v2/batches",
    "connectors": "/v1/connectors",
    "finetuned_models": "/v1/finetuning/finetuned-models",
}


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(STILL, demo_data=True) as running:
        yield running


def inside(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def listed(caller: httpx.AsyncClient, what: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await caller.get(LISTS[what])).json()[what]
    return found


async def test_there_is_something_in_every_state(caller: httpx.AsyncClient) -> None:
    datasets = await listed(caller, "datasets")
    assert len({one["dataset_type"] for one in datasets}) > 6
    assert {one["validation_status"] for one in datasets} == {"validated", "failed"}
    states = {
        "embed_jobs": {"complete", "processing", "failed", "cancelled"},
        "batches": {
            "BATCH_STATUS_COMPLETED", "BATCH_STATUS_IN_PROGRESS", "BATCH_STATUS_QUEUED",
            "BATCH_STATUS_FAILED", "BATCH_STATUS_CANCELED",
        },
        "finetuned_models": {
            "STATUS_READY", "STATUS_FINETUNING", "STATUS_FAILED", "STATUS_PAUSED",
        },
    }  # fmt: skip
    for what, expected in states.items():
        assert {one["status"] for one in await listed(caller, what)} == expected
    connectors = await listed(caller, "connectors")
    assert {one.get("auth_type", "") for one in connectors} == {"", "oauth", "service_auth"}
    assert {one.get("auth_status", "") for one in connectors} == {"", "valid", "expired"}
    assert {one["active"] for one in connectors} == {True, False}


async def test_lists_are_newest_first(caller: httpx.AsyncClient) -> None:
    for what in LISTS:
        times = [one["created_at"] for one in await listed(caller, what)]
        assert times == sorted(times, reverse=True), what


async def test_one_dataset_has_hours_to_live(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    before = {one["name"] for one in await listed(caller, "datasets")}
    sandbox.clock.advance(10 * 3600)
    after = {one["name"] for one in await listed(caller, "datasets")}
    assert before - after == {"old-logbook"}


async def test_outputs_can_be_downloaded(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    done = [one for what in ("embed_jobs", "batches") for one in await listed(caller, what)]
    outputs = [one["output_dataset_id"] for one in done if one.get("output_dataset_id")]
    assert len(outputs) == 2
    for dataset_id in outputs:
        dataset = (await caller.get(f"/v1/datasets/{dataset_id}")).json()["dataset"]
        (part,) = dataset["dataset_parts"]
        async with httpx.AsyncClient(trust_env=False) as anyone:
            link = await anyone.get(part["url"])
        assert link.content.startswith(b"Obj\x01")
        assert len(link.content) == part["size_bytes"]
    batch = next(one for one in done if one.get("num_failed_records"))
    assert (batch["num_successful_records"], batch["num_failed_records"]) == (13, 1)


async def test_what_is_in_progress_goes_on(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    for _ in range(3):
        sandbox.clock.advance(3 * 3600)
        await listed(caller, "embed_jobs")
        await sandbox.rest()
    jobs = {one["name"]: one["status"] for one in await listed(caller, "embed_jobs")}
    assert jobs["pilots"] == "complete"
    batches = {one["name"]: one["status"] for one in await listed(caller, "batches")}
    assert batches["postcards"] == batches["nightly-again"] == "BATCH_STATUS_COMPLETED"
    models = {one["name"]: one["status"] for one in await listed(caller, "finetuned_models")}
    assert models["first-mate"] == "STATUS_READY"


async def test_the_same_seed_gives_the_same() -> None:
    async def ids(seed: int) -> str:
        async with Sandbox(STILL, seed=seed, demo_data=True) as sandbox:
            headers = {"authorization": "Bearer k"}
            async with httpx.AsyncClient(
                base_url=sandbox.url, headers=headers, trust_env=False
            ) as caller:
                found = {what: await listed(caller, what) for what in LISTS}
        return json.dumps([[one.get("id", one.get("job_id")) for one in found[w]] for w in LISTS])

    first, again, other = await ids(1), await ids(1), await ids(2)
    assert first == again != other


async def test_a_world_that_has_something_is_left_as_it_is(tmp_path: Path) -> None:
    async with Sandbox(STILL, state=tmp_path, demo_data=True) as sandbox:
        filled = counts(sandbox.world)
        assert all(filled.values())
    async with Sandbox(STILL, state=tmp_path, demo_data=True) as sandbox:
        assert counts(sandbox.world) == filled


async def test_nothing_stays_behind_when_the_start_is_broken_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    filled, go_on = threading.Event(), threading.Event()

    def lingering(world: World) -> None:
        fill(world)
        filled.set()
        go_on.wait(PATIENCE_S)

    monkeypatch.setattr(server, "fill", lingering)
    sandbox = Sandbox(STILL, demo_data=True)
    starting = asyncio.create_task(sandbox.__aenter__())
    await until(filled.is_set)
    assert inside(tmp_path)
    starting.cancel()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await starting
    assert inside(tmp_path) == []


async def test_a_port_that_is_taken_costs_no_demo_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        sandbox = Sandbox(STILL, taken.getsockname()[1], demo_data=True)
        with pytest.raises(OSError, match="in use"):
            await sandbox.__aenter__()
    assert inside(tmp_path) == []


@needs_description
async def test_the_description_is_kept(caller: httpx.AsyncClient) -> None:
    for what in ("embed_jobs", "batches", "connectors"):
        judge(await caller.get(LISTS[what]))
