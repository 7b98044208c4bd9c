"""The front desk: every request is written down, and given up when the caller goes away."""

from __future__ import annotations

import asyncio
import contextlib
from email.utils import formatdate
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect

from cohere_tui.sandbox.beside import beside
from cohere_tui.sandbox.keys import is_right
from cohere_tui.sandbox.stage import Received
from cohere_tui.sandbox.wire import loads

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from cohere_tui.sandbox.stage import Stage


class Desk:
    """ASGI around everything else.

    Bodies are read whole: they are JSON, and tests look at them. Uploads are not: they flow to the
    route that takes them.
    """

    def __init__(self, app: ASGIApp, stage: Stage) -> None:
        self._app = app
        self._stage = stage

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, unless its caller leaves."""
        arrival = _Arrival(receive)
        raw = b"" if _uploads(scope) else await arrival.whole()
        if raw is None:
            return
        received = arrival.received = self._write_down(
            scope, raw, await beside(raw, partial(_parsed, raw))
        )
        received.give_up = arrival.give_up
        scope["state"] = {"stage": self._stage, "received": received}

        async def stamped(message: Message) -> None:
            if message["type"] == "http.response.start":
                received.status = message["status"]
                self._stamp(message, received)
            elif not message.get("more_body", False):
                received.over = True
            await send(message)

        take = arrival.flowing if _uploads(scope) else _again(raw)
        answering = asyncio.ensure_future(self._app(scope, take, stamped))
        leaving = asyncio.ensure_future(arrival.gone())
        await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not received.over:
            received.hung_up = received.hung_up or not answering.done()
            received.over = True
            answering.cancel()
        leaving.cancel()
        await asyncio.wait({answering, leaving})
        with contextlib.suppress(ClientDisconnect):  # in the middle of an upload
            if not answering.cancelled():
                answering.result()

    def _write_down(self, scope: Scope, raw: bytes, body: Any) -> Received:
        headers = Headers(scope=scope)
        stage = self._stage
        stage.served += 1
        received = Received(
            number=stage.served,
            method=scope["method"],
            path=scope["path"],
            query=parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True),
            headers={name: value for name, value in headers.items() if name != "authorization"},
            authorized=is_right(headers.get("authorization", ""), stage.knobs.keys),
            raw=raw,
            size=len(raw),
            body=body,
        )
        stage.keep(received)
        return received

    def _stamp(self, message: Message, received: Received) -> None:
        headers = MutableHeaders(raw=message.setdefault("headers", []))
        headers["date"] = formatdate(usegmt=True)
        headers["x-debug-trace-id"] = f"{received.number:032x}"
        if self._stage.knobs.trial_headers:
            headers.setdefault("x-endpoint-monthly-call-limit", "1000")
            headers.setdefault("x-trial-endpoint-call-limit", "20")
            headers.setdefault("x-trial-endpoint-call-remaining", str(max(0, 20 - received.number)))


class _Arrival:
    """A request's body on its way in, and the news that its caller has left."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._complete = asyncio.Event()
        self.received: Received | None = None

    async def whole(self) -> bytes | None:
        """All of the body; None when the caller left before its end."""
        pieces = []
        while True:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                return None
            pieces.append(message.get("body", b""))
            if not message.get("more_body", False):
                self._complete.set()
                return b"".join(pieces)

    async def flowing(self) -> Message:
        """The next piece of an upload."""
        message = await self._receive()
        if self.received is not None:
            self.received.size += len(message.get("body", b""))
            self.received.hung_up = message["type"] == "http.disconnect"
        if not message.get("more_body", False):
            self._complete.set()
        return message

    def give_up(self) -> None:
        """Nobody reads the rest of the body."""
        self._complete.set()

    async def gone(self) -> None:
        """Return when the caller has left (or has been answered in full)."""
        await self._complete.wait()
        while (await self._receive())["type"] != "http.disconnect":
            pass


def _uploads(scope: Scope) -> bool:
    return Headers(scope=scope).get("content-type", "").startswith("multipart/form-data")


def _again(raw: bytes) -> Receive:
    """A `receive` that gives the body, and then no news: the desk itself sees callers leave."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            await asyncio.get_running_loop().create_future()
        given = True
        return {"type": "http.request", "body": raw, "more_body": False}

    return again


def _parsed(raw: bytes) -> Any:
    try:
        return loads(raw) if raw else None
    except ValueError:
        return None
