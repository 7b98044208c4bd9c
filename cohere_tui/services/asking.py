"""A conversation as a request to a version of chat, and the frames of its answer.

Version 2 is here; the older one is imported when a conversation first asks for it.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from cohere_tui.errors import AnswerUnreadable
from cohere_tui.models.chat import ChatRequest, ChatResponse
from cohere_tui.models.chat_events import read_event
from cohere_tui.state.transcript import messages
from cohere_tui.state.turn import Entry, Turn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from cohere_tui.client.frames import Frame
    from cohere_tui.models.chat_events import ChatEvent
    from cohere_tui.models.chat_v1 import ChatRequestV1, ChatResponseV1
    from cohere_tui.models.chat_v1_events import ChatEventV1
    from cohere_tui.state.conversation import Settings


@dataclass(frozen=True, slots=True)
class Version:
    """How one version of chat is spoken."""

    path: str
    request: type[ChatRequest | ChatRequestV1]
    fields: Callable[[Sequence[Entry], Settings], Mapping[str, Any]]
    """What of the request a history is."""
    event: Callable[[str], ChatEvent | ChatEventV1 | None]
    response: type[ChatResponse | ChatResponseV1]

    def body(self, history: Sequence[Entry], settings: Settings) -> dict[str, Any]:
        """The request to go on from `history`, streamed. Raises `RequestInvalid`."""
        fields = {**self.fields(history, settings), "stream": True, **settings.parameters}
        return self.request.of(fields).to_wire()

    def next(self, turn: Turn, frame: Frame, now: float) -> Turn:
        """The answer after one more frame; a server that does not stream sends all in one."""
        if not frame.whole:
            return turn.apply(self.event(frame.data), now)
        try:
            return Turn.of_response(self.response.read(frame.data), turn, now)
        except ValueError as error:
            raise AnswerUnreadable("the answer is neither a stream nor a chat answer") from error


def _fields(history: Sequence[Entry], settings: Settings) -> Mapping[str, Any]:
    return {"model": settings.model, "messages": messages(history, settings)}


_NEWER: Final = Version("/v2/chat", ChatRequest, _fields, read_event, ChatResponse)
_MODULES: Final = {1: "cohere_tui.services.asking_v1"}


async def version(number: int) -> Version:
    """The version that `Settings.api` names; where it has to be imported (20 ms), in a thread."""
    if number not in _MODULES:
        return _NEWER
    older: Version = (await asyncio.to_thread(import_module, _MODULES[number])).OLDER
    return older
