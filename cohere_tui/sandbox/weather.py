"""Bad weather as the knobs say: latency, failures, torn and broken bodies. And the lock."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import Response

from cohere_tui.sandbox.keys import refusal
from cohere_tui.sandbox.stage import received_of, stage_of
from cohere_tui.sandbox.wire import RefusedError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from cohere_tui.sandbox.knobs import Fault, Knobs
    from cohere_tui.sandbox.stage import Stage

CONTROL = "/_sandbox"
"""The sandbox's own paths: no key, no weather."""

LINKS = f"{CONTROL}/parts/"
"""Presigned links: no key, but weather as everywhere."""

_TRIAL_SPENT = {
    "x-endpoint-monthly-call-limit": "1000",
    "x-trial-endpoint-call-limit": "20",
    "x-trial-endpoint-call-remaining": "0",
}


class Weather:
    """ASGI between the desk and the routes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through to the routes, or answer it here."""
        linked = scope["path"].startswith(LINKS)
        if scope["path"].startswith(CONTROL) and not linked:
            await self._app(scope, receive, send)
            return
        request = HTTPConnection(scope)
        stage, received = stage_of(request), received_of(request)
        knobs = stage.knobs
        if knobs.cut_after_bytes is not None or knobs.chunk_bytes is not None:
            send = _Torn(send, scope, stage)
        await stage.latency()
        fault = stage.fault(received.method, received.path)
        if fault is not None:
            answer = await _failing(fault, scope, stage, received.number)
        elif not received.authorized and not linked:
            header = Headers(scope=scope).get("authorization", "")
            answer = refusal(header).response(received.number)
        else:
            await self._app(scope, receive, send)
            return
        await answer(scope, receive, send)


async def _failing(fault: Fault, scope: Scope, stage: Stage, number: int) -> Response:
    if fault.kind == "drop":
        await cut(scope, stage)
    if fault.kind == "stall":
        await forever(scope)
    headers = dict(_TRIAL_SPENT) if fault.trial else {}
    if fault.retry_after:
        headers["retry-after"] = fault.retry_after
    if fault.kind == "html":
        page = f"<html><body><h1>{fault.status} {fault.message}</h1></body></html>"
        return Response(page, fault.status, headers, "text/html")
    if fault.kind == "not_json":
        return Response('{"id": "8d62', fault.status, headers, "application/json")
    if fault.kind == "empty":
        return Response(b"", fault.status, headers)
    problem = RefusedError(
        fault.status, fault.message, error_type=fault.error_type, headers=headers
    )
    return problem.response(number)


class _Torn:
    """A `send` that tears bodies into small pieces, or closes the line in the middle of one."""

    def __init__(self, send: Send, scope: Scope, stage: Stage) -> None:
        self._send = send
        self._scope = scope
        self._stage = stage
        self._knobs: Knobs = stage.knobs
        self._sent = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] != "http.response.body":
            await self._send(message)
            return
        body: bytes = message.get("body", b"")
        more: bool = message.get("more_body", False)
        limit = self._knobs.cut_after_bytes
        cutting = limit is not None and self._sent + len(body) >= limit
        if limit is not None:
            body = body[: limit - self._sent]
        self._sent += len(body)
        size = self._knobs.chunk_bytes or len(body) or 1
        for start in range(0, len(body), size):
            piece = body[start : start + size]
            await self._send({"type": message["type"], "body": piece, "more_body": True})
        if cutting:
            await cut(self._scope, self._stage)
        if not more:
            await self._send({"type": message["type"], "body": b"", "more_body": False})


async def cut(scope: Scope, stage: Stage) -> None:
    """Close the line; what was sent still arrives. Never returns: the desk ends the request."""
    stage.hang_up(tuple(scope["client"]))
    await forever(scope)


async def forever(scope: Scope) -> None:
    """Wait until cancelled, which the desk does when the line is gone."""
    received_of(HTTPConnection(scope)).give_up()
    await asyncio.get_running_loop().create_future()
