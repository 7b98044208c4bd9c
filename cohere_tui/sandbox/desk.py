"""The front desk: every request is written down, and given up when the caller goes away."""

from __future__ import annotations

import asyncio
import json
from email.utils import formatdate
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders

from cohere_tui.sandbox.keys import is_right
from cohere_tui.sandbox.stage import Received

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from cohere_tui.sandbox.stage import Stage


class Desk:
    """ASGI around everything else. Bodies are read whole: they are JSON, and tests look at them."""

    def __init__(self, app: ASGIApp, stage: Stage) -> None:
        self._app = app
        self._stage = stage

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, unless its caller leaves."""
        raw = await _whole_body(receive)
        if raw is None:
            return
        received = self._write_down(scope, raw)
        scope["state"] = {"stage": self._stage, "received": received}

        async def again() -> Message:
            return {"type": "http.request", "body": raw, "more_body": False}

        async def stamped(message: Message) -> None:
            if message["type"] == "http.response.start":
                received.status = message["status"]
                self._stamp(message, received)
            elif not message.get("more_body", False):
                received.over = True
            await send(message)

        answering = asyncio.ensure_future(self._app(scope, again, stamped))
        leaving = asyncio.ensure_future(_gone(receive))
        await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not received.over:
            received.hung_up = not answering.done()
            received.over = True
            answering.cancel()
        leaving.cancel()
        await asyncio.wait({answering, leaving})
        if not answering.cancelled():
            answering.result()

    def _write_down(self, scope: Scope, raw: bytes) -> Received:
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
            body=_parsed(raw),
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


async def _whole_body(receive: Receive) -> bytes | None:
    """All of the body; None when the caller left before its end."""
    pieces = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        pieces.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(pieces)


async def _gone(receive: Receive) -> None:
    """Return when the caller has left (or has been answered in full)."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _parsed(raw: bytes) -> Any:
    try:
        return json.loads(raw) if raw else None
    except (ValueError, RecursionError):
        return None
