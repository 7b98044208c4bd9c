"""A server on loopback that sends exactly the bytes it is told to, and knows what it was sent."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import json
import socket
import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

CERTIFICATE = Path(__file__).with_name("loopback_cert.pem")
"""For localhost and 127.0.0.1, signed by itself, good for a century. Its key guards nothing."""
CERTIFICATE_KEY = Path(__file__).with_name("loopback_key.pem")


@dataclass(frozen=True)
class Request:
    """What a client sent."""

    method: str
    target: str
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes


@dataclass(frozen=True)
class Line:
    """The open connection, as a reply sees it."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def until_client_leaves(self) -> None:
        while await self.reader.read(65536):
            pass


Reply = Callable[[Line], Awaitable[None]]
"""What happens after a request; the connection stays open unless the reply closes it."""


def head(status: int, headers: Mapping[str, str]) -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status} Any\r\n{lines}\r\n".encode("latin-1")


def answer(
    status: int = 200, body: object = b"", headers: Mapping[str, str] | None = None
) -> Reply:
    """A whole answer; what is not bytes is sent as JSON."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    kind = {} if isinstance(body, bytes) else {"content-type": "application/json"}
    full = {**kind, "content-length": str(len(raw)), **(headers or {})}

    async def reply(line: Line) -> None:
        await line.send(head(status, full) + raw)

    return reply


def stream(pieces: Sequence[bytes], *, kind: str = "text/event-stream", ends: bool = True) -> Reply:
    """A chunked answer, piece by piece; where it does not end, the connection is closed."""

    async def reply(line: Line) -> None:
        await line.send(head(200, {"content-type": kind, "transfer-encoding": "chunked"}))
        for piece in pieces:
            await line.send(chunk(piece))
        if ends:
            await line.send(b"0\r\n\r\n")
        else:
            line.writer.close()

    return reply


def chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n" if data else b""


def raw(data: bytes) -> Reply:
    """Exactly these bytes, then the connection is closed."""

    async def reply(line: Line) -> None:
        await line.send(data)
        line.writer.close()

    return reply


def then_silence(data: bytes = b"") -> Reply:
    """These bytes, then nothing until the client leaves."""

    async def reply(line: Line) -> None:
        await line.send(data)
        await line.until_client_leaves()

    return reply


class Wire:
    """Serves the given replies in turn, the last of them for ever.

    `requests` is what came in; `left` counts connections that are over. Of a request's body at most
    `reads` bytes are read before the reply.
    """

    def __init__(
        self,
        *replies: Reply,
        tls: bool = False,
        host: str = "127.0.0.1",
        reads: int | None = None,
    ) -> None:
        self._replies = list(replies) or [answer()]
        self._tls = tls
        self._host = host
        self._reads = reads
        self._tasks: set[asyncio.Task[None]] = set()
        self.requests: list[Request] = []
        self.connections = 0
        self.left = 0
        self.port = 0

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://{self._host}:{self.port}"

    async def __aenter__(self) -> Wire:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH) if self._tls else None
        if context is not None:
            context.load_cert_chain(CERTIFICATE, CERTIFICATE_KEY)
        # A client that keeps its connection does not say goodbye: that is not waited for.
        goodbye_s = 0.1 if self._tls else None
        self._server = await asyncio.start_server(
            self._serve, self._host, 0, ssl=context, ssl_shutdown_timeout=goodbye_s
        )
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        line = Line(reader, writer)
        try:
            while not writer.is_closing() and (request := await self._request(reader)) is not None:
                self.requests.append(request)
                reply = self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]
                await reply(line)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            return
        finally:
            self.left += 1
            await _closed(writer)
            self._tasks.discard(task)

    async def _request(self, reader: asyncio.StreamReader) -> Request | None:
        try:
            top = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return None
        first, *rest = top.decode("latin-1").split("\r\n")[:-2]
        method, target, _ = first.split(" ")
        pairs = (line.partition(": ") for line in rest)
        headers = {name.lower(): value for name, _, value in pairs}
        length = int(headers.get("content-length", "0"))
        body = await reader.readexactly(length if self._reads is None else min(length, self._reads))
        return Request(method, target, headers, body)


async def _closed(writer: asyncio.StreamWriter) -> None:
    """Close the line, and wait for that: a loop that ends before would warn of it."""
    writer.close()
    try:
        with contextlib.suppress(OSError):
            await writer.wait_closed()
    except asyncio.CancelledError:  # nobody reads the rest
        writer.transport.abort()


_KEPT = contextlib.ExitStack()
atexit.register(_KEPT.close)


def closed_port() -> int:
    """A port on loopback where nothing listens.

    It is kept until the tests end, so that nobody else is given it meanwhile, not even a connection
    to it that begins there. Who asks for it by its number may still listen.
    """
    kept = _KEPT.enter_context(socket.socket())
    kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    kept.bind(("127.0.0.1", 0))
    port: int = kept.getsockname()[1]
    return port
