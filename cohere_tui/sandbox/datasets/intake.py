"""Taking in an upload: a multipart body, streamed to disk part by part (API.md 14.1)."""

from __future__ import annotations

import shutil
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool

from cohere_tui.sandbox.datasets.records import Source
from cohere_tui.sandbox.wire import invalid

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request

    from cohere_tui.sandbox.datasets.parts import Split
    from cohere_tui.sandbox.world.world import World

FORMATS = {"csv": "csv", "jsonl": "jsonl", "ndjson": "jsonl", "json": "jsonl", "txt": "txt"}
"""What the extension of a file's name says of its format."""

_MEDIA = {
    "text/csv": "csv",
    "application/jsonl": "jsonl",
    "application/x-jsonlines": "jsonl",
    "application/x-ndjson": "jsonl",
    "application/json": "jsonl",
    "text/plain": "txt",
}
_SPLITS: dict[str, Split] = {"data": "data", "eval_data": "eval_data"}
_FRAME = 64 * 1024


@dataclass(frozen=True, slots=True)
class Room:
    """How much may come in."""

    size_bytes: int
    lack: str
    """What to say when it is more."""


async def take_in(request: Request, world: World, room: Room) -> tuple[Path, list[Source]]:
    """The files of an upload, in a draft folder of their own; the memory used does not grow.

    When this raises (RefusedError, or because the caller left), nothing stays behind.
    """
    if int(request.headers.get("content-length", "0")) > room.size_bytes + _FRAME:
        raise invalid(room.lack)
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise invalid("the body must be multipart/form-data.")
    folder = world.new_draft()
    intake = _Intake(options[b"boundary"], folder, room)
    taken = False
    try:
        async for chunk in request.stream():
            await run_in_threadpool(intake.write, chunk)
        sources = await run_in_threadpool(intake.end)
        taken = True
    finally:
        if not taken:
            world.work(f"discard {folder.name}", intake.discard)
    return folder, sources


class _Intake:
    """The parts of one body on their way to disk; used from threads, one call at a time."""

    def __init__(self, boundary: bytes, folder: Path, room: Room) -> None:
        self._folder = folder
        self._room = room
        self._size = 0
        self._lock = threading.Lock()
        self._discarded = False
        self._complete = False
        self._sources: list[Source] = []
        self._file: BinaryIO | None = None
        self._header = b""
        self._value = b""
        self._headers: dict[bytes, bytes] = {}
        try:
            self._parser = MultipartParser(
                boundary,
                {
                    "on_part_begin": self._on_part_begin,
                    "on_header_field": self._on_header_field,
                    "on_header_value": self._on_header_value,
                    "on_header_end": self._on_header_end,
                    "on_headers_finished": self._on_headers_finished,
                    "on_part_data": self._on_part_data,
                    "on_part_end": self._on_part_end,
                    "on_end": self._on_end,
                },
            )
        except FormParserError as error:
            raise invalid(f"the multipart body cannot be read: {error}.") from error

    def write(self, chunk: bytes) -> None:
        """Take in some more of the body."""
        with self._lock:
            if self._discarded:
                return
            try:
                self._parser.write(chunk)
            except FormParserError as error:
                raise invalid(f"the multipart body cannot be read: {error}.") from error

    def end(self) -> list[Source]:
        """The files, when the body was complete and they are what they should be."""
        if not self._complete:
            raise invalid("the multipart body ends too early.")
        if not any(source["split"] == "data" for source in self._sources):
            raise invalid("the form part 'data' is required.")
        return sorted(self._sources, key=lambda source: source["split"])

    def discard(self) -> None:
        """Remove what came so far."""
        with self._lock:
            self._discarded = True
            if self._file is not None:
                self._file.close()
            shutil.rmtree(self._folder, ignore_errors=True)

    def _on_part_begin(self) -> None:
        self._headers = {}

    def _on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _on_header_end(self) -> None:
        self._headers[self._header.lower()] = self._value
        self._header = self._value = b""

    def _on_headers_finished(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        name = options.get(b"name", b"").decode(errors="replace")
        split = _SPLITS.get(name)
        if split is None:
            raise invalid(f"the form part '{name}' must be 'data' or 'eval_data'.")
        if any(source["split"] == split for source in self._sources):
            raise invalid(f"the form part '{name}' is there twice.")
        form = _format(options.get(b"filename", b""), self._headers.get(b"content-type", b""))
        if not form:
            raise invalid(f"the file of '{name}' must be of type csv, jsonl or txt.")
        file = f"{split}.{form}"
        self._sources.append(Source(split=split, file=file, format=form, size_bytes=0))
        self._file = (self._folder / file).open("wb")

    def _on_part_data(self, data: bytes, start: int, end: int) -> None:
        assert self._file is not None
        self._size += end - start
        if self._size > self._room.size_bytes:
            raise invalid(self._room.lack)
        self._sources[-1]["size_bytes"] += end - start
        self._file.write(memoryview(data)[start:end])

    def _on_part_end(self) -> None:
        assert self._file is not None
        self._file.close()

    def _on_end(self) -> None:
        self._complete = True


def _format(name: bytes, media: bytes) -> str:
    extension = name.decode(errors="replace").rpartition(".")[2].lower()
    told = parse_options_header(media)[0].decode("latin-1").lower()
    return FORMATS.get(extension) or _MEDIA.get(told, "")
