"""What goes over the wire between anybody and a sandbox, written down whole."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


@dataclass
class Exchange:
    """A request, and the answer to it."""

    method: str
    path: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    body: bytes = b""
    status: int = 0
    answer_headers: dict[str, str] = field(default_factory=dict)
    answer: bytes = b""

    @property
    def content_type(self) -> str:
        """Of the request."""
        return self.headers.get("content-type", "")

    @property
    def streams(self) -> bool:
        """Whether the answer is a stream of events."""
        return "stream" in self.answer_headers.get("content-type", "").split(";")[0]

    def form(self) -> dict[str, Any]:
        """The parts of a form: texts, numbers where they are some, and names for the files."""
        head = f"content-type: {self.content_type}\r\n\r\n".encode()
        found: dict[str, Any] = {}
        for part in message_from_bytes(head + self.body).walk():
            options = dict(part.get_params(header="content-disposition", failobj=[]))
            if "name" in options:
                text = str(part.get_payload())
                found[options["name"]] = options.get("filename") or _number_or_text(text)
        return found

    def events(self) -> list[Any]:
        """The events of a stream, in either framing."""
        lines = self.answer.decode().splitlines()
        if any(line.startswith("data: ") for line in lines):
            lines = [line.removeprefix("data: ") for line in lines if line.startswith("data: ")]
        return [json.loads(line) for line in lines if line not in ("", "[DONE]")]


def _number_or_text(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


class Recorder:
    """ASGI around a sandbox: everything that passes is in `exchanges`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.exchanges: list[Exchange] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let it pass, and write it down."""
        query = parse_qsl(scope["query_string"].decode(), keep_blank_values=True)
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        exchange = Exchange(scope["method"], scope["path"], query, headers)
        self.exchanges.append(exchange)

        async def received() -> Message:
            message = await receive()
            exchange.body += message.get("body", b"")
            return message

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                exchange.status = message["status"]
                pairs = message.get("headers", [])
                exchange.answer_headers = {name.decode(): value.decode() for name, value in pairs}
            exchange.answer += message.get("body", b"")
            await send(message)

        await self._app(scope, received, sent)
