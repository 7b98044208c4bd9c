"""Multipart forms, streamed from the disk (API.md 11, 14.1).

httpx encodes them; here are the files it reads from, which give pieces as large as the line takes
and notice when they are changed meanwhile, and the body it sends, which reads them in a thread, one
piece ahead. No more of a file is in memory.
"""

from __future__ import annotations

import asyncio
import io
import os
import stat
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import IO, TYPE_CHECKING, NamedTuple, cast

import httpx

from cohere_tui.client.aside import aside
from cohere_tui.errors import FileUnusable
from cohere_tui.plain import one_line

if TYPE_CHECKING:
    from pathlib import Path

_LEAST = 64 * 1024
"""Bytes of a piece on a slow line, so that progress shows and a short timeout is not met."""
_MOST = 2**20
"""On a fast one, where each piece costs time of its own."""
_QUICK_S = 0.05
_SLOW_S = 0.5

_KEPT = "The upload was broken off before its end."
_REMEDY = "Upload it again once nothing else writes to it."


class Sent(NamedTuple):
    """How far an upload is."""

    bytes: int
    """Of the request's body, handed to the network."""
    total: int


ShowSent = Callable[[Sent], None]


@dataclass(frozen=True, slots=True)
class FormFile:
    """A file as part of a form. `field` and `name`, the server's name for it, may be any text."""

    field: str
    path: Path
    name: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Form:
    """What is uploaded: text fields (name and value), then files, one at least, in this order."""

    fields: tuple[tuple[str, str], ...] = ()
    files: tuple[FormFile, ...] = ()


@asynccontextmanager
async def opened(form: Form) -> AsyncGenerator[Upload, None]:
    """`form` with its files open, closed when the block is left. Raises `FileUnusable`."""
    pace = _Pace()
    with ExitStack() as stack:
        sources = await aside(partial(_opened, form.files, pace, stack))
        upload = Upload(form, sources, pace)
        try:
            yield upload
        finally:
            await upload.settle()


class Upload:
    """A form that is ready to be sent once."""

    def __init__(self, form: Form, sources: list[_Source], pace: _Pace) -> None:
        self._form = form
        self._sources = sources
        self._pace = pace
        self._ahead: _Ahead | None = None

    @property
    def data(self) -> dict[str, list[str]]:
        """The text fields, as httpx takes them."""
        fields: dict[str, list[str]] = {}
        for name, value in self._form.fields:
            fields.setdefault(_encodable(name), []).append(_encodable(value))
        return fields

    @property
    def files(self) -> list[tuple[str, tuple[str, IO[bytes], str]]]:
        """The files, as httpx takes them."""
        return [
            (_encodable(file.field), (_encodable(file.name), source, file.media_type))
            for file, source in self._parts
        ]

    @property
    def told(self) -> str:
        """What is sent, for people to read: fields, names and sizes, not the files themselves."""
        fields = [f"{one_line(name)}: {one_line(value)}" for name, value in self._form.fields]
        files = [
            f"{one_line(file.field)}: {one_line(file.name)} ({file.media_type}, {part.size} bytes)"
            for file, part in self._parts
        ]
        return "\n".join((*fields, *files))

    def body(self, request: httpx.Request, show: ShowSent) -> httpx.AsyncByteStream:
        """The body of `request`, which was made of `data` and `files`, as it should be sent."""
        stream = cast("httpx.SyncByteStream", request.stream)
        self._ahead = _Ahead(iter(stream))
        return _Body(self._ahead, int(request.headers["content-length"]), self._pace, show)

    async def settle(self) -> None:
        """Wait until nothing reads the files any more; they may then be closed."""
        if self._ahead is not None:
            await self._ahead.settle()

    @property
    def _parts(self) -> Iterator[tuple[FormFile, _Source]]:
        return zip(self._form.files, self._sources, strict=True)


class _Pace:
    """How large a piece may be: what the line took at once tells what it will take."""

    def __init__(self) -> None:
        self.size = _LEAST

    def took(self, size: int, seconds: float) -> None:
        """A piece was handed over in so many seconds."""
        if size < self.size:
            return
        if seconds < _QUICK_S:
            self.size = min(2 * self.size, _MOST)
        elif seconds > _SLOW_S:
            self.size = max(self.size // 2, _LEAST)


class _Ahead:
    """Pieces of a body, each read in a thread while the one before it is being sent."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._read = partial(next, pieces, None)
        self._reading: asyncio.Future[bytes | None] | None = None

    async def next(self) -> bytes | None:
        """The next piece; None after the last."""
        reading = self._reading or self._begun()
        await asyncio.wait([reading])  # the thread goes on when the caller is cancelled
        piece = reading.result()
        if piece is not None:
            self._begun()
        return piece

    async def settle(self) -> None:
        """Wait until nothing is read any more."""
        if self._reading is not None:
            await asyncio.wait([self._reading])
            self._reading.exception()  # nobody is left to be told

    def _begun(self) -> asyncio.Future[bytes | None]:
        self._reading = asyncio.get_running_loop().run_in_executor(None, self._read)
        return self._reading


class _Body(httpx.AsyncByteStream):
    """Pieces of a body, counted once they were handed to the network."""

    def __init__(self, pieces: _Ahead, total: int, pace: _Pace, show: ShowSent) -> None:
        self._pieces = pieces
        self._total = total
        self._pace = pace
        self._show = show
        self._sent = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self._show(Sent(0, self._total))
        while (piece := await self._pieces.next()) is not None:
            since = time.perf_counter()
            yield piece
            self._pace.took(len(piece), time.perf_counter() - since)
            self._sent += len(piece)
            self._show(Sent(self._sent, self._total))


class _Source(io.FileIO):
    """A file that is read once from its beginning to its end, and must not change meanwhile.

    Whatever httpx asks for, it gives pieces of the size of the pace. Raises `FileUnusable`.
    """

    def __init__(self, path: Path, pace: _Pace) -> None:
        super().__init__(path)
        self._path = path
        self._pace = pace
        self._begin = os.fstat(self.fileno())
        self.size = self._begin.st_size

    def read(self, size: int | None = -1, /) -> bytes:  # noqa: ARG002
        """The next piece, of any size; empty at the end."""
        try:
            piece = super().read(self._pace.size) or b""
            now = os.fstat(self.fileno())
        except OSError as error:
            raise self._changed(f"cannot be read any more: {error.strerror}") from error
        place = self.tell()
        end = place if not piece or place > self.size else now.st_size
        if end != self.size:
            change = "shrank" if end < self.size else "grew"
            raise self._changed(f"{change} from {self.size:,} to {end:,} bytes")
        if now.st_mtime_ns != self._begin.st_mtime_ns:
            raise self._changed("was written to")
        if self._begin.st_nlink and not now.st_nlink:
            raise self._changed("was deleted or replaced")
        return piece

    def _changed(self, how: str) -> FileUnusable:
        what = f"{one_line(str(self._path))} {how} while it was uploaded"
        return FileUnusable(what, kept=_KEPT, remedy=_REMEDY)


def _opened(files: tuple[FormFile, ...], pace: _Pace, stack: ExitStack) -> list[_Source]:
    return [stack.enter_context(_source(file.path, pace)) for file in files]


def _source(path: Path, pace: _Pace) -> _Source:
    try:
        # A pipe would be waited for, a device never end.
        if not stat.S_ISREG(path.stat().st_mode):
            raise FileUnusable(f"{one_line(str(path))} is not a file; nothing was sent")
        return _Source(path, pace)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        what = f"{one_line(str(path))} cannot be read: {reason}; nothing was sent"
        raise FileUnusable(what) from error


def _encodable(text: str) -> str:
    """`text` without the halves of characters that file names may hold."""
    return text.encode("utf-8", "replace").decode()
