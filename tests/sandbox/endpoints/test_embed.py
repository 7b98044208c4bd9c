"""POST /v2/embed and /v1/embed."""

from __future__ import annotations

import base64
import json
import struct
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

from cohere_tui.sandbox.embed.answer import body, rendered
from cohere_tui.sandbox.embed.asked import read
from cohere_tui.sandbox.wire import RefusedError
from tests.conftest import FIXTURES
from tests.openapi import judge, needs_description
from tests.pictures import data_uri, jpeg, png
from tests.sandbox.damage import damaged

if TYPE_CHECKING:
    import httpx

V4 = "embed-v4.0"
V3 = "embed-english-v3.0"
PNG = data_uri(png())
ALL = ["float", "int8", "uint8", "binary", "ubinary", "base64"]


def asked(**fields: Any) -> dict[str, Any]:
    return {"model": V4, "input_type": "search_document", **fields}


def mixed(*parts: str) -> dict[str, Any]:
    """An input of texts and data URIs."""
    return {
        "content": [
            {"type": "image_url", "image_url": {"url": part}}
            if part.startswith("data:")
            else {"type": "text", "text": part}
            for part in parts
        ]
    }


KINDS: dict[str, dict[str, Any]] = {
    "texts": asked(texts=["the tide at Cobh", "a mill"]),
    "types": asked(texts=["tide"], embedding_types=ALL, output_dimension=256),
    "image": asked(images=[PNG], input_type="image", embedding_types=["int8"]),
    "old image": asked(images=[PNG], input_type="image", model=V3),
    "images": asked(images=[PNG, data_uri(jpeg(400, 300), "jpeg")], input_type="image"),
    "inputs": asked(inputs=[mixed("a wheel", PNG), mixed("a wheel"), mixed(PNG)]),
    "settings": asked(texts=["tide"], max_tokens=10, truncate="START", priority=3),
    "nulls": asked(texts=["tide"], images=None, output_dimension=None, truncate=None),
}


async def embed(caller: httpx.AsyncClient, path: str = "/v2/embed", **fields: Any) -> Any:
    response = await caller.post(path, json=asked(**fields))
    assert response.status_code == 200, response.text
    return response.json()


async def refusal(
    caller: httpx.AsyncClient, path: str = "/v2/embed", **fields: Any
) -> tuple[int, str]:
    response = await caller.post(path, json=asked(**fields))
    assert response.status_code >= 400
    return response.status_code, response.json()["message"]


@needs_description
@pytest.mark.parametrize("name", KINDS)
async def test_answers_are_as_described(caller: httpx.AsyncClient, name: str) -> None:
    judge(await caller.post("/v2/embed", json={k: v for k, v in KINDS[name].items() if v}))


@needs_description
@pytest.mark.parametrize("name", ["texts", "image"])
@pytest.mark.parametrize("kinds", [{}, {"embedding_types": ALL}])
async def test_v1_answers_are_as_described(
    caller: httpx.AsyncClient, name: str, kinds: dict[str, Any]
) -> None:
    request = {k: v for k, v in KINDS[name].items() if k != "embedding_types"}
    judge(await caller.post("/v1/embed", json={**request, **kinds}))


async def test_the_known_request_is_answered(caller: httpx.AsyncClient) -> None:
    request = json.loads((FIXTURES / "requests" / "v2_embed.inputs.json").read_bytes())
    answer = (await caller.post("/v2/embed", json=request)).json()
    assert sorted(answer["embeddings"]) == ["float", "int8"]
    assert [len(vector) for vector in answer["embeddings"]["float"]] == [512]


async def test_one_vector_for_each_text_in_order(caller: httpx.AsyncClient) -> None:
    texts = ["the tide at Cobh", "tides of Cobh", "a mill"]
    response = await caller.post("/v2/embed", json=asked(texts=texts))
    answer = response.json()
    assert answer["texts"] == texts
    assert answer["response_type"] == "embeddings_by_type"
    assert answer["meta"]["api_version"] == {"version": "2"}
    assert list(answer["embeddings"]) == ["float"]
    one, near, far = answer["embeddings"]["float"]
    assert len(one) == len(near) == len(far) == 1536
    assert _dot(one, near) > _dot(one, far) + 0.1
    alone = await embed(caller, texts=["a mill"])
    assert alone["embeddings"]["float"] == [far]
    tokens = answer["meta"]["billed_units"]["input_tokens"]
    assert response.headers["num_tokens"] == str(tokens)
    assert response.headers["num_chars"] == str(sum(map(len, texts)))
    assert tokens >= 9


async def test_every_kind_is_of_one_vector(caller: httpx.AsyncClient) -> None:
    made = (await embed(caller, texts=["tide"], embedding_types=ALL))["embeddings"]
    (floats,), (packed,) = made["float"], made["base64"]
    unpacked = struct.unpack("<1536f", base64.b64decode(packed))
    assert max(abs(a - b) for a, b in zip(floats, unpacked, strict=True)) < 1e-7
    assert len(made["binary"][0]) == len(made["ubinary"][0]) == 1536 // 8
    assert [byte - 128 for byte in made["ubinary"][0]] == made["binary"][0]
    assert [byte - 128 for byte in made["uint8"][0]] == made["int8"][0]


@pytest.mark.parametrize(
    ("model", "dimensions"),
    [
        ("embed-v5.0-pro", (2048, 256, 512, 768, 1024, 1536)),
        (V4, (1536, 256, 512, 1024)),
        (V3, (1024,)),
        ("embed-multilingual-light-v3.0", (384,)),
    ],
)
async def test_each_model_has_its_lengths(
    caller: httpx.AsyncClient, model: str, dimensions: tuple[int, ...]
) -> None:
    for dimension in (None, *dimensions):
        answer = await embed(caller, model=model, texts=["tide"], output_dimension=dimension)
        assert len(answer["embeddings"]["float"][0]) == (dimension or dimensions[0])
    status, words = await refusal(caller, model=model, texts=["tide"], output_dimension=300)
    assert status == 400
    assert "300" in words


async def test_only_models_of_one_space_can_be_compared(caller: httpx.AsyncClient) -> None:
    async def vector(model: str) -> list[float]:
        answer = await embed(caller, model=model, texts=["the tide"], output_dimension=1024)
        found: list[float] = answer["embeddings"]["float"][0]
        return found

    pro, fast, older = [await vector(model) for model in ("embed-v5.0-pro", "embed-v5.0-fast", V4)]
    assert pro == fast
    assert abs(_dot(pro, older)) < 0.2


async def test_images_are_embedded_and_described(caller: httpx.AsyncClient) -> None:
    uris = [PNG, data_uri(jpeg(400, 300), "jpeg"), PNG]
    answer = await embed(caller, images=uris, input_type="image")
    assert answer["texts"] == []
    assert answer["images"][:2] == [
        {"width": 4, "height": 3, "format": "png", "bit_depth": 24},
        {"width": 400, "height": 300, "format": "jpeg", "bit_depth": 24},
    ]
    one, other, again = answer["embeddings"]["float"]
    assert one == again != other
    assert answer["meta"]["billed_units"] == {"images": 3, "image_tokens": 3 * 512}


async def test_a_mixture_is_one_vector(caller: httpx.AsyncClient) -> None:
    inputs = [mixed("a wheel", PNG), mixed("a wheel"), mixed(PNG)]
    answer = await embed(caller, inputs=inputs)
    both, text, image = answer["embeddings"]["float"]
    assert _dot(both, text) > 0.2
    assert _dot(both, image) > 0.2
    assert _dot(both, text) > _dot(text, image) + 0.1
    assert answer["meta"]["billed_units"]["images"] == 2
    assert answer["meta"]["billed_units"]["input_tokens"] == 4


async def test_long_texts_are_cut_at_the_end_that_is_named(caller: httpx.AsyncClient) -> None:
    begin, end = "mill " * 600, "tide " * 600
    texts = [begin + end]
    alike = (await embed(caller, model=V3, texts=["mill", "tide"]))["embeddings"]["float"]
    for side, near in (("END", 0), ("START", 1), (None, 0)):
        answer = await embed(caller, model=V3, texts=texts, truncate=side)
        (vector,) = answer["embeddings"]["float"]
        assert _dot(vector, alike[near]) > 0.5 > _dot(vector, alike[1 - near])
        assert answer["meta"]["billed_units"]["input_tokens"] == 512
    few = await embed(caller, texts=texts, max_tokens=7)
    assert few["meta"]["billed_units"]["input_tokens"] == 7
    response = await caller.post("/v2/embed", json=asked(model=V3, texts=texts, truncate="NONE"))
    assert response.status_code == 400
    assert response.json()["error_type"] == "TOO_MANY_TOKENS"
    assert "texts[0]" in response.json()["message"]


async def test_v1_gives_plain_floats_unless_types_are_named(caller: httpx.AsyncClient) -> None:
    plain = await caller.post(
        "/v1/embed", json={"texts": ["tide", "mill"], "input_type": "search_query"}
    )
    answer = plain.json()
    assert answer["response_type"] == "embeddings_floats"
    assert [len(vector) for vector in answer["embeddings"]] == [1536, 1536]
    assert answer["meta"]["api_version"] == {"version": "1"}
    typed = await embed(caller, "/v1/embed", texts=["tide"], embedding_types=["float", "ubinary"])
    assert typed["response_type"] == "embeddings_by_type"
    assert typed["embeddings"]["float"][0] == answer["embeddings"][0]
    assert sorted(typed["embeddings"]) == ["float", "ubinary"]


async def test_what_is_unknown_is_refused_by_v2_and_remarked_on_by_v1(
    caller: httpx.AsyncClient,
) -> None:
    status, words = await refusal(caller, texts=["a"], dimension=3)
    assert (status, words) == (422, "unknown field: parameter 'dimension' is not a valid field.")
    response = await caller.post("/v1/embed", json=asked(texts=["a"], output_dimension=256))
    assert "output_dimension" in response.headers["x-api-warning"]
    assert len(response.json()["embeddings"][0]) == 1536


@pytest.mark.parametrize(
    ("fields", "status", "says"),
    [
        ({}, 400, "exactly one of"),
        ({"texts": ["a"], "images": [PNG]}, 400, "exactly one of"),
        ({"texts": ["a"] * 97}, 400, "at most 96 - received 97"),
        ({"inputs": [mixed("a")] * 97}, 400, "at most 96 - received 97"),
        ({"texts": []}, 400, "texts must hold"),
        ({"texts": "a"}, 422, "texts"),
        ({"texts": ["a", 1]}, 422, "texts[1]"),
        ({"texts": ["a"], "model": None}, 400, "model"),
        ({"texts": ["a"], "model": "nobody"}, 404, "nobody"),
        ({"texts": ["a"], "model": "embed-english-v2.0"}, 404, "removed"),
        ({"texts": ["a"], "model": "command-a-03-2025"}, 400, "not supported by the embed API"),
        ({"texts": ["a"], "input_type": None}, 400, "input_type"),
        ({"texts": ["a"], "input_type": "query"}, 422, "input_type"),
        ({"texts": ["a"], "embedding_types": ["float", "int4"]}, 422, "embedding_types"),
        ({"texts": ["a"], "embedding_types": [1]}, 422, "embedding_types[0]"),
        ({"texts": ["a"], "truncate": "end"}, 422, "truncate"),
        ({"texts": ["a"], "priority": 1000}, 400, "priority"),
        ({"texts": ["a"], "max_tokens": 0}, 400, "max_tokens"),
        ({"texts": ["a"], "model": V3, "output_dimension": 256}, 400, "output_dimension"),
        ({"images": [PNG], "model": V3}, 400, "input_type 'image'"),
        ({"images": [PNG] * 2, "model": V3, "input_type": "image"}, 400, "at most 1"),
        ({"images": ["https://a/b.png"]}, 400, "images[0] must be a data URI"),
        ({"images": ["data:image/png;base64,?"]}, 400, "base64"),
        ({"images": [data_uri(b"hello")]}, 400, "images[0] is not"),
        ({"inputs": [mixed("a")], "model": V3}, 400, "inputs are not supported"),
        ({"inputs": [mixed()]}, 400, "inputs[0].content"),
        ({"inputs": [{"text": "a"}]}, 422, "text"),
        ({"inputs": [{"content": [{"type": "audio"}]}]}, 422, "content[0].type"),
        ({"inputs": [mixed("a", "data:image/bmp;base64,AA==")]}, 400, "content[1].image_url"),
    ],
)  # fmt: skip
async def test_what_breaks_a_rule_is_refused(
    caller: httpx.AsyncClient, fields: dict[str, Any], status: int, says: str
) -> None:
    found, words = await refusal(caller, **fields)
    assert (found, says in words) == (status, True), words


@pytest.mark.parametrize(
    ("model", "sizes", "ok"),
    [(V4, (12, 7), True), (V4, (12, 9), False), (V3, (4,), True), (V3, (6,), False)],
)
async def test_the_bytes_of_images_are_counted(
    caller: httpx.AsyncClient, model: str, sizes: tuple[int, ...], ok: bool
) -> None:
    uris = [data_uri(png() + bytes(size * 10**6)) for size in sizes]
    response = await caller.post(
        "/v2/embed", json=asked(model=model, images=uris, input_type="image")
    )
    assert response.status_code == (200 if ok else 400)
    assert ok or "MB in total" in response.json()["message"]


@settings(max_examples=50)
@given(damaged(KINDS))
def test_any_request_is_answered_or_refused(request: dict[str, Any]) -> None:
    raw = json.dumps(request).encode()
    try:
        ask = read(raw, json.loads(raw))
    except RefusedError:
        return
    assert json.loads(rendered(ask, "id")) == body(ask, "id")


def _dot(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))
