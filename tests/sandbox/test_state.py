"""A folder of state: it outlives `kill -9`, and belongs to one sandbox at a time."""

from __future__ import annotations

import asyncio
import io
import json
import shutil
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import fastavro
import httpx
import pytest

from cohere_tui.sandbox.server import Sandbox
from cohere_tui.sandbox.world.kept import NotOursError
from cohere_tui.sandbox.world.world import World
from tests.until import until_answered

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncGenerator, Iterator, Sequence
    from pathlib import Path

BEARER = {"authorization": "Bearer a-key"}
PROGRAM = (
    sys.executable, "-m", "cohere_tui", "sandbox",
    "--latency", "0", "--rate", "0", "--speed", "0", "--state",
)  # fmt: skip
HALTING = """
import sys, threading
from cohere_tui.cli import main
from cohere_tui.sandbox.jobs.embedding import Embedding
answer = Embedding.answer

def halting(labour, number, row):
    if number == 500:
        threading.Event().wait()
    return answer(labour, number, row)

Embedding.answer = halting
sys.exit(main(sys.argv[1:]))
"""
"""The same program, which gets no further than that row of an embed job."""
ROWS = b'{"text": "The tide is high."}\n' * 50
UPLOAD = "/v1/datasets?name=tides&type=embed-input"


@asynccontextmanager
async def alone(
    folder: Path, program: Sequence[str] = PROGRAM
) -> AsyncGenerator[tuple[httpx.AsyncClient, Process], None]:
    """A sandbox in a process of its own, which is killed at the end."""
    process = await asyncio.create_subprocess_exec(
        *program, str(folder), stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        url = (await process.stdout.readline()).decode().strip()
        async with httpx.AsyncClient(base_url=url, headers=BEARER, trust_env=False) as caller:
            yield caller, process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def advance(caller: httpx.AsyncClient, seconds: int) -> None:
    (await caller.post("/_sandbox/clock", json={"advance": seconds})).raise_for_status()


async def settled(caller: httpx.AsyncClient, path: str, *states: str) -> Any:
    """What is at `path`, asked again and again until its state is one of these."""
    while True:
        found = (await caller.get(path)).json()
        found = found.get("dataset", found)
        if found.get("validation_status", found.get("status")) in states:
            return found
        await advance(caller, 10)


def written(folder: Path, pattern: str) -> int:
    """How many bytes such files have."""
    return sum(file.stat().st_size for file in folder.rglob(pattern))


@pytest.mark.skipif(sys.platform == "win32", reason="kill")
async def test_kill_9_loses_nothing_that_was_answered(tmp_path: Path) -> None:
    async with alone(tmp_path) as (caller, process):
        files = {"data": ("tides.jsonl", ROWS)}
        dataset_id = (await caller.post(UPLOAD, files=files)).json()["id"]
        dataset = await settled(caller, f"/v1/datasets/{dataset_id}", "validated")
        body = {"model": "embed-english-light-v3.0", "input_type": "clustering", "name": "n"}
        made = await caller.post("/v1/embed-jobs", json={**body, "dataset_id": dataset_id})
        job_id = made.json()["job_id"]

        async def half() -> AsyncGenerator[bytes, None]:
            yield b'--b\r\nContent-Disposition: form-data; name="data"; filename="a.txt"\r\n\r\n'
            yield b"half a file\n" * 10_000
            process.kill()
            await process.wait()

        form = {"content-type": "multipart/form-data; boundary=b"}
        with pytest.raises(httpx.TransportError):
            await caller.post(UPLOAD, content=half(), headers=form)

    async with alone(tmp_path) as (caller, _):
        (again,) = (await caller.get("/v1/datasets")).json()["datasets"]
        assert again["updated_at"] == dataset["updated_at"]
        (part,) = again["dataset_parts"]
        async with httpx.AsyncClient(trust_env=False) as anyone:
            assert (await anyone.get(part["url"])).content.startswith(b"Obj")
        job = await settled(caller, f"/v1/embed-jobs/{job_id}", "complete")
        before = (await caller.get("/_sandbox")).json()["clock"]
        drafts = list((tmp_path / "drafts").glob("*"))
        assert drafts == []

    async with alone(tmp_path) as (caller, _):
        assert (await caller.get(f"/v1/embed-jobs/{job_id}")).json() == job
        assert (await caller.get("/_sandbox")).json()["clock"] >= before


@pytest.mark.skipif(sys.platform == "win32", reason="kill")
async def test_kill_9_in_the_middle_of_a_job_costs_no_row(tmp_path: Path) -> None:
    rows = [{"text": f"Tide {number} is high."} for number in range(1500)]
    data = "".join(f"{json.dumps(row)}\n" for row in rows).encode()
    halting = (sys.executable, "-c", HALTING, *PROGRAM[3:])
    async with alone(tmp_path, halting) as (caller, process):
        dataset_id = (await caller.post(UPLOAD, files={"data": ("a.jsonl", data)})).json()["id"]
        await settled(caller, f"/v1/datasets/{dataset_id}", "validated")
        body = {"model": "embed-english-v3.0", "input_type": "clustering", "name": "n"}
        made = await caller.post("/v1/embed-jobs", json={**body, "dataset_id": dataset_id})
        job_id = made.json()["job_id"]

        async def half_written() -> bool:
            assert (await caller.get(f"/v1/embed-jobs/{job_id}")).json()["status"] == "processing"
            return written(tmp_path, "n-output-*.avro.0") > 0

        await advance(caller, 100)
        await until_answered(half_written)
        process.kill()
        await process.wait()
    assert not list((tmp_path / "dataset").glob("*n-output-*"))

    async with alone(tmp_path) as (caller, _):
        kept = [folder.name for folder in (tmp_path / "files" / "datasets").iterdir()]
        assert kept == [dataset_id]
        job = await settled(caller, f"/v1/embed-jobs/{job_id}", "complete")
        path = f"/v1/datasets/{job['output_dataset_id']}"
        (part,) = (await caller.get(path)).json()["dataset"]["dataset_parts"]
        async with httpx.AsyncClient(trust_env=False) as anyone:
            read: Iterator[Any] = iter(
                fastavro.reader(io.BytesIO((await anyone.get(part["url"])).content))
            )
        assert [row["text"] for row in read] == [row["text"] for row in rows]
        assert len((await caller.get("/v1/datasets")).json()["datasets"]) == 2


async def test_one_sandbox_at_a_time(tmp_path: Path) -> None:
    async with alone(tmp_path) as (caller, _):
        other = await asyncio.create_subprocess_exec(
            *PROGRAM, str(tmp_path), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
        )
        out, err = await other.communicate()
        assert (other.returncode, out) == (1, b"")
        said = f"cannot use the state in {tmp_path}: another sandbox is using it\n"
        assert err.decode() == said
        assert (await caller.get("/v1/datasets")).status_code == 200
    async with alone(tmp_path) as (caller, _):
        assert (await caller.get("/v1/datasets")).status_code == 200


async def test_files_of_nobody_are_removed_at_the_start(tmp_path: Path) -> None:
    await World(tmp_path).close()
    lost = tmp_path / "files" / "datasets" / "lost-abc123"
    lost.mkdir(parents=True)
    (lost / "data.csv").write_bytes(b"half of it")
    async with Sandbox(state=tmp_path):
        assert not lost.exists()


async def test_one_that_cannot_begin_leaves_the_folder_to_others(tmp_path: Path) -> None:
    async with Sandbox() as taken:
        port = int(taken.url.rpartition(":")[2])
        with pytest.raises(OSError, match="in use"):
            await Sandbox(port=port, state=tmp_path).__aenter__()
    (tmp_path / "dataset").mkdir(exist_ok=True)
    (tmp_path / "dataset" / "odd.json").write_text("{}")
    with pytest.raises(NotOursError, match=r"dataset/odd.json is damaged: .*missing"):
        Sandbox(state=tmp_path)
    (tmp_path / "dataset" / "odd.json").unlink()
    async with Sandbox(state=tmp_path) as sandbox:
        assert sandbox.url


async def test_a_disk_that_cannot_be_written_is_told_of(tmp_path: Path) -> None:
    connector = {"name": "Tides", "url": "https://a.example/search"}
    async with (
        Sandbox(state=tmp_path) as sandbox,
        httpx.AsyncClient(base_url=sandbox.url, headers=BEARER, trust_env=False) as caller,
    ):
        shutil.rmtree(tmp_path / "connector")
        refused = await caller.post("/v1/connectors", json=connector)
        assert refused.status_code == 500
        said = "the sandbox cannot use its disk: No such file or directory"
        assert refused.json()["message"] == said
        assert (await caller.get("/v1/connectors")).json()["total_count"] == 0


async def test_names_of_any_length_are_kept(tmp_path: Path) -> None:
    """Conversations are named by their callers, and jobs as long as anyone likes."""
    talk = {"message": "/echo x", "conversation_id": "c/../" + "ü" * 3000}
    async with (
        Sandbox(state=tmp_path) as sandbox,
        httpx.AsyncClient(base_url=sandbox.url, headers=BEARER, trust_env=False) as caller,
    ):
        assert (await caller.post("/v1/chat", json=talk)).status_code == 200
        made = await caller.post(
            "/v1/connectors", json={"name": "n" * 5000, "url": "https://a.example/search"}
        )
        assert made.status_code == 200
    async with (
        Sandbox(state=tmp_path) as sandbox,
        httpx.AsyncClient(base_url=sandbox.url, headers=BEARER, trust_env=False) as caller,
    ):
        again = await caller.get(f"/v1/connectors/{made.json()['connector']['id']}")
        assert again.json() == made.json()
        said = (await caller.post("/v1/chat", json={**talk, "message": "more"})).json()
        assert [one["message"] for one in said["chat_history"]][:2] == ["/echo x", "x"]
