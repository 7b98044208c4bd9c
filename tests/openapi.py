"""The published description of the API as a judge of requests and answers; it is not ours to ship.

A test module that uses it sets `pytestmark = needs_description`.
"""

from __future__ import annotations

from functools import cache
from http.client import OK
from typing import TYPE_CHECKING, Any

import pytest
from openapi_core import OpenAPI
from openapi_core.testing import MockRequest, MockResponse
from openapi_core.validation.request.validators import V31RequestParametersValidator
from openapi_schema_validator import OAS31Validator
from werkzeug.datastructures import MultiDict

from tests.conftest import SHARED

if TYPE_CHECKING:
    import httpx

    from cohere_tui.sandbox.stage import Received
    from tests.exchanges import Exchange

DESCRIPTION = SHARED / "api" / "openapi.yaml"

needs_description = pytest.mark.skipif(
    not DESCRIPTION.exists(), reason="the API's description is absent"
)


@cache
def openapi() -> OpenAPI:
    """The description, read once."""
    return OpenAPI.from_file_path(str(DESCRIPTION))


@cache
def schema(pointer: str) -> OAS31Validator:
    """The judge of one part: `components/schemas/Dataset`, or a path to a body's schema."""
    with openapi().spec.open() as whole:
        parts = {"paths": whole["paths"], "components": whole["components"]}
        return OAS31Validator({"$ref": f"#/{pointer}", **parts})


def faults(pointer: str, value: Any) -> list[str]:
    """What the description does not allow in `value`."""
    return [f"{error.json_path}: {error.message}" for error in schema(pointer).iter_errors(value)]


def judge(response: httpx.Response) -> None:
    """Validate a request of a test together with the sandbox's answer to it."""
    sent = response.request
    # It takes no bytes for the binary strings of OpenAPI 3.1: files are not its business.
    files = sent.headers.get("content-type", "").startswith("multipart/")
    request = MockRequest(
        "https://api.cohere.com",
        sent.method.lower(),
        sent.url.path,
        args=MultiDict(sent.url.params.multi_items()),
        headers=dict(sent.headers),
        data=None if files else sent.content or None,
        content_type=sent.headers.get("content-type", ""),
    )
    openapi().validate_request(request)
    media = response.headers.get("content-type", "application/json")
    answer = MockResponse(response.content, response.status_code, content_type=media)
    openapi().validate_response(request, answer)


def judge_request(received: Received) -> None:
    """Validate what a service sent, as the sandbox wrote it down."""
    pairs = [(name, value) for name, values in received.query.items() for value in values]
    request = MockRequest(
        "https://api.cohere.com",
        received.method.lower(),
        received.path,
        args=MultiDict(pairs),
        headers={**received.headers, "authorization": "Bearer a-key"},
        data=received.raw or None,
        content_type=received.headers.get("content-type", ""),
    )
    openapi().validate_request(request)


def judge_exchange(exchange: Exchange) -> None:
    """Validate a whole exchange as it was seen on the wire; of a stream, its request."""
    request = MockRequest(
        "https://api.cohere.com",
        exchange.method.lower(),
        exchange.path,
        args=MultiDict(exchange.query),
        headers=exchange.headers,
        data=exchange.body or None,
        content_type=exchange.content_type,
    )
    if exchange.content_type.startswith("multipart/"):
        # It takes no bytes for the binary strings of OpenAPI 3.1.
        parameters = V31RequestParametersValidator(openapi().spec)
        assert not list(parameters.iter_errors(request))
        place = exchange.path.replace("/", "~1")
        pointer = f"paths/{place}/post/requestBody/content/multipart~1form-data/schema"
        if exchange.status == OK:  # else it was not read to its end
            assert faults(pointer, exchange.form()) == []
    else:
        openapi().validate_request(request)
    if not exchange.streams:
        answered = exchange.answer_headers.get("content-type", "application/json")
        answer = MockResponse(exchange.answer, exchange.status, content_type=answered)
        openapi().validate_response(request, answer)
