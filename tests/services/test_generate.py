"""Going on from a prompt, plain and streamed."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from cohere_tui.errors import NotFound, RequestInvalid
from cohere_tui.models.generate import GenerateRequest
from cohere_tui.services.generate import GenerateService
from cohere_tui.state.generations import Generations
from cohere_tui.state.parts import Phase
from tests.client import wire
from tests.conftest import FIXTURES
from tests.openapi import judge_request, needs_description
from tests.services.wired import wired

if TYPE_CHECKING:
    from tests.services.conftest import Bench

ASKED: list[dict[str, Any]] = [
    {"prompt": "Tide mills"},
    {"prompt": "Tide mills", "num_generations": 3, "max_tokens": 9, "model": "command"},
    {"prompt": "/echo one two", "end_sequences": ["two"]},
]


async def folded(service: GenerateService, request: GenerateRequest) -> Generations:
    value = Generations()
    async with aclosing(service.generate_stream(request)) as events:
        async for event in events:
            value = value.apply(event)
    return value.ended()


@pytest.mark.parametrize("fields", ASKED)
async def test_plain_and_streamed_are_the_same(bench: Bench, fields: dict[str, Any]) -> None:
    service, request = GenerateService(bench.client), GenerateRequest.of(fields)
    plain = Generations.of_response(await service.generate(request))
    streamed = await folded(service, request)
    assert len(plain.items) == fields.get("num_generations", 1)
    assert [(str(one.text), one.finish) for one in plain.items] == [
        (str(one.text), one.finish) for one in streamed.items
    ]
    assert (plain.phase, streamed.phase, streamed.skipped) == (Phase.DONE, Phase.DONE, 0)


@needs_description
@pytest.mark.parametrize("fields", ASKED)
async def test_what_is_sent_is_as_described(bench: Bench, fields: dict[str, Any]) -> None:
    await GenerateService(bench.client).generate(GenerateRequest.of(fields))
    judge_request(bench.sandbox.requests[-1])


async def test_likelihoods_come_plain_only(bench: Bench) -> None:
    service = GenerateService(bench.client)
    request = GenerateRequest(prompt="Tide mills", return_likelihoods="ALL", max_tokens=2)
    (one,) = Generations.of_response(await service.generate(request)).items
    assert one.likelihood is not None
    assert [token for token, _ in one.tokens][:2] == ["Tide", " mills"]
    with pytest.raises(RequestInvalid, match="together with stream"):
        service.generate_stream(request)


async def test_a_stream_that_fails_keeps_what_came(bench: Bench) -> None:
    bench.sandbox.knobs = replace(bench.sandbox.knobs, error_after_events=2, error="so be it")
    service = GenerateService(bench.client)
    value = await folded(service, GenerateRequest(prompt="/echo one two three"))
    assert (value.phase, str(value.items[0].text)) == (Phase.FAILED, "one two")
    assert value.failure is not None
    assert value.failure.reason == "so be it"


async def test_the_hosted_answer_today_is_an_error_that_says_so() -> None:
    said = {"message": "Generate API was removed on September 15 2025. Please migrate to Chat."}
    async with wired(wire.answer(404, said)) as client:
        service = GenerateService(client)
        with pytest.raises(NotFound, match="was removed"):
            await service.generate(GenerateRequest(prompt="a"))


async def test_a_plain_answer_to_a_stream_is_its_end() -> None:
    body = (FIXTURES / "responses" / "v1_generate.json").read_bytes()
    async with wired(wire.answer(200, body, {"content-type": "application/json"})) as client:
        value = await folded(GenerateService(client), GenerateRequest(prompt="a"))
    assert value.phase is Phase.DONE
    assert str(value.items[0].text).startswith("Tide mills ground grain")


@pytest.mark.parametrize("name", ["ok", "two_generations", "error"])
async def test_recorded_streams(name: str) -> None:
    stream = (FIXTURES / "streams" / f"v1_generate.{name}.ndjson").read_bytes()
    reply = wire.answer(200, stream, {"content-type": "application/stream+json"})
    async with wired(reply) as client:
        value = await folded(GenerateService(client), GenerateRequest(prompt="a"))
    assert value.phase is (Phase.FAILED if name == "error" else Phase.DONE)
    assert value.skipped == 0
