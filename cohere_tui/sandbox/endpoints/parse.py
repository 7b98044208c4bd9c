"""POST /v2/parse (API.md 10)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from cohere_tui.sandbox import fields
from cohere_tui.sandbox.answers.page import told
from cohere_tui.sandbox.catalogue import model_named
from cohere_tui.sandbox.data_uris import picture_in
from cohere_tui.sandbox.stage import received_of
from cohere_tui.sandbox.wire import Answer, RefusedError, invalid

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from cohere_tui.sandbox.stage import Received

_MODELS = ("parse-v5.0",)
_MB = 10**6
_MOST_BYTES = 20 * _MB
_MOST_PIXELS = 50 * _MB
_MOST_DECODED = 200 * _MB
_FIELDS: fields.Fields = {"model": "string", "document": "object", "output_format": "string"}
_DOCUMENT: fields.Fields = {"type": "string", "image_url": "string"}
_WHERE = "document.image_url"


async def parse(request: Request) -> Response:
    """What the image of a page tells about itself; the sandbox does not see what is on it."""
    return await asyncio.to_thread(_answer, received_of(request))


def _answer(received: Received) -> Response:
    body = fields.strict(received, _FIELDS)
    if not body.get("model"):
        raise RefusedError(400, "a model parameter is required for this endpoint.")
    if model_named(body["model"]).name not in _MODELS:
        raise invalid(f"model '{body['model']}' is not supported by the parse API")
    form = fields.one_of(
        body.get("output_format", "markdown"), ("markdown", "blocks"), "output_format"
    )
    picture, data = picture_in(_url(body.get("document")), _WHERE)
    if len(data) > _MOST_BYTES:
        raise invalid(f"{_WHERE} is larger than {_MOST_BYTES // _MB} MB.")
    pixels = picture.width * picture.height
    if pixels > _MOST_PIXELS or pixels * picture.bit_depth // 8 > _MOST_DECODED:
        most = f"{_MOST_PIXELS // _MB} megapixels or {_MOST_DECODED // _MB} MB decoded"
        raise invalid(f"{_WHERE} is larger than {most}.")
    page = told(picture, data, as_blocks=form == "blocks")
    answer: dict[str, Any] = {
        "id": received.answer_id(),
        "pages": [page.page],
        "meta": {"api_version": {"version": "2"}, "billed_units": {"pages": 1}},
        "finish_reason": "MAX_TOKENS" if page.cut else "COMPLETE",
    }
    return Answer(answer)


def _url(value: Any) -> str:
    if value is None:
        raise invalid("document is required.")
    document = fields.shaped(value, _DOCUMENT, "document")
    fields.one_of(document.get("type", ""), ("image_url",), "document.type")
    url: str = document.get("image_url", "")
    if url.startswith(("http://", "https://")):
        raise invalid(
            f"{_WHERE} could not be fetched: the sandbox opens no web addresses, "
            "send the image itself as a data URI."
        )
    return url


ROUTES = (Route("/v2/parse", parse, methods=["POST"]),)
