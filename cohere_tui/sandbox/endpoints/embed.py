"""POST /v2/embed and /v1/embed (API.md 8)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from cohere_tui.sandbox import fields
from cohere_tui.sandbox.embed.answer import billed, rendered
from cohere_tui.sandbox.embed.asked import V1, read, read_v1
from cohere_tui.sandbox.stage import received_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from cohere_tui.sandbox.embed.asked import EmbedAsk
    from cohere_tui.sandbox.stage import Received


async def v2(request: Request) -> Response:
    """Vectors by their types."""
    return await asyncio.to_thread(_v2, received_of(request))


async def v1(request: Request) -> Response:
    """Plain floats, or vectors by their types where types are named."""
    return await asyncio.to_thread(_v1, received_of(request))


def _v2(received: Received) -> Response:
    return _answer(read(received.raw, received.body), received, {})


def _v1(received: Received) -> Response:
    body, headers = fields.lenient(received, V1)
    return _answer(read_v1(body), received, headers)


def _answer(ask: EmbedAsk, received: Received, headers: dict[str, str]) -> Response:
    units = billed(ask)
    tokens = units.get("input_tokens", 0) + units.get("image_tokens", 0)
    chars = sum(len(one.text) for one in ask.inputs)
    return Response(
        rendered(ask, received.answer_id()),
        headers={"num_tokens": str(tokens), "num_chars": str(chars), **headers},
        media_type="application/json",
    )


ROUTES = (
    Route("/v2/embed", v2, methods=["POST"]),
    Route("/v1/embed", v1, methods=["POST"]),
)
