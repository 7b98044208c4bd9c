"""POST /v2/chat (API.md sections 4 and 5)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from cohere_tui.sandbox.answers.compose import compose
from cohere_tui.sandbox.beside import beside
from cohere_tui.sandbox.chat.events import body, events, failed, usage
from cohere_tui.sandbox.chat.reading import read
from cohere_tui.sandbox.finetunes.models import models_for
from cohere_tui.sandbox.stage import received_of, stage_of
from cohere_tui.sandbox.stream import EventStream
from cohere_tui.sandbox.wire import Answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from cohere_tui.sandbox.catalogue import Model
    from cohere_tui.sandbox.stage import Received, Stage


async def chat(request: Request) -> Response:
    """Answer a conversation, streamed or whole."""
    stage, received = stage_of(request), received_of(request)
    named = models_for(stage.world, received.body)
    return await beside(received.raw, partial(_answered, stage, received, named))


def _answered(stage: Stage, received: Received, named: Callable[[str], Model]) -> Response:
    ask = read(received.raw, received.body, named)
    reply = compose(ask)
    reply_id = received.answer_id()
    if ask.stream:
        return EventStream(events(ask, reply, reply_id), failed, stage, received)
    billed = usage(ask, reply)["billed_units"]
    headers = {"num_tokens": str(sum(billed.values())), "num_chars": str(len(received.raw))}
    return Answer(body(ask, reply, reply_id), headers=headers)
