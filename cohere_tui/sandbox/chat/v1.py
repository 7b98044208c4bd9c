"""POST /v1/chat (API.md section 6)."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from starlette.routing import Route

from cohere_tui.sandbox import fields
from cohere_tui.sandbox.answers.answer import Reply
from cohere_tui.sandbox.answers.compose import compose
from cohere_tui.sandbox.beside import beside
from cohere_tui.sandbox.chat import fields_v1
from cohere_tui.sandbox.chat.conversations import history_of, keep
from cohere_tui.sandbox.chat.events import usage
from cohere_tui.sandbox.chat.events_v1 import Answered, body, events, failed
from cohere_tui.sandbox.chat.fitting import fitted
from cohere_tui.sandbox.chat.reading_v1 import check, outputs_of, read
from cohere_tui.sandbox.chat.searching import queries, search
from cohere_tui.sandbox.finetunes.models import models_for
from cohere_tui.sandbox.stage import received_of, stage_of
from cohere_tui.sandbox.stream import LINES, SSE_V1, EventStream
from cohere_tui.sandbox.wire import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request
    from starlette.responses import Response

    from cohere_tui.sandbox.chat.ask_v1 import AskV1
    from cohere_tui.sandbox.chat.searching import Found
    from cohere_tui.sandbox.stage import Received
    from cohere_tui.sandbox.stream import Event
    from cohere_tui.sandbox.world.world import World


async def chat(request: Request) -> Response:
    """Answer a conversation, streamed or whole."""
    stage, received = stage_of(request), received_of(request)
    given, warning = fields.lenient(received, fields_v1.REQUEST)
    named, kept = models_for(stage.world, received.body), partial(history_of, stage.world)
    asked = await beside(received.raw, partial(read, given, named, kept))
    answered = await _answered(stage.world, asked, received)
    if answered.asked.ask.stream:
        framing = SSE_V1 if "event-stream" in received.headers.get("accepts", "") else LINES
        sent = _kept(stage.world, answered)
        stream = EventStream(sent, partial(failed, answered), stage, received, framing)
        stream.headers.update(warning)
        return stream
    _keep(stage.world, answered)
    billed = usage(answered.asked.ask, answered.reply)["billed_units"]
    counted = {"num_tokens": str(sum(billed.values())), "num_chars": str(len(received.raw))}
    return Answer(body(answered), headers={**counted, **warning})


ROUTES = (Route("/v1/chat", chat, methods=["POST"]),)


async def _answered(world: World, asked: AskV1, received: Received) -> Answered:
    """Searched for, fitted, checked, and answered."""
    wanted = queries(asked.ask.question) if asked.searches else ()
    found = () if asked.queries_only else await search(world, asked.connectors, wanted)
    answering = partial(_composed, asked, wanted, found, received.answer_id())
    return await beside(received.raw, answering)


def _composed(
    asked: AskV1, wanted: tuple[str, ...], found: tuple[Found, ...], answer_id: str
) -> Answered:
    hidden = {document["id"]: (document, one.hidden) for one in found for document in one.documents}
    asked = fitted(asked.plus(list(hidden.values())))
    check(asked)
    reply = Reply() if asked.queries_only else compose(asked.ask)
    number = len(asked.history) + len(asked.new) - 1
    outputs = [document for document, _ in outputs_of(asked.new[-1], number)]
    told = replace(asked, documents=(*asked.documents, *outputs))
    return Answered(told, reply, answer_id, wanted, found)


def _kept(world: World, answered: Answered) -> Iterator[Event]:
    """The events of an answer; the conversation is remembered when all were sent."""
    yield from events(answered)
    _keep(world, answered)


def _keep(world: World, answered: Answered) -> None:
    if answered.asked.conversation and not answered.asked.queries_only:
        keep(world, answered.asked.conversation, answered.history)
