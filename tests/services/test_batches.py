"""Batches, over the sandbox and over servers that misbehave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cohere_tui.client.client import Client
from cohere_tui.client.endpoint import Endpoint
from cohere_tui.client.requests import RequestLog
from cohere_tui.errors import AnswerUnreadable, BadRequest, Disconnected, NotFound, ReadOnly
from cohere_tui.models.batches import BatchQuery, BatchRequest
from cohere_tui.services.batches import BatchService
from tests.client.wire import Wire, answer, raw
from tests.openapi import judge_request, needs_description
from tests.sandbox.jobs.inputs import answers, batch_input
from tests.services.jobs import Pauses

if TYPE_CHECKING:
    from tests.services.conftest import Bench

QUESTIONS = [{"messages": [{"role": "user", "content": f"Say {word}"}]} for word in ("sea", "sky")]


async def request(bench: Bench, name: str = "nightly") -> BatchRequest:
    dataset_id = await batch_input(bench.sandbox, "batch-chat-v2-input", QUESTIONS)
    return BatchRequest(name=name, input_dataset_id=dataset_id, model="command-a-03-2025")


async def test_a_batch_from_its_beginning_to_its_end(bench: Bench) -> None:
    pauses = Pauses(bench.sandbox)
    batches = BatchService(bench.client, pause=pauses)
    created = await batches.create(await request(bench))
    assert (created.status_word, created.num_records) == ("queued", 2)
    seen = [look.value async for look in batches.watch(created.id)]
    words = [batch.status_word for batch in seen]
    assert list(dict.fromkeys(words)) == ["queued", "in progress", "completed"]
    shares = [batch.progress or 0.0 for batch in seen]
    assert shares == sorted(shares)
    last = seen[-1]
    assert last == await batches.get(created.id)
    assert (last.progress, last.records_done) == (1.0, 2)
    assert last.output_tokens
    assert [name for name, _ in answers(bench.sandbox, last.output_dataset_id)] == [
        "row-0", "row-1",
    ]  # fmt: skip


async def test_batches_come_page_by_page(bench: Bench) -> None:
    batches = BatchService(bench.client)
    asked = await request(bench)
    made = [(await batches.create(asked)).id for _ in range(5)]
    pages = batches.list(BatchQuery(page_size=2))
    sizes = [len(page) async for page in pages]
    assert sizes == [2, 2, 1]
    assert pages.count.ended
    every = await batches.list(BatchQuery(order_by="created_at")).all()
    assert [batch.id for batch in every] == made


async def test_a_batch_is_cancelled(bench: Bench) -> None:
    pauses = Pauses(bench.sandbox)
    batches = BatchService(bench.client, pause=pauses)
    batch_id = (await batches.create(await request(bench))).id
    await batches.cancel(batch_id)
    assert bench.sandbox.requests[-1].path == f"/v2/batches/{batch_id}:cancel"
    words = [look.value.status_word async for look in batches.watch(batch_id)]
    assert (words[0], words[-1]) == ("cancelling", "cancelled")
    with pytest.raises(BadRequest, match="BATCH_STATUS_CANCELED"):
        await batches.cancel(batch_id)


async def test_a_batch_that_is_not_there(bench: Bench) -> None:
    with pytest.raises(NotFound, match="batch with id b not found"):
        await BatchService(bench.client).cancel("b")


async def test_a_line_that_dies_says_that_it_may_have_happened() -> None:
    async with Wire(raw(b"")) as wire:
        client = Client(Endpoint(wire.url, "k"), RequestLog())
        with pytest.raises(Disconnected) as caught:
            await BatchService(client).create(
                BatchRequest(name="n", input_dataset_id="d", model="m")
            )
        assert "may have acted all the same" in caught.value.remedy
        assert len(wire.requests) == 1
        await client.aclose()


async def test_an_answer_without_a_batch_is_told() -> None:
    async with Wire(answer(200, {"batch": None})) as wire:
        client = Client(Endpoint(wire.url, "k"), RequestLog())
        with pytest.raises(AnswerUnreadable):
            await BatchService(client).get("b")
        await client.aclose()


async def test_a_read_only_profile_only_looks(bench: Bench) -> None:
    asked = await request(bench)
    client = Client(Endpoint(bench.sandbox.url, "k", read_only=True), RequestLog())
    batches = BatchService(client)
    assert await batches.list().all() == ()
    with pytest.raises(ReadOnly):
        await batches.create(asked)
    with pytest.raises(ReadOnly):
        await batches.cancel("a-batch")
    await client.aclose()


@needs_description
async def test_what_is_sent_is_as_described(bench: Bench) -> None:
    batches = BatchService(bench.client)
    made = await batches.create(await request(bench))
    await batches.get(made.id)
    await batches.list(BatchQuery(page_size=1, order_by="updated_at")).all()
    await batches.cancel(made.id)
    assert len(bench.sandbox.requests) == 4
    for received in bench.sandbox.requests:
        judge_request(received)
