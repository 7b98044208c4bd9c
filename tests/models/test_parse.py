"""Parse: requests within their bounds, answers of any kind."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings

from cohere_tui.errors import RequestInvalid
from cohere_tui.models.parse import Box, ParseRequest, ParseResponse
from tests.conftest import FIXTURES
from tests.models.junk import names_in, objects, read_or_refuse
from tests.openapi import faults, needs_description

BODY = "paths/~1v2~1parse/post/requestBody/content/application~1json/schema"
PIXEL = "data:image/png;base64,iVBORw0KGgo="
FRAME = Box(top_left_x=10, top_left_y=20, bottom_right_x=110, bottom_right_y=220)


def request(url: str = PIXEL, **more: object) -> dict[str, Any]:
    return {"model": "parse-v5.0", "document": {"type": "image_url", "image_url": url}, **more}


def response(name: str) -> ParseResponse:
    return ParseResponse.read((FIXTURES / "responses" / f"v2_parse.{name}.json").read_bytes())


def test_a_page_as_markdown() -> None:
    read = response("markdown")
    (page,) = read.pages
    assert (page.type, page.index, page.blocks) == ("markdown", 0, ())
    assert page.content.startswith("# Tides\n\n![A tide table header](img-0)")
    (image,) = page.images
    assert (image.id, image.category) == ("img-0", "other")
    assert image.description == "A tide table header"
    assert image.bounding_box == FRAME
    assert image.bounding_box_normalized is not None
    assert image.bounding_box_normalized.bottom == 0.22
    assert (read.finish_reason, read.cut_off, read.meta.billed.pages) == ("COMPLETE", False, 1)


def test_a_page_as_blocks() -> None:
    read = response("blocks")
    (page,) = read.pages
    text, image, table = page.blocks
    assert (page.type, page.content, page.images) == ("blocks", "", ())
    assert (text.type, text.text, text.image, text.table) == ("text", "Tides", None, None)
    assert image.image is not None
    assert (image.image.id, image.text) == ("img-0", "")
    assert table.table is not None
    assert table.table.html == "<table><tr><td>Cobh</td></tr></table>"
    assert (table.table.title, table.table.bounding_box) == ("High water", FRAME)
    assert read.cut_off


@pytest.mark.parametrize("name", ["markdown", "blocks"])
def test_an_answer_is_read_again_as_it_came(name: str) -> None:
    came = json.loads((FIXTURES / "responses" / f"v2_parse.{name}.json").read_bytes())
    sent = response(name).as_sent()
    assert ParseResponse.model_validate(sent) == response(name)
    for block in came["pages"][0].get("blocks", ()):
        block.get("table", {}).pop("type", None)  # it is always HTML
    assert sent["pages"] == came["pages"]


@settings(max_examples=25)
@given(objects(names_in(ParseResponse) | {"content", "markdown", "top_left_x"}))
def test_anything_is_an_answer_or_refused(value: dict[str, Any]) -> None:
    read = read_or_refuse(ParseResponse, value)
    for page in read.pages if read else ():
        assert isinstance(page.content, str)
        assert all(isinstance(block.text, str) for block in page.blocks)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"model": ""}, "model: found ''; allowed: a text that is not empty"),
        ({"output_format": "html"}, "output_format: found 'html'; allowed: markdown or blocks"),
        ({"document": None}, "document: found None; allowed: "),
        *(
            (request(url), "document.image_url: is no image's address; allowed: https://… or data:")
            for url in ("", "/home/me/page.png", "data:application/pdf;base64,JVBE", "ftp://a/b")
        ),
    ],
)
def test_what_cannot_be_sent(change: dict[str, Any], said: str) -> None:
    with pytest.raises(RequestInvalid) as caught:
        ParseRequest.of({**request(), **change})
    assert str(caught.value).startswith(said)
    assert caught.value.field == said.partition(":")[0]


@needs_description
@pytest.mark.parametrize("url", [PIXEL, "https://example.com/page.png"])
def test_requests_are_as_described(url: str) -> None:
    sent = ParseRequest.of(request(url, output_format="blocks")).to_wire()
    assert sent == request(url, output_format="blocks")
    assert faults(BODY, sent) == []


def test_the_known_request() -> None:
    body = json.loads((FIXTURES / "requests" / "v2_parse.json").read_bytes())
    assert ParseRequest.of(body).to_wire() == body
