"""Classifying a few texts, and many in parts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from cohere_tui.client.client import Client
from cohere_tui.client.requests import RequestLog
from cohere_tui.errors import BadRequest, ServerFailed
from cohere_tui.models.classify import ClassifyManyRequest, ClassifyRequest, ClassifyResponse
from cohere_tui.sandbox.knobs import Fault
from cohere_tui.services.classify import ClassifyService, merged, split
from tests.openapi import judge_request, needs_description

if TYPE_CHECKING:
    from cohere_tui.services.splitting import Parts
    from tests.services.conftest import Bench

EXAMPLES = [
    {"text": "Where is my parcel?", "label": "shipping"},
    {"text": "My order has not arrived", "label": "shipping"},
    {"text": "I want my money back", "label": "refund"},
    {"text": "Please refund me", "label": "refund"},
]
MANY = ["where is my order", "give me back my money"] * 125


def request(**fields: Any) -> ClassifyRequest:
    return ClassifyRequest.of({"inputs": MANY[:2], "examples": EXAMPLES, **fields})


def many(**fields: Any) -> ClassifyManyRequest:
    return ClassifyManyRequest.of({"inputs": MANY, "examples": EXAMPLES, **fields})


async def test_a_few_texts(bench: Bench) -> None:
    answer = await ClassifyService(bench.client).classify(request())
    assert [one.best for one in answer.classifications] == ["shipping", "refund"]
    assert (answer.meta.billed.classifications, answer.warning) == (2, "")
    first = answer.classifications[0]
    assert first.sureness == max(first.labels.values())


async def test_a_refusal_is_an_error_of_the_tree(bench: Bench) -> None:
    with pytest.raises(BadRequest, match="is not supported by the classify API"):
        await ClassifyService(bench.client).classify(request(model="command-a-03-2025"))


async def test_many_texts_come_in_their_order(bench: Bench) -> None:
    seen: list[Parts[ClassifyResponse]] = []
    found = await ClassifyService(bench.client).classify_many(many(), show=seen.append)
    assert [one.best for one in found.value.classifications] == ["shipping", "refund"] * 125
    assert [one.input for one in found.value.classifications] == MANY
    assert found.value.meta.billed.classifications == 250
    assert found.parts.complete
    assert [parts.done for parts in seen] == [1, 2, 3]
    assert sorted(len(one.body["inputs"]) for one in bench.sandbox.requests) == [58, 96, 96]


async def test_what_came_before_trouble_is_kept_and_not_asked_again(bench: Bench) -> None:
    service = ClassifyService(bench.client)
    fault = Fault("/v1/classify", 501, "no more", skip=2)
    bench.sandbox.knobs = replace(bench.sandbox.knobs, faults=(fault,))
    found = await service.classify_many(many(), at_once=1)
    assert found.parts.trouble is not None
    best = [one.best for one in found.value.classifications]
    assert (best[:192], best[192:]) == (["shipping", "refund"] * 96, [""] * 58)
    assert [one.input for one in found.value.classifications] == MANY
    bench.sandbox.knobs = replace(bench.sandbox.knobs, faults=())
    before = len(bench.sandbox.requests)
    rest = await service.classify_many(many(), known=found.parts)
    assert rest.parts.complete
    assert len(bench.sandbox.requests) == before + 1
    assert all(one.best for one in rest.value.classifications)


async def test_a_server_that_is_broken(bench: Bench) -> None:
    fault = Fault("/v1/classify", 500)
    bench.sandbox.knobs = replace(bench.sandbox.knobs, faults=(fault,))

    async def at_once(_: float) -> None: ...

    client = Client(bench.client.endpoint, RequestLog(), pause=at_once)
    found = await ClassifyService(client).classify_many(many())
    await client.aclose()
    assert isinstance(found.parts.trouble, ServerFailed)
    assert {one.best for one in found.value.classifications} == {""}


def test_answers_that_do_not_fit_their_texts_are_gaps() -> None:
    requests = split(many(inputs=MANY[:97]))
    full = ClassifyResponse.read('{"classifications": [{"predictions": ["a"], "input": "x"}]}')
    found = merged(requests, [full, full]).classifications
    assert [one.best for one in found] == [""] * 96 + ["a"]
    assert [one.input for one in found] == [*MANY[:96], "x"]


def test_of_answers_that_are_too_few_those_count_that_repeat_their_text() -> None:
    requests = split(many(inputs=["x", "y", "x", "z"]))
    told = (
        '{"classifications": [{"predictions": ["a"], "input": "x"}, {"predictions": ["c"]},'
        ' {"predictions": ["b"], "input": "x"}]}'
    )
    found = merged(requests, [ClassifyResponse.read(told)]).classifications
    assert [(one.input, one.best) for one in found] == [
        ("x", "a"),
        ("y", ""),
        ("x", "b"),
        ("z", ""),
    ]


@needs_description
async def test_requests_are_as_described(bench: Bench) -> None:
    await ClassifyService(bench.client).classify(request(truncate="START"))
    judge_request(bench.sandbox.requests[-1])
