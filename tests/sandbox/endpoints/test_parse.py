"""POST /v2/parse."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import FIXTURES
from tests.openapi import judge, needs_description
from tests.pictures import data_uri, gif, jpeg, png, webp, with_texts

if TYPE_CHECKING:
    import httpx

PAGE = data_uri(with_texts(png(40, 30), Title="Tides"))


def asked(url: str = PAGE, **fields: Any) -> dict[str, Any]:
    document = {"type": "image_url", "image_url": url}
    return {"model": "parse-v5.0", "document": document, **fields}


async def test_a_page_as_markdown(caller: httpx.AsyncClient) -> None:
    answer = (await caller.post("/v2/parse", json=asked())).json()
    (page,) = answer["pages"]
    assert (page["type"], page["index"]) == ("markdown", 0)
    assert page["markdown"]["content"].endswith("(img-0)\n\nTitle: Tides")
    assert page["markdown"]["images"][0]["id"] == "img-0"
    assert answer["finish_reason"] == "COMPLETE"
    assert answer["meta"]["billed_units"] == {"pages": 1}


async def test_a_page_as_blocks(caller: httpx.AsyncClient) -> None:
    answer = (await caller.post("/v2/parse", json=asked(output_format="blocks"))).json()
    image, text = answer["pages"][0]["blocks"]
    assert image["image"]["bounding_box"]["bottom_right_y"] == 30
    assert text == {"type": "text", "text": {"content": "Title: Tides"}}


async def test_more_than_the_model_has_room_for(caller: httpx.AsyncClient) -> None:
    page = data_uri(with_texts(png(), Novel="word " * 20_000))
    answer = (await caller.post("/v2/parse", json=asked(page))).json()
    assert answer["finish_reason"] == "MAX_TOKENS"


@pytest.mark.parametrize(
    ("kind", "data", "said"),
    [
        ("jpeg", jpeg(640, 480), "A JPEG image, 640 x 480 pixels"),
        ("gif", gif(20, 10), "A GIF image, 20 x 10 pixels"),
        ("webp", webp("VP8L", 300, 200), "A WebP image, 300 x 200 pixels"),
        ("png", png()[:8], "A PNG image; the sandbox"),
    ],
)
async def test_every_kind_of_image(
    caller: httpx.AsyncClient, kind: str, data: bytes, said: str
) -> None:
    answer = (await caller.post("/v2/parse", json=asked(data_uri(data, kind)))).json()
    assert answer["pages"][0]["markdown"]["content"].startswith(f"![{said}")


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        (asked("https://example.com/page.png"), 400, "the sandbox opens no web addresses"),
        (asked("data:application/pdf;base64,JVBE"), 400, "must be a data URI of a png, jpeg"),
        (asked(data_uri(b"hello")), 400, "document.image_url is not a png, jpeg, webp or gif"),
        (asked("data:image/png;base64,?"), 400, "document.image_url is not valid base64"),
        (asked(data_uri(jpeg(8_000, 6_251), "jpeg")), 400, "larger than 50 megapixels or 200 MB"),
        ({"document": None}, 400, "document is required"),
        ({"document": {"image_url": PAGE}}, 422, "parameter 'document.type' must be one of"),
        ({"document": {"type": "image_url", "url": PAGE}}, 422, "parameter 'url' is not a valid"),
        ({"output_format": "html"}, 422, "'output_format' must be one of markdown, blocks"),
        ({"pages": 1}, 422, "unknown field: parameter 'pages' is not a valid field"),
        ({"model": None}, 400, "a model parameter is required"),
        ({"model": "embed-v4.0"}, 400, "model 'embed-v4.0' is not supported by the parse API"),
    ],
    ids=lambda value: str(value)[:40],
)
async def test_refusals(
    caller: httpx.AsyncClient, change: dict[str, Any], status: int, said: str
) -> None:
    response = await caller.post("/v2/parse", json={**asked(), **change})
    assert (response.status_code, said in response.json()["message"]) == (status, True), (
        response.text
    )


async def test_a_file_that_is_too_large(caller: httpx.AsyncClient) -> None:
    fitting = png() + bytes(20_000_000 - len(png()))
    assert (await caller.post("/v2/parse", json=asked(data_uri(fitting)))).status_code == 200
    response = await caller.post("/v2/parse", json=asked(data_uri(fitting + b"\0")))
    assert response.status_code == 400
    assert "larger than 20 MB" in response.json()["message"]


@needs_description
async def test_answers_are_as_described(caller: httpx.AsyncClient) -> None:
    for form in ("markdown", "blocks"):
        judge(await caller.post("/v2/parse", json=asked(output_format=form)))


async def test_the_known_request(caller: httpx.AsyncClient) -> None:
    body = json.loads((FIXTURES / "requests" / "v2_parse.json").read_bytes())
    response = await caller.post("/v2/parse", json=body)
    assert response.status_code == 200, response.text
    assert response.json()["pages"][0]["type"] == "blocks"
