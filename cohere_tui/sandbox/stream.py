"""Streams, paced, stepped and broken as the knobs say, in every framing that the API has.

Server-sent events for chat v2 (API.md 5.1), JSON lines for the older methods (API.md 6.3, 7).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from starlette.responses import Response

from cohere_tui.sandbox.knobs import Knobs
from cohere_tui.sandbox.weather import cut, forever
from cohere_tui.sandbox.wire import dumps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from starlette.types import Receive, Scope, Send

    from cohere_tui.sandbox.stage import Received, Stage

_SLICE_S = 0.002
_LAG_S = 0.1


class Event(NamedTuple):
    """One event: its type, the rest of its payload, whether it is a token and takes its time."""

    type: str
    payload: dict[str, Any]
    token: bool = False


@dataclass(frozen=True, slots=True)
class Framing:
    """How events are written."""

    media_type: str
    tag: str
    """The key under which an event has its type."""
    named: bool
    """Whether they are server-sent events: two lines and a blank one; else a line of JSON each."""
    done: bytes = b""
    """What confirms the end."""

    def frame(self, event: Event) -> bytes:
        """An event as bytes."""
        data = dumps({self.tag: event.type, **event.payload})
        if self.named:
            return b"event: %b\ndata: %b\n\n" % (event.type.encode(), data)
        return data + b"\n"


SSE = Framing("text/event-stream", "type", named=True, done=b"data: [DONE]\n\n")
"""Chat v2."""
LINES = Framing("application/stream+json", "event_type", named=False)
"""Chat v1 and generate."""
SSE_V1 = Framing("text/event-stream", "event_type", named=True)
"""Chat v1 for callers that ask for it."""

Failing = Callable[[Knobs, int], Event]
"""The event with which a stream ends that the knobs let fail after so many events."""


class EventStream(Response):
    """An answer that is streamed, one event to an ASGI message."""

    def __init__(
        self,
        events: Iterable[Event],
        failing: Failing,
        stage: Stage,
        received: Received,
        framing: Framing = SSE,
    ) -> None:
        super().__init__()
        self.init_headers({"content-type": framing.media_type, "cache-control": "no-cache"})
        del self.headers["content-length"]
        self._events = events
        self._failing = failing
        self._stage = stage
        self._received = received
        self._framing = framing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it all; being cancelled (the caller left) ends it at once."""
        del receive
        stage, received = self._stage, self._received
        knobs = stage.knobs
        pace = _Pace(stage)
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        await send(start)
        for event in self._with_errors(knobs):
            await self._trouble(knobs, scope)
            if stage.gate is not None:
                await stage.gate.acquire()
            if event.token:
                await pace.wait()
            frame = self._framing.frame(event)
            await send({"type": "http.response.body", "body": frame, "more_body": True})
            received.events += 1
        await self._trouble(knobs, scope)
        last = self._framing.done if knobs.done else b""
        await send({"type": "http.response.body", "body": last, "more_body": False})

    async def _trouble(self, knobs: Knobs, scope: Scope) -> None:
        """Fall silent or hang up, when so many events have been sent."""
        if self._received.events == knobs.stall_after_events:
            await forever(scope)
        if self._received.events == knobs.cut_after_events:
            await cut(scope, self._stage)

    def _with_errors(self, knobs: Knobs) -> Iterator[Event]:
        """The events, up to where the knobs let the model fail (API.md 5.4)."""
        for number, event in enumerate(self._events):
            if number == knobs.error_after_events:
                yield self._failing(knobs, number)
                return
            yield event


class _Pace:
    """Tokens on a schedule: late ones are made up for, unless by more than `_LAG_S`."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._clock = asyncio.get_running_loop().time
        self._due = self._rested = self._clock()

    async def wait(self) -> None:
        """Return when the next token is due."""
        now = self._clock()
        rate = self._stage.knobs.tokens_per_second
        if rate is not None:
            self._due = max(self._due + 1 / rate, now - _LAG_S)
            if self._due > now:
                await asyncio.sleep(self._due - now)
                self._rested = self._clock()
                return
        # A socket that takes all we write would let this loop starve everybody else on the thread.
        if now - self._rested > _SLICE_S:
            await asyncio.sleep(0)
            self._rested = self._clock()
