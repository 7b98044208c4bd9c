"""What the sandbox answers about fine-tunes, judged by the API's description."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import httpx
import pytest

from cohere_tui.sandbox.finetunes.records import IDLE_S, QUEUED_S
from cohere_tui.sandbox.knobs import FAIR
from tests.finetuning import CHAT, LABELS, MULTI_LABELS, RERANK, dataset, request
from tests.openapi import judge, needs_description

if TYPE_CHECKING:
    from cohere_tui.sandbox.server import Sandbox

pytestmark = needs_description

MODELS = "/v1/finetuning/finetuned-models"
_SPACED = re.compile(rb'"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d\.\d{6})\+00:00"')


def judge_answer(response: httpx.Response) -> None:
    """GAPS 3.19: dates are written with a space, where the description wants a `T`."""
    assert response.status_code == 200, response.text
    body, dates = _SPACED.subn(rb'"\1T\2Z"', response.content)
    assert dates or b"created_at" not in body or b'"step_number"' in body
    headers = {"content-type": response.headers["content-type"]}
    judge(httpx.Response(200, content=body, headers=headers, request=response.request))


@pytest.mark.parametrize("kind", [CHAT, LABELS, MULTI_LABELS, RERANK])
async def test_the_whole_life(caller: httpx.AsyncClient, sandbox: Sandbox, kind: str) -> None:
    sandbox.knobs = replace(FAIR, speed=0)
    body = request(await dataset(caller, sandbox, kind), kind, train_epochs=2)
    if kind == CHAT:
        body["settings"]["wandb"] = {"project": "tides", "api_key": "w-s3cret", "entity": "e"}
    made = await caller.post(MODELS, json=body)
    judge_answer(made)
    path = f"{MODELS}/{made.json()['finetuned_model']['id']}"
    for seconds in (0, QUEUED_S + 4, 60, IDLE_S):
        sandbox.clock.advance(seconds)
        for more in ("", "/events?page_size=1&order_by=created_at", "/training-step-metrics"):
            judge_answer(await caller.get(path + more))
    judge_answer(await caller.get(f"{MODELS}?page_size=1&order_by=created_at%20desc"))
    judge_answer(await caller.patch(path, json={"name": "renamed"}))
    judge_answer(await caller.delete(path))


async def test_refusals(caller: httpx.AsyncClient) -> None:
    refused = [
        await caller.get(f"{MODELS}/nobody"),
        await caller.post(MODELS, json=request("nothing")),
        await caller.post(MODELS, json=request("d", train_epochs=99)),
        await caller.get(f"{MODELS}?order_by=size"),
        await caller.get(MODELS, headers={"authorization": "Bearer invalid"}),
    ]
    assert [one.status_code for one in refused] == [404, 404, 400, 400, 401]
    for response in refused:
        judge(response)
