"""Fine-tunes, over the sandbox and over servers that misbehave."""

from __future__ import annotations

import traceback
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from cohere_tui.client.client import Client
from cohere_tui.client.endpoint import Endpoint
from cohere_tui.client.requests import RequestLog
from cohere_tui.errors import (
    AnswerUnreadable,
    BadRequest,
    CohereTuiError,
    Disconnected,
    NotFound,
    ReadOnly,
    ServerFailed,
)
from cohere_tui.models.finetunes import FinetuneChanges, FinetuneRequest
from cohere_tui.sandbox.knobs import Fault
from cohere_tui.services.finetunes import FinetuneService
from cohere_tui.services.models import ModelService
from tests import finetuning
from tests.client.wire import Wire, answer, raw
from tests.openapi import judge_request, needs_description
from tests.services.jobs import Pauses

if TYPE_CHECKING:
    from tests.services.conftest import Bench

SECRET = "w-s3cret-0123456789"
PATH = "/v1/finetuning/finetuned-models"


async def request(bench: Bench, count: int = 256, **hyperparameters: Any) -> FinetuneRequest:
    headers = {"authorization": "Bearer a-key"}
    async with httpx.AsyncClient(
        base_url=bench.sandbox.url, headers=headers, trust_env=False
    ) as caller:
        dataset_id = await finetuning.dataset(caller, bench.sandbox, count=count)
    return FinetuneRequest.of(finetuning.request(dataset_id, **hyperparameters))


def asked(bench: Bench, part: str) -> list[dict[str, list[str]]]:
    """The queries with which a part was asked for."""
    return [one.query for one in bench.sandbox.requests if one.path.endswith(part)]


async def test_a_training_from_its_beginning_to_its_end(bench: Bench) -> None:
    finetunes = FinetuneService(bench.client, pause=Pauses(bench.sandbox))
    made = await finetunes.create(await request(bench))
    seen = [look.value async for look in finetunes.watch(made.id)]
    words = list(dict.fromkeys(model.status_word for model in seen))
    assert words == ["queued", "finetuning", "deploying api", "ready"]
    assert seen[-1] == await finetunes.get(made.id)
    assert seen[-1].completed_at is not None
    offered = await ModelService(bench.client).offered("chat")
    assert made.model_name in [model.name for model in offered]
    events = await finetunes.events(made.id).all()
    assert [event.status_word for event in events] == words[::-1]
    steps = await finetunes.metrics(made.id).all()
    assert [step.step_number for step in steps] == list(range(1, 17))


async def test_renaming_and_deleting(bench: Bench) -> None:
    finetunes = FinetuneService(bench.client)
    made = await finetunes.create(await request(bench))
    changed = await finetunes.update(made.id, FinetuneChanges.of({"name": "renamed"}))
    assert bench.sandbox.requests[-1].body == {"name": "renamed"}
    assert (changed.name, changed.settings) == ("renamed", made.settings)
    await finetunes.delete(made.id)
    with pytest.raises(NotFound):
        await finetunes.get(made.id)


async def test_the_list_is_paged_and_counted(bench: Bench) -> None:
    finetunes = FinetuneService(bench.client)
    wish = await request(bench)
    made = [(await finetunes.create(wish)).id for _ in range(53)]
    pages = finetunes.list()
    found = list(await anext(pages))
    assert str(pages.count) == "50 of 53"
    found += await pages.all()
    assert [model.id for model in found] == made[::-1]
    oldest = await finetunes.list("created_at").all()
    assert [model.id for model in oldest] == made


async def test_following_asks_only_for_what_is_new(bench: Bench) -> None:
    pauses = Pauses(bench.sandbox)
    finetunes = FinetuneService(bench.client, pause=pauses)
    wish = await request(bench, 160, train_batch_size=2, learning_rate=0.001)
    made = await finetunes.create(wish)
    looks = [look.value async for look in finetunes.follow(made.id)]

    known = [training.last_step or 0 for training in looks]
    assert known == sorted(known)
    assert len(set(known)) > 3
    last = looks[-1]
    assert last.model == await finetunes.get(made.id)
    assert last.events == await finetunes.events(made.id).all()
    steps = await finetunes.metrics(made.id).all()
    assert [point.step for point in last.curves["loss"]] == list(range(1, 81))
    assert [point.value for point in last.curves["loss"]] == [
        step.metrics["loss"] for step in steps
    ]
    assert pauses.seconds == sorted(pauses.seconds)
    assert pauses.seconds[-1] == 8  # however long it takes: somebody watches it grow

    while_following = asked(bench, "/training-step-metrics")[:-2]
    # One page a look, and the next one once where it begins.
    assert len(while_following) == len(looks) + 1
    tokens = [query.get("page_token", [""])[0] for query in while_following]
    assert len(set(tokens)) == 2
    assert tokens == sorted(tokens, key=tokens.index)
    assert len(asked(bench, "/events")) == len(looks) + 1


async def test_following_outlives_trouble_and_loses_nothing(bench: Bench) -> None:
    pauses = Pauses(bench.sandbox)
    finetunes = FinetuneService(bench.client, pause=pauses)
    made = await finetunes.create(await request(bench))
    broken = Fault(f"{PATH}/*/training-step-metrics", 503, "busy", skip=2, times=8)
    bench.sandbox.knobs = replace(bench.sandbox.knobs, faults=(broken,))
    client = Client(Endpoint(bench.sandbox.url, "k"), RequestLog(), pause=pauses)
    finetunes = FinetuneService(client, pause=pauses)
    looks = [look async for look in finetunes.follow(made.id)]
    troubles = [look.trouble for look in looks if look.trouble]
    assert troubles
    assert all(isinstance(trouble, ServerFailed) for trouble in troubles)
    training = looks[-1].value
    assert training.status == "STATUS_READY"
    assert [point.step for point in training.curves["loss"]] == list(range(1, 17))
    assert [event.status_word for event in training.events][-1] == "queued"
    await client.aclose()


async def test_following_what_diverges(bench: Bench) -> None:
    finetunes = FinetuneService(bench.client, pause=Pauses(bench.sandbox))
    made = await finetunes.create(await request(bench, learning_rate=0.1))
    training = [look.value async for look in finetunes.follow(made.id)][-1]
    assert training.status == "STATUS_FAILED"
    loss = training.curves["loss"]
    assert loss[-1].value > loss[0].value
    assert training.model is not None
    assert training.model.failed


async def test_following_what_is_not_there_and_what_is_deleted(bench: Bench) -> None:
    finetunes = FinetuneService(bench.client, pause=Pauses(bench.sandbox))
    with pytest.raises(NotFound):
        await anext(finetunes.follow("nobody"))
    made = await finetunes.create(await request(bench))
    following = finetunes.follow(made.id)
    await anext(following)
    await finetunes.delete(made.id)
    with pytest.raises(NotFound):
        await anext(following)


async def test_creating_is_not_repeated() -> None:
    wish = FinetuneRequest.of(finetuning.request("d"))
    async with Wire(raw(b"")) as wire:
        client = Client(Endpoint(wire.url, "k"), RequestLog())
        with pytest.raises(Disconnected) as caught:
            await FinetuneService(client).create(wish)
        assert "may have acted all the same" in caught.value.remedy
        assert len(wire.requests) == 1
        await client.aclose()


ECHO = {"message": f"wandb does not know '{SECRET}'"}
WRAPPED = {
    "finetuned_model": {"id": "f", "name": SECRET, "settings": {"wandb": {"api_key": "x" * 9}}}
}


@pytest.mark.parametrize("reply", [answer(400, ECHO), answer(500, ECHO), answer(200, WRAPPED)])
async def test_the_key_of_wandb_is_told_to_nobody_but_the_server(reply: Any) -> None:
    body = finetuning.request("d")
    body["settings"]["wandb"] = {"project": "tides", "api_key": SECRET}
    log, told = RequestLog(), ""
    async with Wire(reply) as wire:
        client = Client(Endpoint(wire.url, "k"), log)
        finetunes = FinetuneService(client)
        try:
            await finetunes.create(FinetuneRequest.of(body))
            await finetunes.update("f", FinetuneChanges.of(body))
        except CohereTuiError as error:
            told += "".join(traceback.format_exception(error)) + repr(vars(error))
        assert SECRET.encode() in wire.requests[0].body
        await client.aclose()
    told += "".join(repr(exchange) for exchange in log)
    assert "•••" in told
    assert SECRET not in told


async def test_a_refusal_and_an_answer_without_a_model(bench: Bench) -> None:
    wish = await request(bench, 1)
    with pytest.raises(BadRequest, match="not validated"):
        await FinetuneService(bench.client).create(wish)
    async with Wire(answer(200, {})) as wire:
        client = Client(Endpoint(wire.url, "k"), RequestLog())
        with pytest.raises(AnswerUnreadable):
            await FinetuneService(client).get("f")
        await client.aclose()


async def test_a_read_only_profile_only_looks(bench: Bench) -> None:
    wish = await request(bench)
    client = Client(Endpoint(bench.sandbox.url, "k", read_only=True), RequestLog())
    finetunes = FinetuneService(client)
    assert await finetunes.list().all() == ()
    for refused in (
        finetunes.create(wish),
        finetunes.update("f", FinetuneChanges()),
        finetunes.delete("f"),
    ):
        with pytest.raises(ReadOnly):
            await refused
    await client.aclose()


@needs_description
async def test_what_is_sent_is_as_described(bench: Bench) -> None:
    finetunes = FinetuneService(bench.client, pause=Pauses(bench.sandbox))
    wish = await request(bench)
    before = len(bench.sandbox.requests)
    made = await finetunes.create(wish)
    await finetunes.list().all()
    await finetunes.update(made.id, FinetuneChanges.of({"name": "renamed"}))
    async for _ in finetunes.follow(made.id):
        pass
    await finetunes.delete(made.id)
    sent = bench.sandbox.requests[before:]
    assert len(sent) > 12
    for received in sent:
        judge_request(received)
