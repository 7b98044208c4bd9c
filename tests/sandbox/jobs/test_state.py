"""Jobs outlive the process of the sandbox, wherever it ended; and a reset forgets them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import httpx
import pytest

from cohere_tui.sandbox.knobs import FAIR
from cohere_tui.sandbox.server import Sandbox
from tests.sandbox.jobs.inputs import TEXTS, batch_input, embed_input, output
from tests.sandbox.jobs.test_batches import CHAT, QUESTIONS

if TYPE_CHECKING:
    from pathlib import Path

STILL = replace(FAIR, speed=0)


def calling(sandbox: Sandbox) -> httpx.AsyncClient:
    headers = {"authorization": "Bearer a-key"}
    return httpx.AsyncClient(base_url=sandbox.url, headers=headers, trust_env=False)


async def begun(sandbox: Sandbox) -> tuple[str, str]:
    async with calling(sandbox) as caller:
        body = {"model": "embed-english-light-v3.0", "input_type": "clustering"}
        body["dataset_id"] = await embed_input(sandbox)
        job = (await caller.post("/v1/embed-jobs", json=body)).json()["job_id"]
        requests = await batch_input(sandbox, CHAT, QUESTIONS)
        body = {"name": "n", "model": "command-a-03-2025", "input_dataset_id": requests}
        batch = (await caller.post("/v2/batches", json=body)).json()["batch"]["id"]
    return job, batch


@pytest.mark.parametrize("surveyed", [False, True])
async def test_a_restart_goes_on_with_them(tmp_path: Path, surveyed: bool) -> None:
    async with Sandbox(STILL, state=tmp_path) as first:
        job_id, batch_id = await begun(first)
        if surveyed:
            await first.rest()
    async with Sandbox(STILL, state=tmp_path) as second, calling(second) as caller:
        second.clock.advance(3600)
        for _ in range(2):
            await caller.get("/v1/embed-jobs")
            await second.rest()
        job = (await caller.get(f"/v1/embed-jobs/{job_id}")).json()
        assert job["status"] == "complete"
        assert len(output(second, job["output_dataset_id"])) == len(TEXTS)
        batch = (await caller.get(f"/v2/batches/{batch_id}")).json()["batch"]
        assert batch["status"] == "BATCH_STATUS_COMPLETED"
    async with Sandbox(STILL, state=tmp_path) as third, calling(third) as caller:
        assert (await caller.get(f"/v1/embed-jobs/{job_id}")).json() == job
        assert (await caller.get(f"/v2/batches/{batch_id}")).json()["batch"] == batch


async def test_a_reset_forgets_them() -> None:
    async with Sandbox(STILL) as sandbox, calling(sandbox) as caller:
        await begun(sandbox)
        await sandbox.reset()
        assert (await caller.get("/v1/embed-jobs")).json() == {"embed_jobs": []}
        assert (await caller.get("/v2/batches")).json() == {"batches": []}
