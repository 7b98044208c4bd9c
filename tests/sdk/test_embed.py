"""Embedding with the official SDK: both versions, every type, its own splitting."""

from __future__ import annotations

import base64
import struct
from typing import TYPE_CHECKING, Literal

import cohere
import pytest
from cohere.errors import BadRequestError, NotFoundError

from tests.pictures import data_uri, png
from tests.sdk.conftest import blocking, blocking2

if TYPE_CHECKING:
    from cohere_tui.sandbox.server import Sandbox

Kind = Literal["float", "int8", "uint8", "binary", "ubinary", "base64"]
ALL: list[Kind] = ["float", "int8", "uint8", "binary", "ubinary", "base64"]
PNG = data_uri(png(40, 30))
V3 = "embed-english-v3.0"


def texts(count: int) -> list[str]:
    return [f"harbour number {number}" for number in range(count)]


async def test_v2_gives_every_type(sdk2: cohere.AsyncClientV2) -> None:
    answer = await sdk2.embed(
        model="embed-v4.0",
        input_type="search_document",
        texts=["tide", "mill"],
        embedding_types=ALL,
        output_dimension=256,
        truncate="END",
        max_tokens=100,
        priority=1,
    )
    made = answer.embeddings
    assert made.float_ is not None
    assert made.int8 is not None
    assert made.uint8 is not None
    assert made.binary is not None
    assert made.ubinary is not None
    assert made.base64 is not None
    assert [len(vector) for vector in made.float_] == [256, 256]
    assert [len(vector) for vector in (*made.int8, *made.uint8)] == [256] * 4
    assert [len(vector) for vector in (*made.binary, *made.ubinary)] == [32] * 4
    for floats, packed in zip(made.float_, made.base64, strict=True):
        unpacked = struct.unpack("<256f", base64.b64decode(packed))
        assert max(abs(a - b) for a, b in zip(floats, unpacked, strict=True)) < 1e-7
    assert answer.texts == ["tide", "mill"]
    assert answer.meta is not None
    assert answer.meta.billed_units is not None
    assert answer.meta.billed_units.input_tokens == 2


async def test_v2_embeds_images_and_mixtures(sdk2: cohere.AsyncClientV2) -> None:
    images = await sdk2.embed(
        model="embed-v4.0", input_type="image", images=[PNG, PNG], embedding_types=["float"]
    )
    assert images.images is not None
    assert [(one.width, one.height, one.format) for one in images.images] == [(40, 30, "png")] * 2
    assert images.embeddings.float_ is not None
    assert images.embeddings.float_[0] == images.embeddings.float_[1]
    mixed = await sdk2.embed(
        model="embed-v5.0-pro",
        input_type="search_document",
        inputs=[
            cohere.EmbedInput(
                content=[
                    cohere.TextEmbedContent(text="a wheel"),
                    cohere.ImageUrlEmbedContent(image_url=cohere.EmbedImageUrl(url=PNG)),
                ]
            )
        ],
    )
    assert mixed.embeddings.float_ is not None
    assert [len(vector) for vector in mixed.embeddings.float_] == [2048]


async def test_v2_blocking(sandbox: Sandbox) -> None:
    answer = await blocking2(
        sandbox,
        lambda sdk: sdk.embed(model=V3, input_type="search_query", texts=["tide"]),
    )
    assert answer.embeddings.float_ is not None
    assert len(answer.embeddings.float_[0]) == 1024


async def test_v1_splits_what_is_large(sdk: cohere.AsyncClient, sandbox: Sandbox) -> None:
    asked = texts(200)
    answer = await sdk.embed(texts=asked, model=V3, input_type="search_document")
    assert isinstance(answer, cohere.EmbeddingsFloatsEmbedResponse)
    assert answer.texts == asked
    assert len(answer.embeddings) == 200
    assert len(sandbox.requests) == 3
    alone = await sdk.embed(texts=[asked[150]], model=V3, input_type="search_document")
    assert isinstance(alone, cohere.EmbeddingsFloatsEmbedResponse)
    assert answer.embeddings[150] == alone.embeddings[0]
    assert answer.meta is not None
    assert answer.meta.billed_units is not None
    assert answer.meta.billed_units.input_tokens


# The SDK itself uses what its pydantic has deprecated.
@pytest.mark.filterwarnings("ignore::pydantic.PydanticDeprecationWarning")
async def test_v1_by_type_and_images(sdk: cohere.AsyncClient) -> None:
    typed = await sdk.embed(
        texts=texts(100), model=V3, input_type="clustering", embedding_types=["int8", "ubinary"]
    )
    assert isinstance(typed, cohere.EmbeddingsByTypeEmbedResponse)
    assert typed.embeddings.int8 is not None
    assert typed.embeddings.ubinary is not None
    assert [len(typed.embeddings.int8), len(typed.embeddings.ubinary)] == [100, 100]
    image = await sdk.embed(images=[PNG], model=V3, input_type="image", embedding_types=["float"])
    assert isinstance(image, cohere.EmbeddingsByTypeEmbedResponse)
    assert image.images is not None
    assert image.images[0].format == "png"


async def test_v1_blocking_with_its_threads(sandbox: Sandbox) -> None:
    answer = await blocking(
        sandbox, lambda sdk: sdk.embed(texts=texts(300), model=V3, input_type="search_document")
    )
    assert isinstance(answer, cohere.EmbeddingsFloatsEmbedResponse)
    assert answer.texts == texts(300)
    assert len(sandbox.requests) == 4


@pytest.mark.parametrize("types", [[], ["float", "int8"]])
async def test_v1_one_by_one(sandbox: Sandbox, types: list[Kind]) -> None:
    def stream(sdk: cohere.Client) -> list[tuple[int, str, str | None, int]]:
        found = sdk.embed_stream(
            texts=texts(10),
            model=V3,
            input_type="search_document",
            embedding_types=types,
            batch_size=4,
        )
        return [(one.index, one.embedding_type, one.text, len(one.embedding)) for one in found]

    found = await blocking(sandbox, stream)
    assert sorted(found) == sorted(
        (number, kind, text, 1024)
        for number, text in enumerate(texts(10))
        for kind in types or ["float"]
    )
    assert len(sandbox.requests) == 3


async def test_refusals_are_the_sdks_own_errors(
    sdk: cohere.AsyncClient, sdk2: cohere.AsyncClientV2
) -> None:
    with pytest.raises(BadRequestError):
        await sdk.embed(texts=texts(97), model=V3, input_type="clustering", batching=False)
    with pytest.raises(BadRequestError):
        await sdk.embed(texts=["tide"], model=V3)
    with pytest.raises(NotFoundError):
        await sdk2.embed(texts=["tide"], model="nobody", input_type="clustering")
    with pytest.raises(BadRequestError):
        await sdk2.embed(
            texts=["tide"], model="embed-v4.0", input_type="clustering", output_dimension=300
        )
