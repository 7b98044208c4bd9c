"""Embed: what is sent, and answers of both shapes."""

from __future__ import annotations

import json
from array import array
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohere_tui.errors import RequestInvalid
from cohere_tui.models.embed import EmbedManyRequest, EmbedRequest, EmbedRequestV1, EmbedResponse
from cohere_tui.models.embed_rules import image_bytes
from tests.conftest import FIXTURES
from tests.models.junk import JSON_VALUES, names_in, objects, read_or_refuse
from tests.openapi import faults, needs_description
from tests.pictures import data_uri, png

if TYPE_CHECKING:
    from cohere_tui.models.wire import Sent

RESPONSES = FIXTURES / "responses"
V2, V1 = (
    f"paths/~1{version}~1embed/post/requestBody/content/application~1json/schema"
    for version in ("v2", "v1")
)
PNG = data_uri(png())
TIDE = [-0.04252, 0.009738, -0.042219, 0.057486, 0.055195, 0.045372, 0.025282, -0.030422]
MILL = [-0.054527, -0.051948, 0.031666, -0.049109, -0.012371, -0.00787, -0.058962, 0.000717]


def asked(**fields: Any) -> dict[str, Any]:
    return {"model": "embed-v4.0", "input_type": "search_document", **fields}


def answer(name: str) -> EmbedResponse:
    return EmbedResponse.read((RESPONSES / f"{name}.json").read_bytes())


def mixed(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"content": list(parts)}


TEXT = {"type": "text", "text": "a wheel"}
IMAGE = {"type": "image_url", "image_url": {"url": PNG}}


def test_plain_floats_of_v1() -> None:
    response = answer("v1_embed.floats")
    assert response.id == "688bf8ca-c418-4fcd-9db8-4aa91325af10"
    assert response.kinds == ("float",)
    assert [list(vector or ()) for vector in response.vectors()] == [TIDE, MILL]
    assert response.texts == ("tide", "mill")
    assert response.meta.billed.input_tokens == 2
    assert response.meta.version == "1"


@pytest.mark.parametrize(
    ("name", "version"), [("v1_embed.by_type", "1"), ("v2_embed.by_type", "2")]
)
def test_vectors_by_type(name: str, version: str) -> None:
    response = answer(name)
    assert response.kinds == ("float", "int8", "uint8", "binary", "ubinary", "base64")
    assert [list(one or ()) for one in response.vectors("float")] == [TIDE]
    assert response.vectors("int8") == (array("b", [12, -7, 88, -128, 127, 0, 3, -9]),)
    assert response.vectors("uint8") == (array("B", [140, 121, 216, 0, 255, 128, 131, 119]),)
    assert response.vectors("binary") == (array("b", [-31]),)
    assert response.vectors("ubinary") == (array("B", [97]),)
    assert response.vectors("base64") == (array("f", [1.0, 2.0]),)
    assert response.vectors("int4") == ()
    assert response.meta.version == version


def test_images_are_described() -> None:
    response = answer("v2_embed.image")
    (image,) = response.images
    assert (image.width, image.height, image.format, image.bit_depth) == (400, 300, "jpeg", 24)
    assert response.texts == ()
    assert len(response.vectors()) == 1
    assert (response.meta.billed.images, response.meta.billed.image_tokens) == (1, 512)


def test_null_types_are_ignored() -> None:
    response = answer("v2_embed.null_types")
    assert response.kinds == ("float",)
    assert response.vectors("int8") == ()


def with_asked(count: int | None, embeddings: Any) -> EmbedResponse:
    response = EmbedResponse.read(json.dumps({"embeddings": embeddings}))
    return response.model_copy(update={"asked": count})


@pytest.mark.parametrize(
    ("embeddings", "asked", "matches", "missing"),
    [
        ([[1.0], [2.0]], 2, True, ()),
        ([[1.0]], 3, False, (1, 2)),
        ([[1.0], [2.0]], 1, False, ()),
        ([[1.0], [None]], 2, False, (1,)),
        ({"float": [[1.0], [2.0]], "int8": [[1], []]}, 2, False, (1,)),
        ({"float": [[1.0], [2.0]], "int8": [[1], [2]]}, 2, True, ()),
        ({}, 2, False, (0, 1)),
        (None, 1, False, (0,)),
        ({}, 0, True, ()),
        ([[1.0]], None, False, ()),
    ],
)
def test_a_mismatch_is_seen(
    embeddings: Any, asked: int | None, matches: bool, missing: tuple[int, ...]
) -> None:
    response = with_asked(asked, embeddings)
    assert (response.matches, response.missing) == (matches, missing)


@pytest.mark.parametrize(
    "row",
    ["text", 3, {"1": 2}, {}, [], [[1]], ["1"], [None], [10**400], [1e999], [1e308, 1e308, 1e308]],
)
def test_a_vector_that_is_none_leaves_its_place(row: Any) -> None:
    response = with_asked(None, {"float": [[1, 2.5], row, [3]]})
    assert response.vectors() == (array("d", [1, 2.5]), None, array("d", [3]))


@pytest.mark.parametrize(
    ("kind", "row", "read"),
    [
        ("int8", [12.0, -7], array("d", [12, -7])),
        ("int8", [128, 0], array("d", [128, 0])),
        ("int4", [7, -8], array("d", [7, -8])),
        ("base64", "AACAPw", None),
        ("base64", "AACAPwAA", None),
        ("base64", "", None),
        ("base64", "é", None),
        ("base64", "AADAfw==", None),
        ("base64", [1.5], array("d", [1.5])),
        ("float", "AACAPwAAAEA=", None),
    ],
)
def test_odd_vectors_are_read_as_far_as_they_go(kind: str, row: Any, read: Any) -> None:
    assert with_asked(None, {kind: [row]}).vectors(kind) == (read,)


@settings(max_examples=50)
@given(JSON_VALUES | objects(names_in(EmbedResponse) | {"float", "int8", "base64"}))
def test_any_json_is_a_response_or_refused(value: Any) -> None:
    response = read_or_refuse(EmbedResponse, value)
    if response is not None:
        assert isinstance(response.matches, bool)
        assert isinstance(response.missing, tuple)


@settings(max_examples=50)
@given(st.dictionaries(st.sampled_from(["float", "ubinary", "base64", "x"]), JSON_VALUES))
def test_any_embeddings_are_read(embeddings: dict[str, Any]) -> None:
    response = with_asked(2, embeddings)
    for kind in response.kinds:
        assert len(response.vectors(kind)) == len(embeddings[kind])
        assert all(one is None or sum(one) == sum(one) for one in response.vectors(kind))


@settings(max_examples=50)
@given(st.lists(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=4), max_size=4))
def test_floats_come_as_they_were_sent(rows: list[list[float]]) -> None:
    response = with_asked(len(rows), rows)
    assert [list(one or ()) for one in response.vectors()] == rows


LEGAL: list[dict[str, Any]] = [
    asked(texts=["a"] * 96),
    asked(texts=[""]),
    asked(images=[PNG] * 3, input_type="image"),
    asked(inputs=[mixed(TEXT, IMAGE), mixed(IMAGE)], embedding_types=["float", "base64"]),
    asked(texts=["a"], output_dimension=256, max_tokens=1, truncate="NONE", priority=0),
    asked(texts=["a"], model="my-own-model", priority=999),
    json.loads((FIXTURES / "requests" / "v2_embed.inputs.json").read_bytes()),
]
LEGAL_V1: list[dict[str, Any]] = [
    {"texts": ["a", "b"]},
    {"texts": ["a"], "model": "embed-english-v2.0"},
    asked(texts=["a"] * 96, embedding_types=["int8"], truncate="START"),
    asked(images=[PNG], model="embed-english-v3.0", input_type="image"),
]


@needs_description
@pytest.mark.parametrize("fields", LEGAL)
def test_what_is_sent_is_as_described(fields: dict[str, Any]) -> None:
    assert faults(V2, EmbedRequest.of(fields).to_wire()) == []


@needs_description
@pytest.mark.parametrize("fields", LEGAL_V1)
def test_what_is_sent_to_v1_is_as_described(fields: dict[str, Any]) -> None:
    assert faults(V1, EmbedRequestV1.of(fields).to_wire()) == []


@pytest.mark.parametrize("fields", LEGAL)
def test_what_was_set_is_sent_and_the_types_always(fields: dict[str, Any]) -> None:
    request = EmbedRequest.of(fields)
    assert request.to_wire() == {"embedding_types": ["float"], **fields}
    source = next(name for name in ("texts", "images", "inputs") if name in fields)
    assert request.count == len(fields[source])


@pytest.mark.parametrize("fields", LEGAL_V1)
def test_v1_sends_what_was_set(fields: dict[str, Any]) -> None:
    assert EmbedRequestV1.of(fields).to_wire() == fields


def of_size(size: int) -> str:
    return data_uri(bytes(size))


@pytest.mark.parametrize(
    ("kind", "fields", "field", "says"),
    [
        (EmbedRequest, {}, "texts", "found none"),
        (EmbedRequest, {"texts": ["a"], "images": [PNG]}, "images", "texts and images"),
        (EmbedRequest, {"texts": []}, "texts", "1 to 96 texts"),
        (EmbedRequest, {"texts": ["a"] * 97}, "texts", "1 to 96 texts"),
        (EmbedRequest, {"inputs": [mixed(TEXT)] * 97}, "inputs", "1 to 96 inputs"),
        (EmbedRequest, {"inputs": [mixed()]}, "inputs.0.content", "at least 1"),
        (EmbedRequest, {"inputs": [mixed({**IMAGE, "image_url": {"url": PNG, "x": 1}})]},
         "inputs.0.content.0.image_url.x", "not a field"),
        (EmbedRequest, {"texts": ["a"], "input_type": "query"}, "input_type", "'search_query'"),
        (EmbedRequest, {"texts": ["a"], "embedding_types": []}, "embedding_types", "one kind"),
        (EmbedRequest, {"texts": ["a"], "embedding_types": ["int4"]}, "embedding_types.0", "int8"),
        (EmbedRequest, {"texts": ["a"], "output_dimension": 0}, "output_dimension", "from 1"),
        (EmbedRequest, {"texts": ["a"], "priority": 1000}, "priority", "0 to 999"),
        (EmbedRequest, {"texts": ["a"], "model": ""}, "model", "not empty"),
        (EmbedRequest, {"texts": ["a"], "dimension": 3}, "dimension", "output_dimension"),
        (EmbedRequest, {"images": ["https://a/b.png"]}, "images.0", "data URI"),
        (EmbedRequest, {"images": [PNG, "data:image/png;base64,"]}, "images.1", "data URI"),
        (EmbedRequest, {"inputs": [mixed({"type": "image_url", "image_url": {"url": "x"}})]},
         "inputs.0", "data URI"),
        (EmbedRequest, {"images": [of_size(20 * 10**6 + 1)]}, "images.0", "20 MB"),
        (EmbedRequest, {"images": [of_size(10**7), of_size(10**7 + 1)]}, "images", "together"),
        (EmbedRequest, {"model": "embed-english-v3.0", "images": [PNG] * 2}, "images", "1 image"),
        (EmbedRequest, {"model": "embed-english-v3.0", "images": [of_size(5 * 10**6 + 1)]},
         "images.0", "5 MB"),
        (EmbedRequest, {"model": "embed-english-v3.0", "inputs": [mixed(TEXT)]}, "inputs", "v4"),
        (EmbedManyRequest, {"images": ["x"]}, "images.0", "data URI"),
        (EmbedManyRequest, {"texts": []}, "texts", "at least one text"),
        (EmbedRequestV1, {"texts": ["a"] * 97}, "texts", "1 to 96 texts"),
        (EmbedRequestV1, {"texts": ["a"], "input_type": None}, "input_type", "from v3 on"),
        (EmbedRequestV1, {"texts": ["a"], "inputs": [mixed(TEXT)]}, "inputs", "not a field"),
        (EmbedRequestV1, {}, "texts", "texts, images; found none"),
        (EmbedRequestV1, {"images": ["x"]}, "images.0", "data URI"),
    ],
)  # fmt: skip
def test_what_cannot_be_sent_is_told(
    kind: type[Sent], fields: dict[str, Any], field: str, says: str
) -> None:
    with pytest.raises(RequestInvalid) as refused:
        kind.of(asked(**fields))
    assert refused.value.field == field
    assert says in str(refused.value)
    assert len(str(refused.value)) < 400


def test_a_large_request_has_no_bound_on_its_inputs() -> None:
    assert EmbedManyRequest.of(asked(texts=["a"] * 1000)).count == 1000
    assert EmbedManyRequest.of(asked(images=[of_size(10**7)] * 3)).count == 3


@given(st.integers(1, 400))
def test_the_bytes_of_an_image_are_counted(size: int) -> None:
    assert image_bytes(of_size(size)) == size
