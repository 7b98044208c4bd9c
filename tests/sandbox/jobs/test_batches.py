"""/v2/batches: what is refused, how a batch goes on, and what comes out."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from cohere_tui.sandbox.datasets.records import Dataset, dataset_named, remove
from cohere_tui.sandbox.endpoints.batches import QUEUED_S
from cohere_tui.sandbox.jobs.records import CANCELLING_S
from cohere_tui.sandbox.jobs.starting import lasts
from tests.conftest import FIXTURES
from tests.openapi import judge, needs_description
from tests.sandbox.jobs.inputs import answers, batch_input, embed_input

if TYPE_CHECKING:
    import httpx

    from cohere_tui.sandbox.server import Sandbox

CHAT = "batch-chat-v2-input"
EMBED = "batch-embed-v2-input"


def asks(*texts: str) -> list[dict[str, Any]]:
    return [{"messages": [{"role": "user", "content": text}]} for text in texts]


QUESTIONS = asks("What is a tide mill?", "Say hello", "Name three harbours")
LASTS_S = QUEUED_S + lasts(len(QUESTIONS))


async def created(caller: httpx.AsyncClient, dataset_id: str, **more: Any) -> dict[str, Any]:
    body = {"name": "nightly", "input_dataset_id": dataset_id, "model": "command-a-03-2025", **more}
    answer = await caller.post("/v2/batches", json=body)
    assert answer.status_code == 200, answer.text
    batch: dict[str, Any] = answer.json()["batch"]
    return batch


async def seen(caller: httpx.AsyncClient, batch_id: str) -> dict[str, Any]:
    batch: dict[str, Any] = (await caller.get(f"/v2/batches/{batch_id}")).json()["batch"]
    return batch


async def finished(
    sandbox: Sandbox, caller: httpx.AsyncClient, batch_id: str, seconds: float = LASTS_S
) -> dict[str, Any]:
    await sandbox.rest()
    sandbox.clock.advance(seconds)
    await seen(caller, batch_id)
    await sandbox.rest()
    return await seen(caller, batch_id)


async def test_a_chat_batch_is_answered_as_chat_is(
    sandbox: Sandbox, caller: httpx.AsyncClient
) -> None:
    dataset_id = await batch_input(sandbox, CHAT, QUESTIONS)
    batch = await created(caller, dataset_id)
    assert batch["status"] == "BATCH_STATUS_QUEUED"
    assert (batch["name"], batch["num_records"]) == ("nightly", 3)
    assert batch["updated_at"] == batch["created_at"]
    assert not {"output_dataset_id", "num_failed_records", "status_reason"} & set(batch)

    batch = await finished(sandbox, caller, batch["id"])
    assert batch["status"] == "BATCH_STATUS_COMPLETED"
    assert (batch["num_successful_records"], batch["num_failed_records"]) == (3, 0)
    assert batch["output_dataset_id"].startswith("nightly-output-")
    made = dataset_named(sandbox.world, batch["output_dataset_id"])
    assert made.kind == "batch-chat-v2-output"
    assert batch["updated_at"] > batch["created_at"]

    rows = answers(sandbox, batch["output_dataset_id"])
    assert [custom_id for custom_id, _ in rows] == ["row-0", "row-1", "row-2"]
    asked = {"model": "command-a-03-2025", **QUESTIONS[0]}
    whole = (await caller.post("/v2/chat", json=asked)).json()
    assert {**rows[0][1], "id": ""} == {**whole, "id": ""}
    assert len({body["id"] for _, body in rows}) == 3
    billed = [body["usage"]["billed_units"] for _, body in rows]
    assert batch["input_tokens"] == str(sum(one["input_tokens"] for one in billed))
    assert batch["output_tokens"] == str(sum(one["output_tokens"] for one in billed))


async def test_an_embed_batch_is_answered_as_embed_is(
    sandbox: Sandbox, caller: httpx.AsyncClient
) -> None:
    lines = (FIXTURES / "requests" / "batches.input.jsonl").read_text().splitlines()
    bodies = [json.loads(line)["body"] for line in lines]
    bodies += [{**bodies[0], "embedding_types": ["int8"], "output_dimension": 256}, {"texts": []}]
    dataset_id = await batch_input(sandbox, EMBED, bodies)
    batch = await created(caller, dataset_id, model="batch-embed-v4")
    batch = await finished(sandbox, caller, batch["id"], QUEUED_S + lasts(4))
    assert (batch["num_successful_records"], batch["num_failed_records"]) == (3, 1)
    assert (batch["input_tokens"], batch["output_tokens"]) == ("3", "0")
    assert dataset_named(sandbox.world, batch["output_dataset_id"]).kind == "batch-embed-v2-output"
    rows = dict(answers(sandbox, batch["output_dataset_id"]))
    whole = (await caller.post("/v2/embed", json={"model": "embed-v4.0", **bodies[0]})).json()
    assert {**rows["row-0"], "id": ""} == {**whole, "id": ""}
    assert len(rows["row-2"]["embeddings"]["int8"][0]) == 256
    assert rows["row-3"]["error"]["status"] == 400


async def test_rows_that_are_refused_are_counted_and_say_why(
    sandbox: Sandbox, caller: httpx.AsyncClient
) -> None:
    good = asks("Say hello")[0]
    bodies = [{**good, "temperature": 5}, good, {**good, "stream": True}, {}, {**good, "haste": 1}]
    dataset_id = await batch_input(sandbox, CHAT, bodies)
    batch = await created(caller, dataset_id)
    batch = await finished(sandbox, caller, batch["id"], QUEUED_S + lasts(5))
    assert batch["status"] == "BATCH_STATUS_COMPLETED"
    assert (batch["num_records"], batch["num_successful_records"]) == (5, 1)
    assert batch["num_failed_records"] == 4
    rows = dict(answers(sandbox, batch["output_dataset_id"]))
    refused = {name: body["error"] for name, body in rows.items() if "error" in body}
    assert set(refused) == {"row-0", "row-2", "row-3", "row-4"}
    assert [refused[f"row-{at}"]["status"] for at in (0, 2, 3, 4)] == [400, 400, 400, 422]
    assert "temperature must be between" in refused["row-0"]["message"]


async def test_the_numbers_grow_and_end_where_they_should(
    sandbox: Sandbox, caller: httpx.AsyncClient
) -> None:
    good = asks("Say hello")[0]
    bodies = [good if at % 10 else {} for at in range(100)]
    batch = await created(caller, await batch_input(sandbox, CHAT, bodies))
    await sandbox.rest()
    assert (await seen(caller, batch["id"]))["status"] == "BATCH_STATUS_QUEUED"
    sandbox.clock.advance(QUEUED_S)
    done = []
    for _ in range(8):
        batch = await seen(caller, batch["id"])
        assert batch["status"] == "BATCH_STATUS_IN_PROGRESS"
        numbers = (batch["num_successful_records"], batch["num_failed_records"])
        done.append((*numbers, int(batch["input_tokens"])))
        sandbox.clock.advance(lasts(100) / 8)
    assert done[0] == (0, 0, 0)
    assert done[4][:2] == (45, 5)
    assert all(one < other for one, other in pairwise(done))
    batch = await finished(sandbox, caller, batch["id"], 0)
    assert (batch["num_successful_records"], batch["num_failed_records"]) == (90, 10)
    assert int(batch["input_tokens"]) > done[-1][2]


async def test_cancelling(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    dataset_id = await batch_input(sandbox, CHAT, QUESTIONS)
    batch_id = (await created(caller, dataset_id))["id"]
    await sandbox.rest()
    sandbox.clock.advance(QUEUED_S + lasts(3) * 0.7)
    answer = await caller.post(f"/v2/batches/{batch_id}:cancel")
    assert (answer.status_code, answer.json()) == (200, {})
    batch = await seen(caller, batch_id)
    assert batch["status"] == "BATCH_STATUS_CANCELING"
    sandbox.clock.advance(CANCELLING_S)
    batch = await seen(caller, batch_id)
    assert batch["status"] == "BATCH_STATUS_CANCELED"
    assert batch["num_successful_records"] == 2
    assert "output_dataset_id" not in batch
    assert await finished(sandbox, caller, batch_id) == batch
    refused = await caller.post(f"/v2/batches/{batch_id}:cancel")
    assert refused.status_code == 400
    assert refused.json()["message"].endswith("its status is BATCH_STATUS_CANCELED.")


async def test_a_batch_fails_when_its_input_goes_and_says_so(
    sandbox: Sandbox, caller: httpx.AsyncClient
) -> None:
    dataset_id = await batch_input(sandbox, CHAT, QUESTIONS)
    gone = (await created(caller, dataset_id))["id"]
    await sandbox.rest()
    for part in (sandbox.world.files / "datasets" / dataset_id).iterdir():
        part.unlink()
    batch = await finished(sandbox, caller, gone)
    assert batch["status"] == "BATCH_STATUS_FAILED"
    assert batch["status_reason"] == "input dataset could not be read"
    assert "num_successful_records" not in batch
    lost = (await created(caller, dataset_id))["id"]
    sandbox.clock.advance(1)
    remove(sandbox.world, dataset_named(sandbox.world, dataset_id))
    batch = await finished(sandbox, caller, lost)
    assert batch["status"] == "BATCH_STATUS_FAILED"
    assert batch["status_reason"]
    assert (await caller.post(f"/v2/batches/{lost}:cancel")).status_code == 400


async def test_batches_are_paged_and_ordered(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    dataset_id = await batch_input(sandbox, CHAT, QUESTIONS)
    ids = []
    for _ in range(5):
        ids.append((await created(caller, dataset_id))["id"])
        sandbox.clock.advance(1)
    await caller.post(f"/v2/batches/{ids[0]}:cancel")
    sandbox.clock.advance(60)

    async def page(query: str) -> tuple[list[str], str]:
        body = (await caller.get(f"/v2/batches?{query}")).json()
        return [batch["id"] for batch in body["batches"]], body.get("next_page_token", "")

    assert await page("") == (ids[::-1], "")
    assert await page("order_by=created_at") == (ids, "")
    first, token = await page("page_size=2")
    second, token = await page(f"page_size=2&page_token={token}")
    third, end = await page(f"page_size=2&page_token={token}")
    assert (first + second + third, end) == (ids[::-1], "")
    assert (await page("order_by=updated_at"))[0][0] == ids[0]
    assert (await page("page_size=5000"))[0] == ids[::-1]


@pytest.mark.parametrize("query", ["page_size=-1", "page_size=x", "order_by=name", "page_token=x"])
async def test_pages_that_do_not_exist(caller: httpx.AsyncClient, query: str) -> None:
    answer = await caller.get(f"/v2/batches?{query}")
    assert answer.status_code == 400
    assert query.partition("=")[0] in answer.json()["message"]


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ({"name": ""}, 400, "name is required"),
        ({"model": None}, 400, "model is required"),
        ({"input_dataset_id": None}, 400, "input_dataset_id is required"),
        ({"input_dataset_id": 7}, 400, "input_dataset_id is of type integer"),
        ({"haste": 1}, 400, "parameter 'haste' is not a valid field"),
        ({"input_dataset_id": "nowhere"}, 404, "dataset with id nowhere not found"),
        ({"model": "batch-nobody"}, 404, "model 'nobody' not found"),
        ({"model": "rerank-v4.0-pro"}, 400, "cannot answer a dataset of type batch-chat-v2-input"),
        ({"model": "batch-embed-v4"}, 400, "'batch-embed-v4' cannot answer"),
    ],
)
async def test_what_is_refused(
    sandbox: Sandbox, caller: httpx.AsyncClient, change: dict[str, Any], status: int, said: str
) -> None:
    dataset_id = await batch_input(sandbox, CHAT, QUESTIONS)
    body = {"name": "n", "input_dataset_id": dataset_id, "model": "command-a-03-2025", **change}
    answer = await caller.post("/v2/batches", json=body)
    assert (answer.status_code, said in answer.json()["message"]) == (status, True), answer.text
    assert (await caller.get("/v2/batches")).json() == {"batches": []}


async def test_a_dataset_has_to_be_validated_and_of_its_type(
    sandbox: Sandbox, caller: httpx.AsyncClient
) -> None:
    body = {"name": "n", "model": "command-a-03-2025"}
    other = await embed_input(sandbox)
    answer = await caller.post("/v2/batches", json={**body, "input_dataset_id": other})
    assert answer.status_code == 400
    said = "is of type embed-input, it must be batch-chat-v2-input or batch-embed-v2-input."
    assert said in answer.json()["message"]
    new = await batch_input(sandbox, CHAT, QUESTIONS)
    dataset = dataset_named(sandbox.world, new)
    sandbox.world.shelf(Dataset).put(replace(dataset, verdict="failed"))
    answer = await caller.post("/v2/batches", json={**body, "input_dataset_id": new})
    assert answer.status_code == 400
    assert answer.json()["message"].endswith("must be validated, its status is failed.")


async def test_what_only_the_server_knows_is_passed_over(
    sandbox: Sandbox, caller: httpx.AsyncClient
) -> None:
    dataset_id = await batch_input(sandbox, CHAT, QUESTIONS)
    batch = await created(caller, dataset_id, id="mine", status="BATCH_STATUS_FAILED")
    assert batch["id"] != "mine"
    assert batch["status"] == "BATCH_STATUS_QUEUED"


@pytest.mark.parametrize("model", ["batch-command-a-03-2025", "command-r7b-12-2024"])
async def test_names_of_models(sandbox: Sandbox, caller: httpx.AsyncClient, model: str) -> None:
    batch = await created(caller, await batch_input(sandbox, CHAT, QUESTIONS), model=model)
    assert batch["model"] == model


@pytest.mark.parametrize(("method", "path"), [("GET", "nobody"), ("POST", "nobody:cancel")])
async def test_a_batch_that_does_not_exist(
    caller: httpx.AsyncClient, method: str, path: str
) -> None:
    answer = await caller.request(method, f"/v2/batches/{path}")
    assert answer.status_code == 404
    assert answer.json()["message"] == "batch with id nobody not found"


@needs_description
async def test_the_description_is_kept(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    dataset_id = await batch_input(sandbox, CHAT, QUESTIONS)
    body = {"name": "n", "input_dataset_id": dataset_id, "model": "command-a-03-2025"}
    answer = await caller.post("/v2/batches", json=body)
    judge(answer)
    batch_id = answer.json()["batch"]["id"]
    judge(await caller.get(f"/v2/batches/{batch_id}"))
    await finished(sandbox, caller, batch_id)
    judge(await caller.get(f"/v2/batches/{batch_id}"))
    judge(await caller.get("/v2/batches?page_size=1&order_by=updated_at"))
    judge(await caller.post(f"/v2/batches/{batch_id}:cancel"))
    other = (await caller.post("/v2/batches", json=body)).json()["batch"]["id"]
    judge(await caller.post(f"/v2/batches/{other}:cancel"))
