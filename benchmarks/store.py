"""A store for files, faster than who sends or fetches them.

`python -m benchmarks.store [FILE]` prints its URL and serves until its standard input closes. What
is POSTed to it is thrown away as it comes, and answered like an upload (API.md 14.1); a GET is
given FILE. It speaks just enough HTTP 1.1 for that.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

_ROOM = 2**20
_CREATED = (
    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 15\r\n\r\n"
    b'{"id": "store"}'
)


class _Visit(asyncio.BufferedProtocol):
    """One connection; every visit reads into the same room, as nobody looks at what is in it."""

    _room = bytearray(_ROOM)

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._head = b""
        self._left = 0
        self._giving: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody comes."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def get_buffer(self, sizehint: int) -> bytearray:  # noqa: ARG002
        """Where the next bytes go."""
        return self._room

    def buffer_updated(self, nbytes: int) -> None:
        """So many bytes came."""
        if self._left:
            self._discard(nbytes)
            return
        self._head += self._room[:nbytes]
        head, end, body = self._head.partition(b"\r\n\r\n")
        if end:
            self._head = b""
            self._begin(head, len(body))

    def _begin(self, head: bytes, came: int) -> None:
        headers = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        if b"expect" in headers:
            self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        if head.startswith(b"GET "):
            self._giving = asyncio.get_running_loop().create_task(self._give())
            return
        self._left = int(headers.get(b"content-length", 0))
        self._discard(came)

    def _discard(self, count: int) -> None:
        self._left -= count
        if not self._left:
            self._transport.write(_CREATED)

    async def _give(self) -> None:
        assert self._path is not None
        with self._path.open("rb") as file:
            size = self._path.stat().st_size
            self._transport.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % size)
            await asyncio.get_running_loop().sendfile(self._transport, file)


async def _main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    server = await asyncio.get_running_loop().create_server(lambda: _Visit(path), "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    async with server:
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_main())
