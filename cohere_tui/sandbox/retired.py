"""What the hosted service no longer does, and how it says so (API.md 3, 7 and 20)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse

from cohere_tui.sandbox.stage import received_of, stage_of
from cohere_tui.sandbox.wire import RefusedError

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from cohere_tui.sandbox.stage import Received

_GENERATE = (
    "the Generate API was removed on September 15, 2025. "
    "Please use the Chat API (/v2/chat) instead."
)
_GONE = ("/v1/connectors", "/v1/finetuning")
_DEPRECATED = {
    "/v1/classify": "the Classify API is deprecated since September 15, 2025",
    "/v1/summarize": "the Summarize API is deprecated since September 15, 2025, use the Chat API",
}
_DEPRECATED_IN_CHAT = ("connectors", "search_queries_only")


class Retired:
    """ASGI before the routes: where the knob `retired` is on, it answers as the host would."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request, or let it through and remark upon it."""
        request = HTTPConnection(scope)
        received = received_of(request)
        if not stage_of(request).knobs.retired:
            await self._app(scope, receive, send)
        elif (gone := _refusal(received)) is not None:
            await gone(scope, receive, send)
        else:
            said = _remark(received.path, received.body)
            await self._app(scope, receive, _remarking(send, said) if said else send)


def _refusal(received: Received) -> Response | None:
    """The answer of a route that is no more."""
    if received.path == "/v1/generate":
        return RefusedError(404, _GENERATE).response(received.number)
    if any(received.path == path or received.path.startswith(f"{path}/") for path in _GONE):
        return PlainTextResponse("404 page not found\n", 404)
    return None


def _remark(path: str, body: Any) -> str:
    """What is said about something that is deprecated; empty where nothing is."""
    if path == "/v1/chat" and isinstance(body, dict):
        used = [f"'{name}'" for name in _DEPRECATED_IN_CHAT if body.get(name)]
        return f"parameter {', '.join(used)} is deprecated since September 15, 2025" if used else ""
    return _DEPRECATED.get(path, "")


def _remarking(send: Send, said: str) -> Send:
    """A `send` that adds a remark to those that the answer has."""

    async def remarking(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message.setdefault("headers", []))
            earlier = headers.get("x-api-warning")
            headers["x-api-warning"] = f"{earlier}; {said}" if earlier else said
        await send(message)

    return remarking
