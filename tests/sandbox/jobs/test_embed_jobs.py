"""/v1/embed-jobs: what is refused, how a job goes on, and what comes out."""

from __future__ import annotations

import base64
import json
import struct
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from cohere_tui.sandbox.datasets.records import Dataset, dataset_named, remove
from cohere_tui.sandbox.jobs.embedding import Embedding
from cohere_tui.sandbox.jobs.records import CANCELLING_S
from cohere_tui.sandbox.jobs.starting import lasts
from tests.openapi import judge, needs_description
from tests.sandbox.jobs.inputs import TEXTS, batch_input, embed_input, output
from tests.until import PATIENCE_S, until

if TYPE_CHECKING:
    import httpx

    from cohere_tui.sandbox.server import Sandbox

MODEL = "embed-english-light-v3.0"
LASTS_S = lasts(len(TEXTS))


async def created(caller: httpx.AsyncClient, dataset_id: str, **more: Any) -> str:
    body = {"model": MODEL, "dataset_id": dataset_id, "input_type": "search_document", **more}
    answer = await caller.post("/v1/embed-jobs", json=body)
    assert answer.status_code == 200, answer.text
    assert answer.json()["meta"] == {"api_version": {"version": "1"}}
    job_id: str = answer.json()["job_id"]
    return job_id


async def seen(caller: httpx.AsyncClient, job_id: str) -> dict[str, Any]:
    body: dict[str, Any] = (await caller.get(f"/v1/embed-jobs/{job_id}")).json()
    return body


async def finished(sandbox: Sandbox, caller: httpx.AsyncClient, job_id: str) -> dict[str, Any]:
    await sandbox.rest()
    sandbox.clock.advance(LASTS_S)
    await seen(caller, job_id)
    await sandbox.rest()
    return await seen(caller, job_id)


async def test_a_job_embeds_every_row(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    dataset_id = await embed_input(sandbox)
    job_id = await created(caller, dataset_id, name="harbours", embedding_types=["float", "int8"])
    job = await seen(caller, job_id)
    assert job["status"] == "processing"
    assert (job["name"], job["model"], job["truncate"]) == ("harbours", MODEL, "END")
    assert job["meta"]["billed_units"] == {"input_tokens": 0}
    assert "output_dataset_id" not in job

    job = await finished(sandbox, caller, job_id)
    assert job["status"] == "complete"
    assert job["meta"]["billed_units"]["input_tokens"] > len(TEXTS)
    assert job["output_dataset_id"].startswith("harbours-output-")
    rows = output(sandbox, job["output_dataset_id"])
    assert [row["text"] for row in rows] == list(TEXTS)
    assert [row["lang"] for row in rows] == [None, "en", None]
    kinds = rows[0]["embeddings"]
    assert len(kinds["float"]) == len(kinds["int8"]) == 384
    assert [kinds[kind] for kind in ("uint8", "binary", "ubinary", "base64")] == [None] * 4
    assert near(rows, 0, 2) > near(rows, 0, 1) + 0.2
    asked = {"model": MODEL, "texts": TEXTS, "input_type": "search_document"}
    whole = (await caller.post("/v1/embed", json=asked)).json()["embeddings"]
    assert [row["embeddings"]["float"] for row in rows] == [pytest.approx(one) for one in whole]
    made = dataset_named(sandbox.world, job["output_dataset_id"])
    assert made.kind == "embed-result"


def near(rows: list[dict[str, Any]], one: int, other: int) -> float:
    left, right = (rows[at]["embeddings"]["float"] for at in (one, other))
    return float(sum(a * b for a, b in zip(left, right, strict=True)))


async def test_every_type_of_vector(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    types = ["float", "uint8", "binary", "ubinary", "base64"]
    job_id = await created(caller, await embed_input(sandbox), embedding_types=types)
    job = await finished(sandbox, caller, job_id)
    kinds = output(sandbox, job["output_dataset_id"])[0]["embeddings"]
    assert len(kinds["binary"]) == len(kinds["ubinary"]) == 384 // 8
    assert min(kinds["uint8"]) >= 0
    packed = base64.b64decode(kinds["base64"])
    assert struct.unpack("<384f", packed) == pytest.approx(kinds["float"])


async def test_floats_are_given_where_nothing_is_asked_for(
    sandbox: Sandbox, caller: httpx.AsyncClient
) -> None:
    job = await finished(sandbox, caller, await created(caller, await embed_input(sandbox)))
    assert job["output_dataset_id"].startswith("input-output-output-")
    kinds = output(sandbox, job["output_dataset_id"])[0]["embeddings"]
    assert [kind for kind, vector in kinds.items() if vector is not None] == ["float"]


async def test_which_end_of_a_long_text_is_seen(
    sandbox: Sandbox, caller: httpx.AsyncClient
) -> None:
    long = "tide " * 600
    dataset_id = await embed_input(sandbox, [f"mill {long}", f"{long} mill", long])
    jobs = [await created(caller, dataset_id, truncate=side) for side in ("START", "END")]
    start, end = [await finished(sandbox, caller, job_id) for job_id in jobs]
    assert start["meta"]["billed_units"]["input_tokens"] == 3 * 512
    rows = output(sandbox, start["output_dataset_id"])
    assert near(rows, 0, 2) > near(rows, 1, 2)
    rows = output(sandbox, end["output_dataset_id"])
    assert near(rows, 0, 2) < near(rows, 1, 2)


async def test_all_jobs_are_listed_newest_first(
    sandbox: Sandbox, caller: httpx.AsyncClient
) -> None:
    assert (await caller.get("/v1/embed-jobs")).json() == {"embed_jobs": []}
    dataset_id = await embed_input(sandbox)
    jobs = [await created(caller, dataset_id) for _ in range(3)]
    listed = (await caller.get("/v1/embed-jobs")).json()["embed_jobs"]
    assert [job["job_id"] for job in listed] == jobs[::-1]


async def test_a_cancelled_job_stops_and_bills_what_it_did(
    sandbox: Sandbox, caller: httpx.AsyncClient
) -> None:
    job_id = await created(caller, await embed_input(sandbox), name="n")
    await sandbox.rest()
    sandbox.clock.advance(LASTS_S / 2)
    answer = await caller.post(f"/v1/embed-jobs/{job_id}/cancel")
    assert (answer.status_code, answer.content) == (200, b"")
    assert (await seen(caller, job_id))["status"] == "cancelling"
    assert (await caller.post(f"/v1/embed-jobs/{job_id}/cancel")).status_code == 200
    sandbox.clock.advance(CANCELLING_S)
    job = await seen(caller, job_id)
    assert job["status"] == "cancelled"
    whole = sum(len(text.split()) for text in TEXTS)
    assert 0 < job["meta"]["billed_units"]["input_tokens"] <= whole
    again = await finished(sandbox, caller, job_id)
    assert again == job
    assert [one.kind for one in sandbox.world.shelf(Dataset)] == ["embed-input"]


async def test_a_job_cancelled_at_work_leaves_nothing(
    sandbox: Sandbox, caller: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    answer = Embedding.answer

    def lingering(*given: Any) -> Any:
        begun.set()
        assert go_on.wait(PATIENCE_S)
        return answer(*given)

    monkeypatch.setattr(Embedding, "answer", lingering)
    job_id = await created(caller, await embed_input(sandbox))
    await sandbox.rest()
    sandbox.clock.advance(LASTS_S)
    await seen(caller, job_id)
    await until(begun.is_set)
    assert sandbox.world.works_on(job_id)
    assert (await caller.post(f"/v1/embed-jobs/{job_id}/cancel")).status_code == 200
    go_on.set()
    await sandbox.rest()
    await seen(caller, job_id)
    await sandbox.rest()
    assert [one.kind for one in sandbox.world.shelf(Dataset)] == ["embed-input"]


@pytest.mark.parametrize("end", ["complete", "failed", "cancelled"])
async def test_what_is_over_cannot_be_cancelled(
    sandbox: Sandbox, caller: httpx.AsyncClient, end: str
) -> None:
    dataset_id = await embed_input(sandbox)
    job_id = await created(caller, dataset_id)
    if end == "failed":
        remove(sandbox.world, dataset_named(sandbox.world, dataset_id))
    if end == "cancelled":
        await caller.post(f"/v1/embed-jobs/{job_id}/cancel")
    assert (await finished(sandbox, caller, job_id))["status"] == end
    answer = await caller.post(f"/v1/embed-jobs/{job_id}/cancel")
    assert answer.status_code == 400
    assert answer.json()["message"].endswith(f"cannot be cancelled, its status is {end}.")


async def test_a_job_whose_input_goes_fails_and_one_that_is_done_does_not(
    sandbox: Sandbox, caller: httpx.AsyncClient
) -> None:
    dataset_id = await embed_input(sandbox)
    done = await finished(sandbox, caller, await created(caller, dataset_id))
    job_id = await created(caller, dataset_id)
    remove(sandbox.world, dataset_named(sandbox.world, dataset_id))
    assert (await finished(sandbox, caller, job_id))["status"] == "failed"
    assert await seen(caller, done["job_id"]) == done


async def test_a_job_whose_input_cannot_be_read_fails(
    sandbox: Sandbox, caller: httpx.AsyncClient
) -> None:
    dataset_id = await embed_input(sandbox)
    job_id = await created(caller, dataset_id)
    await sandbox.rest()
    for part in (sandbox.world.files / "datasets" / dataset_id).iterdir():
        part.unlink()
    job = await finished(sandbox, caller, job_id)
    assert job["status"] == "failed"
    assert "output_dataset_id" not in job


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ({"model": None}, 400, "model is required"),
        ({"dataset_id": ""}, 400, "dataset_id is required"),
        ({"input_type": None}, 400, "input_type is required"),
        ({"input_type": "poem"}, 422, "parameter 'input_type' must be one of search_document, "),
        ({"input_type": "image"}, 400, "cannot be used with input_type image"),
        ({"embedding_types": ["float", "half"]}, 422, "'embedding_types' must be one of float"),
        ({"embedding_types": "float"}, 422, "embedding_types is of type string"),
        ({"embedding_types": [7]}, 422, "embedding_types[0] is of type integer"),
        ({"truncate": "NONE"}, 422, "'truncate' must be one of START, END"),
        ({"model": "nobody"}, 404, "model 'nobody' not found"),
        ({"model": "embed-english-v2.0"}, 404, "was removed on April 4, 2026"),
        ({"model": "command-a-03-2025"}, 400, "cannot be used for embed jobs"),
        ({"dataset_id": "nowhere"}, 404, "dataset with id nowhere not found"),
    ],
)
async def test_what_is_refused(
    sandbox: Sandbox, caller: httpx.AsyncClient, change: dict[str, Any], status: int, said: str
) -> None:
    dataset_id = await embed_input(sandbox)
    body = {"model": MODEL, "dataset_id": dataset_id, "input_type": "clustering", **change}
    answer = await caller.post("/v1/embed-jobs", json=body)
    assert (answer.status_code, said in answer.json()["message"]) == (status, True), answer.text
    assert (await caller.get("/v1/embed-jobs")).json() == {"embed_jobs": []}


async def test_a_dataset_has_to_be_validated_and_of_its_type(
    sandbox: Sandbox, caller: httpx.AsyncClient
) -> None:
    body = {"model": MODEL, "input_type": "clustering"}
    other = await batch_input(sandbox, "batch-embed-v2-input", [{}])
    answer = await caller.post("/v1/embed-jobs", json={**body, "dataset_id": other})
    assert answer.status_code == 400
    assert "is of type batch-embed-v2-input, it must be embed-input" in answer.json()["message"]
    new = await embed_input(sandbox)
    dataset = dataset_named(sandbox.world, new)
    sandbox.world.shelf(Dataset).put(replace(dataset, verdict=""))
    answer = await caller.post("/v1/embed-jobs", json={**body, "dataset_id": new})
    assert answer.status_code == 400
    assert answer.json()["message"].endswith("must be validated, its status is queued.")


async def test_an_unknown_field_is_told(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    body = {"model": MODEL, "dataset_id": await embed_input(sandbox), "input_type": "clustering"}
    answer = await caller.post("/v1/embed-jobs", json={**body, "haste": True})
    assert answer.status_code == 200
    assert "parameter haste is not a valid field" in answer.headers["x-api-warning"]


@pytest.mark.parametrize(("method", "path"), [("GET", "nobody"), ("POST", "nobody/cancel")])
async def test_a_job_that_does_not_exist(caller: httpx.AsyncClient, method: str, path: str) -> None:
    answer = await caller.request(method, f"/v1/embed-jobs/{path}")
    assert answer.status_code == 404
    assert answer.json()["message"] == "embed job with id nobody not found"


@needs_description
async def test_the_description_is_kept(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    body = {"model": MODEL, "dataset_id": await embed_input(sandbox), "input_type": "clustering"}
    answer = await caller.post("/v1/embed-jobs", json=body)
    judge(answer)
    job_id = json.loads(answer.content)["job_id"]
    judge(await caller.get(f"/v1/embed-jobs/{job_id}"))
    await finished(sandbox, caller, job_id)
    judge(await caller.get(f"/v1/embed-jobs/{job_id}"))
    judge(await caller.get("/v1/embed-jobs"))
    judge(await caller.post(f"/v1/embed-jobs/{job_id}/cancel"))
    other = (await caller.post("/v1/embed-jobs", json=body)).json()["job_id"]
    judge(await caller.post(f"/v1/embed-jobs/{other}/cancel"))
    judge(await caller.get(f"/v1/embed-jobs/{other}"))
