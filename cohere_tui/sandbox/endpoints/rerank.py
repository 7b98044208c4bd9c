"""POST /v2/rerank and /v1/rerank (API.md 9)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.routing import Route

from cohere_tui.sandbox import fields
from cohere_tui.sandbox.catalogue import model_named
from cohere_tui.sandbox.finetunes.models import trained_as, use_model
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
    return await asyncio.to_thread(_v2, received_of(request), _models(request))


async def v1(request: Request) -> Response:
    """Indexes and scores, and the documents where they are asked for."""
    return await asyncio.to_thread(_v1, received_of(request), _models(request))


def _v2(received: Received, named: Named) -> Response:
    return Answer(body(read(received.raw, received.body, named), received.answer_id()))


def _v1(received: Received, named: Named) -> Response:
    known, headers = fields.lenient(received, V1)
    return Answer(body(read_v1(known, named), received.answer_id()), headers=headers)


def _models(request: Request) -> Named:
    """How to look up the model, in any thread: one that was trained here is looked up already."""
    world, asked = stage_of(request).world, received_of(request).body
    name = asked.get("model") if isinstance(asked, dict) else None
    if not isinstance(name, str) or trained_as(world, name) is None:
        return model_named
    model = use_model(world, name)
    return lambda _: model


ROUTES = (
    Route("/v2/rerank", v2, methods=["POST"]),
    Route("/v1/rerank", v1, methods=["POST"]),
)
