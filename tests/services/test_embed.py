"""Embedding: one request, and as many as it takes."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from cohere_tui.client.client import Client
from cohere_tui.client.endpoint import Endpoint
from cohere_tui.client.requests import RequestLog
from cohere_tui.errors import AnswerUnreadable, BadRequest, NotFound, RequestInvalid
from cohere_tui.models.embed import EmbedManyRequest, EmbedRequest, EmbedRequestV1, EmbedResponse
from cohere_tui.sandbox.knobs import Fault
from cohere_tui.services.embed import EmbedService, merged, split
from tests.client.wire import Wire, answer
from tests.openapi import judge_request, needs_description
from tests.pictures import data_uri, png
from tests.until import until

if TYPE_CHECKING:
    from cohere_tui.services.splitting import Parts
    from tests.services.conftest import Bench

PNG = data_uri(png())
ALL = ("float", "int8", "uint8", "binary", "ubinary", "base64")
REFUSED = Fault("/v2/embed", 400, "no more today")


def many(**fields: Any) -> EmbedManyRequest:
    return EmbedManyRequest.of(
        {
            "model": "embed-v4.0",
            "input_type": "search_document",
            "output_dimension": 256,
            **fields,
        }
    )


def texts(count: int) -> list[str]:
    return [f"harbour number {number}" for number in range(count)]


@needs_description
async def test_every_kind_of_vector(bench: Bench) -> None:
    request = EmbedRequest.of(
        {
            "model": "embed-v4.0",
            "input_type": "clustering",
            "texts": ["tide", "mill"],
            "embedding_types": ALL,
        }
    )
    response = await EmbedService(bench.client).embed(request)
    assert response.kinds == ALL
    assert response.matches
    floats, packed = response.vectors("float")[0], response.vectors("base64")[0]
    assert floats is not None
    assert packed is not None
    assert len(floats) == len(packed) == 1536
    assert max(abs(a - b) for a, b in zip(floats, packed, strict=True)) < 1e-7
    assert [len(one or ()) for one in response.vectors("ubinary")] == [192, 192]
    assert response.texts == ("tide", "mill")
    assert response.meta.billed.input_tokens == 2
    judge_request(bench.sandbox.requests[-1])


@needs_description
async def test_images_and_mixtures(bench: Bench) -> None:
    service = EmbedService(bench.client)
    fields = {"model": "embed-v4.0", "input_type": "image"}
    of_images = await service.embed(EmbedRequest.of({**fields, "images": [PNG, PNG]}))
    assert of_images.matches
    assert of_images.vectors()[0] == of_images.vectors()[1]
    assert [image.format for image in of_images.images] == ["png", "png"]
    judge_request(bench.sandbox.requests[-1])
    content = [
        {"type": "text", "text": "a wheel"},
        {"type": "image_url", "image_url": {"url": PNG}},
    ]
    mixed = await service.embed(EmbedRequest.of({**fields, "inputs": [{"content": content}]}))
    assert mixed.matches
    assert mixed.meta.billed.images == 1
    judge_request(bench.sandbox.requests[-1])


@needs_description
async def test_v1_with_and_without_types(bench: Bench) -> None:
    service = EmbedService(bench.client)
    fields = {"texts": ["tide"], "input_type": "search_query", "model": "embed-english-v3.0"}
    plain = await service.embed_v1(EmbedRequestV1.of(fields))
    assert (plain.kinds, plain.matches, plain.warning) == (("float",), True, "")
    judge_request(bench.sandbox.requests[-1])
    typed = await service.embed_v1(EmbedRequestV1.of({**fields, "embedding_types": ["int8"]}))
    assert typed.kinds == ("int8",)
    judge_request(bench.sandbox.requests[-1])


async def test_a_refusal_is_raised(bench: Bench) -> None:
    fields = {"model": "nobody", "input_type": "clustering", "texts": ["a"]}
    with pytest.raises(NotFound, match="nobody"):
        await EmbedService(bench.client).embed(EmbedRequest.of(fields))


async def asked_of(wire: Wire, count: int) -> EmbedResponse:
    client = Client(Endpoint(base_url=wire.url, key="a-key"), RequestLog())
    request = {"model": "m", "input_type": "image", "images": [PNG] * count}
    try:
        return await EmbedService(client).embed(EmbedRequest.of(request))
    finally:
        await client.aclose()


async def test_one_vector_for_several_images_is_seen() -> None:
    body = {"embeddings": {"float": [[0.5, 0.5]], "int8": None}}
    async with Wire(answer(200, body, {"X-API-Warning": "old model"})) as wire:
        response = await asked_of(wire, 3)
    assert response.warning == "old model"
    assert (response.matches, response.missing) == (False, (1, 2))


async def test_an_answer_that_is_none_is_told() -> None:
    async with Wire(answer(200, [1, 2])) as wire:
        with pytest.raises(AnswerUnreadable, match="EmbedResponse"):
            await asked_of(wire, 1)


async def test_many_texts_come_in_order_from_legal_requests(bench: Bench) -> None:
    service = EmbedService(bench.client)
    asked, shown = texts(250), list[int]()
    request = many(texts=asked, embedding_types=["float", "base64"])
    whole = await service.embed_many(request, show=lambda parts: shown.append(parts.done))
    assert whole.parts.complete
    assert shown == [1, 2, 3]
    assert whole.value.matches
    assert whole.value.asked == 250
    assert whole.value.texts == tuple(asked)
    sent = sorted(len(one.body["texts"]) for one in bench.sandbox.requests)
    assert sent == [58, 96, 96]
    billed = [part.meta.billed.input_tokens or 0 for part in whole.parts.results if part]
    assert whole.value.meta.billed.input_tokens == sum(billed) >= 750
    for at in (0, 95, 96, 249):
        alone = await service.embed_many(many(texts=[asked[at]]))
        assert alone.value.vectors()[0] == whole.value.vectors()[at]
        assert alone.value.id
    assert whole.value.id == ""


async def test_what_came_before_trouble_is_kept_and_the_rest_asked_for_later(bench: Bench) -> None:
    service = EmbedService(bench.client)
    request = many(texts=texts(500))
    fault = replace(REFUSED, skip=2, times=1)
    bench.sandbox.knobs = replace(bench.sandbox.knobs, faults=(fault,))
    first = await service.embed_many(request, at_once=2)
    assert isinstance(first.parts.trouble, BadRequest)
    assert "no more today" in str(first.parts.trouble)
    assert 2 <= first.parts.done <= 3
    gaps = first.value.missing
    assert len(gaps) == 500 - sum(len(part.texts) for part in first.parts.results if part)
    vectors = first.value.vectors()
    assert len(vectors) == 500
    assert all((vectors[at] is None) == (at in set(gaps)) for at in range(500))
    assert first.value.texts == tuple(texts(500))
    before = len(bench.sandbox.requests)
    second = await service.embed_many(request, known=first.parts)
    assert second.parts.complete
    assert second.value.matches
    assert len(bench.sandbox.requests) - before == 6 - first.parts.done
    kept = [at for at in range(500) if vectors[at] is not None]
    assert all(second.value.vectors()[at] == vectors[at] for at in kept)


async def test_nothing_came(bench: Bench) -> None:
    bench.sandbox.knobs = replace(bench.sandbox.knobs, faults=(REFUSED,))
    whole = await EmbedService(bench.client).embed_many(many(texts=texts(100)))
    assert whole.parts.results == (None, None)
    assert whole.value.kinds == ()
    assert whole.value.missing == tuple(range(100))


async def test_cancelling_leaves_nothing_running(bench: Bench) -> None:
    stall = Fault("/v2/embed", kind="stall")
    bench.sandbox.knobs = replace(bench.sandbox.knobs, faults=(stall,))
    task = asyncio.ensure_future(EmbedService(bench.client).embed_many(many(texts=texts(900))))
    await until(lambda: len(bench.sandbox.requests) == 4)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await until(lambda: all(one.hung_up for one in bench.sandbox.requests))
    assert len(bench.sandbox.requests) == 4


async def test_old_models_get_one_image_at_a_time(bench: Bench) -> None:
    pictures = [data_uri(png(seed=seed)) for seed in range(5)]
    request = many(
        model="embed-english-v3.0", input_type="image", images=pictures, output_dimension=None
    )
    whole = await EmbedService(bench.client).embed_many(request)
    assert whole.value.matches
    assert len(whole.value.images) == 5
    assert len(bench.sandbox.requests) == 5
    assert len({tuple(vector or ()) for vector in whole.value.vectors()}) == 5


def test_images_are_split_by_their_bytes() -> None:
    sizes = (9, 9, 9, 1, 20, 1)
    uris = [data_uri(bytes(size * 10**6)) for size in sizes]
    groups = [len(part.images or ()) for part in split(many(images=uris))]
    assert groups == [2, 2, 1, 1]
    inputs = [
        {"content": [{"type": "image_url", "image_url": {"url": uri}} for uri in uris[at : at + 2]]}
        for at in range(3)
    ]
    assert [len(part.inputs or ()) for part in split(many(inputs=inputs))] == [1, 1, 1]


def test_an_input_too_heavy_for_any_request_is_refused_before_anything_is_sent() -> None:
    heavy = {"type": "image_url", "image_url": {"url": data_uri(bytes(11 * 10**6))}}
    with pytest.raises(RequestInvalid, match="together"):
        split(many(inputs=[{"content": [heavy, heavy]}]))


def test_mixed_inputs_are_split_by_their_number_too() -> None:
    inputs = [{"content": [{"type": "text", "text": "a"}]}] * 200
    assert [part.count for part in split(many(inputs=inputs))] == [96, 96, 8]


def test_a_part_whose_vectors_do_not_match_is_a_gap() -> None:
    requests = split(many(texts=texts(98)))
    good = EmbedResponse.model_validate({"embeddings": [[1.0]] * 96, "warning": "w"})
    short = EmbedResponse.model_validate({"embeddings": {"float": [[2.0]], "int8": [[1], [2]]}})
    whole = merged(requests, [good, short])
    assert whole.missing == tuple(range(98))  # of int8, what came is for the last two only
    assert whole.vectors("float")[95:] == (good.vectors()[0], None, None)
    assert whole.vectors("int8")[95] is None
    assert whole.vectors("int8")[96:] == short.vectors("int8")
    assert whole.warning == "w"


async def test_progress_is_shown_part_by_part(bench: Bench) -> None:
    shown: list[Parts[EmbedResponse]] = []
    service = EmbedService(bench.client)
    whole = await service.embed_many(many(texts=texts(300)), show=shown.append, at_once=1)
    assert [one.done for one in shown] == [1, 2, 3, 4]
    assert [one.results.index(None) for one in shown[:-1]] == [1, 2, 3]
    assert shown[-1] == whole.parts


async def test_what_came_before_it_was_cancelled_is_merged(bench: Bench) -> None:
    request = many(texts=texts(200))
    shown: list[Parts[EmbedResponse]] = []
    service = EmbedService(bench.client)
    whole = await service.embed_many(request, show=shown.append, at_once=1)
    assert shown[0].done == 1
    part = service.so_far(request, shown[0])
    assert part.vectors() == (*whole.value.vectors()[:96], *[None] * 104)
    assert part.asked == 200
    assert part.texts == whole.value.texts
