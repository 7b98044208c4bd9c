"""POST /v1/generate (API.md section 7)."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from cohere_tui.sandbox import fields
from cohere_tui.sandbox.beside import beside
from cohere_tui.sandbox.finetunes.models import models_for
from cohere_tui.sandbox.generate import answer
from cohere_tui.sandbox.generate.asked import FIELDS, read
from cohere_tui.sandbox.stage import received_of, stage_of
from cohere_tui.sandbox.stream import LINES, EventStream
from cohere_tui.sandbox.wire import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from cohere_tui.sandbox.catalogue import Model
    from cohere_tui.sandbox.generate.asked import AskGenerate


async def generate(request: Request) -> Response:
    """Go on from a prompt, in one or several ways, streamed or whole."""
    stage, received = stage_of(request), received_of(request)
    given, warning = fields.lenient(received, FIELDS)
    named = models_for(stage.world, received.body)
    ask, made = await beside(received.raw, partial(_generated, given, named))
    answer_id = received.answer_id()
    if ask.stream:
        events = answer.events(ask, made, answer_id)
        stream = EventStream(events, answer.failed, stage, received, LINES)
        stream.headers.update(warning)
        return stream
    whole = await asyncio.to_thread(answer.body, ask, made, answer_id)  # likelihoods take long
    return Answer(whole, headers=warning)


def _generated(
    given: Mapping[str, Any], named: Callable[[str], Model]
) -> tuple[AskGenerate, tuple[answer.Generated, ...]]:
    ask = read(given, named)
    return ask, answer.generate(ask)


ROUTES = (Route("/v1/generate", generate, methods=["POST"]),)
