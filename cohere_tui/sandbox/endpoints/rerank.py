"""POST /v2/rerank and /v1/rerank (API.md 9)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.routing import Route

from cohere_tui.sandbox import fields
from cohere_tui.sandbox.finetunes.models import models_for
from cohere_tui.sandbox.rerank.answer import body
from cohere_tui.sandbox.rerank.asked import V1, read, read_v1
from cohere_tui.sandbox.stage import received_of, stage_of
from cohere_tui.sandbox.wire import Answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from cohere_tui.sandbox.catalogue import Model
    from cohere_tui.sandbox.stage import Received

    Named = Callable[[str], Model]


async def v2(request: Request) -> Response:
    """Indexes and scores, and the passages that matter where they are asked for."""
    received = received_of(request)
    named = models_for(stage_of(request).world, received.body)
    return await asyncio.to_thread(_v2, received, named)


async def v1(request: Request) -> Response:
    """Indexes and scores, and the documents where they are asked for."""
    received = received_of(request)
    named = models_for(stage_of(request).world, received.body)
    return await asyncio.to_thread(_v1, received, named)


def _v2(received: Received, named: Named) -> Response:
    return Answer(body(read(received.raw, received.body, named), received.answer_id()))


def _v1(received: Received, named: Named) -> Response:
    known, headers = fields.lenient(received, V1)
    return Answer(body(read_v1(known, named), received.answer_id()), headers=headers)


ROUTES = (
    Route("/v2/rerank", v2, methods=["POST"]),
    Route("/v1/rerank", v1, methods=["POST"]),
)
