"""Single calls of chat in both versions, plain and streamed (API.md 4 to 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cohere_tui.models import chat_events as wire
from cohere_tui.models.chat import ChatRequest, ChatResponse
from cohere_tui.models.chat_v1 import ChatRequestV1, ChatResponseV1
from cohere_tui.models.chat_v1_events import ChatEventV1, StreamEnd, read_event_v1
from cohere_tui.services.reading import read
from cohere_tui.services.streaming import events

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator

    from cohere_tui.client.client import Client


class ReplyService:
    """Answers to one request each; every method raises a `RequestError` when there is none."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def chat(self, request: ChatRequest) -> ChatResponse:
        """`POST /v2/chat`, in one piece."""
        return read(ChatResponse, await self._client.post("/v2/chat", _body(request, stream=False)))

    def chat_stream(self, request: ChatRequest) -> AsyncGenerator[wire.ChatEvent, None]:
        """`POST /v2/chat`, event by event; `Turn.apply` folds them. See `streaming.events`."""
        body = _body(request, stream=True)
        return events(self._client, "/v2/chat", body, wire.read_event, _events_of)

    async def chat_v1(self, request: ChatRequestV1) -> ChatResponseV1:
        """`POST /v1/chat`, in one piece."""
        body = _body(request, stream=False)
        return read(ChatResponseV1, await self._client.post("/v1/chat", body))

    def chat_v1_stream(self, request: ChatRequestV1) -> AsyncGenerator[ChatEventV1, None]:
        """`POST /v1/chat`, event by event; `Turn.apply` folds these too."""
        body = _body(request, stream=True)
        return events(self._client, "/v1/chat", body, read_event_v1, _events_of_v1)


def _body(request: ChatRequest | ChatRequestV1, *, stream: bool) -> dict[str, Any]:
    return request.model_copy(update={"stream": stream}).to_wire()


def _events_of(data: str) -> Iterator[wire.ChatEvent]:
    """The events that would have streamed a plain v2 answer."""
    answer = ChatResponse.read(data)
    yield wire.MessageStart(id=answer.id)
    for index, part in enumerate(answer.content):
        yield wire.ContentStart(index=index, kind=part.type, text=part.text, thinking=part.thinking)
        yield wire.ContentEnd(index=index)
    if answer.tool_plan:
        yield wire.ToolPlanDelta(plan=answer.tool_plan)
    for index, call in enumerate(answer.tool_calls):
        yield wire.ToolCallStart(index=index, calls=(call,))
        yield wire.ToolCallEnd(index=index)
    for index, cited in enumerate(answer.citations):
        yield wire.CitationStart(index=index, citations=(cited,))
        yield wire.CitationEnd(index=index)
    yield wire.MessageEnd(
        finish_reason=answer.finish_reason,
        usage=answer.usage,
        error=answer.error,
        error_type=answer.error_type,
    )


def _events_of_v1(data: str) -> Iterator[ChatEventV1]:
    """A plain v1 answer is what a stream ends with."""
    answer = ChatResponseV1.read(data)
    yield StreamEnd(finish_reason=answer.finish_reason, response=answer)
