"""Embed jobs, over the sandbox and over servers that misbehave."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from cohere_tui.client.client import Client
from cohere_tui.client.endpoint import Endpoint
from cohere_tui.client.requests import RequestLog
from cohere_tui.errors import (
    BadRequest,
    Disconnected,
    NotFound,
    ReadOnly,
    RequestInvalid,
    ServerFailed,
)
from cohere_tui.models.embed_jobs import EmbedJobRequest
from cohere_tui.sandbox.knobs import Fault
from cohere_tui.services.embed_jobs import EmbedJobService
from tests.client.wire import Wire, answer, raw
from tests.openapi import judge_request, needs_description
from tests.sandbox.jobs.inputs import embed_input, output
from tests.services.jobs import Pauses

if TYPE_CHECKING:
    from tests.services.conftest import Bench


async def request(bench: Bench, **more: object) -> EmbedJobRequest:
    least = {"model": "embed-english-light-v3.0", "input_type": "search_document"}
    return EmbedJobRequest.of({**least, "dataset_id": await embed_input(bench.sandbox), **more})


async def test_a_job_from_its_beginning_to_its_end(bench: Bench) -> None:
    pauses = Pauses(bench.sandbox)
    jobs = EmbedJobService(bench.client, pause=pauses)
    created = await jobs.create(await request(bench, name="harbours", embedding_types=["int8"]))
    assert (created.meta.version, created.warning) == ("1", "")
    seen = [look.value async for look in jobs.watch(created.job_id)]
    words = [job.status_word for job in seen]
    assert words == ["processing"] * (len(words) - 1) + ["complete"]
    assert len(words) > 2
    assert pauses.seconds == sorted(pauses.seconds)
    last = seen[-1]
    assert last == await jobs.get(created.job_id)
    assert last.name == "harbours"
    assert last.meta.billed.input_tokens
    rows = output(bench.sandbox, last.output_dataset_id)
    assert all(row["embeddings"]["int8"] for row in rows)


async def test_jobs_are_listed_in_one_piece(bench: Bench) -> None:
    jobs = EmbedJobService(bench.client)
    assert await jobs.list().all() == ()
    made = [(await jobs.create(await request(bench))).job_id for _ in range(2)]
    pages = jobs.list()
    assert [job.job_id for job in await pages.all()] == made[::-1]
    assert pages.count.ended


async def test_a_job_is_cancelled_and_the_answer_is_empty(bench: Bench) -> None:
    pauses = Pauses(bench.sandbox)
    jobs = EmbedJobService(bench.client, pause=pauses)
    job_id = (await jobs.create(await request(bench))).job_id
    assert (await jobs.get(job_id)).cancellable
    await jobs.cancel(job_id)
    words = [look.value.status_word async for look in jobs.watch(job_id)]
    assert (words[0], words[-1]) == ("cancelling", "cancelled")
    with pytest.raises(BadRequest, match="its status is cancelled"):
        await jobs.cancel(job_id)


async def test_watching_outlives_trouble_and_ends_when_it_is_closed(bench: Bench) -> None:
    pauses = Pauses(bench.sandbox)
    jobs = EmbedJobService(bench.client, pause=pauses)
    job_id = (await jobs.create(await request(bench))).job_id
    async with aclosing(jobs.watch(job_id)) as looks:
        assert (await anext(looks)).trouble is None
        drop = Fault(kind="drop")
        bench.sandbox.knobs = replace(bench.sandbox.knobs, faults=(drop,))
        look = await anext(looks)
        assert isinstance(look.trouble, Disconnected)
        assert look.value.status_word == "processing"
    assert len(pauses.seconds) == 1


@pytest.mark.parametrize("job_id", ["", ".", "..", "a//b"])
async def test_an_id_that_names_another_path_is_not_sent(bench: Bench, job_id: str) -> None:
    jobs = EmbedJobService(bench.client)
    for ask in (jobs.get, jobs.cancel):
        with pytest.raises(RequestInvalid):
            await ask(job_id)
    assert bench.sandbox.requests == []


async def test_a_job_that_is_not_there(bench: Bench) -> None:
    with pytest.raises(NotFound, match="embed job with id a:b c not found"):
        await EmbedJobService(bench.client).get("a:b c")


async def test_the_remark_of_the_server_is_told() -> None:
    body = {"job_id": "j", "meta": None}
    warned = answer(200, body, {"x-api-warning": "embed jobs are\x1b[2J old"})
    async with Wire(warned) as wire:
        client = Client(Endpoint(wire.url, "k"), RequestLog())
        least = {"model": "m", "dataset_id": "d", "input_type": "clustering"}
        created = await EmbedJobService(client).create(EmbedJobRequest.of(least))
        assert "embed jobs are" in created.warning
        assert "\x1b" not in created.warning
        await client.aclose()


async def test_a_line_that_dies_says_that_it_may_have_happened() -> None:
    least = {"model": "m", "dataset_id": "d", "input_type": "clustering"}
    for reply, error in ((raw(b""), Disconnected), (answer(503, {"message": "m"}), ServerFailed)):
        async with Wire(reply) as wire:
            client = Client(Endpoint(wire.url, "k"), RequestLog())
            with pytest.raises(error) as caught:
                await EmbedJobService(client).create(EmbedJobRequest.of(least))
            assert "may have acted all the same" in caught.value.remedy
            assert len(wire.requests) == 1
            await client.aclose()


async def test_a_read_only_profile_only_looks(bench: Bench) -> None:
    asked = await request(bench)
    client = Client(Endpoint(bench.sandbox.url, "k", read_only=True), RequestLog())
    jobs = EmbedJobService(client)
    assert await jobs.list().all() == ()
    with pytest.raises(ReadOnly):
        await jobs.create(asked)
    with pytest.raises(ReadOnly):
        await jobs.cancel("a-job")
    await client.aclose()


@needs_description
async def test_what_is_sent_is_as_described(bench: Bench) -> None:
    jobs = EmbedJobService(bench.client)
    made = await jobs.create(await request(bench, truncate="START", name="n"))
    await jobs.get(made.job_id)
    await jobs.list().all()
    await jobs.cancel(made.job_id)
    assert len(bench.sandbox.requests) == 4
    for received in bench.sandbox.requests:
        judge_request(received)
