"""POST /v1/generate (API.md section 7)."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from starlette.routing import Route

from cohere_tui.sandbox import fields
from cohere_tui.sandbox.finetunes.models import use_model
from cohere_tui.sandbox.generate import answer
from cohere_tui.sandbox.generate.asked import FIELDS, read
from cohere_tui.sandbox.stage import received_of, stage_of
from cohere_tui.sandbox.stream import LINES, EventStream
from cohere_tui.sandbox.wire import Answer

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


async def generate(request: Request) -> Response:
    """Go on from a prompt, in one or several ways, streamed or whole."""
    stage, received = stage_of(request), received_of(request)
    given, warning = fields.lenient(received, FIELDS)
    ask = read(given, partial(use_model, stage.world))
    made, answer_id = answer.generate(ask), received.answer_id()
    if ask.stream:
        events = answer.events(ask, made, answer_id)
        stream = EventStream(events, answer.failed, stage, received, LINES)
        stream.headers.update(warning)
        return stream
    whole = await asyncio.to_thread(answer.body, ask, made, answer_id)  # likelihoods take long
    return Answer(whole, headers=warning)


ROUTES = (Route("/v1/generate", generate, methods=["POST"]),)
