"""Streams cut into frames: server-sent events and JSON lines, from any chunks (API.md 5.1, 6.3).

Both cut at line ends before they decode: no byte of a UTF-8 character is a line end, so what is
cut off is whole, however the network cut it. Time is linear, memory bounded by one frame.
"""

from __future__ import annotations

import json
from typing import NamedTuple, Protocol

from cohere_tui.errors import AnswerUnreadable

FRAME_LIMIT = 32 * 2**20
"""Bytes of the longest frame that is waited for."""

_END_MARKER = "[DONE]"
_LAST_EVENTS = frozenset(("message-end", "stream-end", "stream-error"))
_NAMELESS = frozenset(("", "message"))
"""Frames that tell their kind in their data only."""
_LINE_TYPES = frozenset(("application/stream+json", "application/x-ndjson", "application/jsonl"))
_BOM = "\ufeff"


class Frame(NamedTuple):
    """One message of a stream."""

    event: str
    """The name from the `event:` line; empty where there is none."""
    data: str
    """Usually JSON; nothing is promised."""
    whole: bool = False
    """The server did not stream at all: `data` is the plain answer."""

    @property
    def last(self) -> bool:
        """Whether the stream says that nothing more follows."""
        if self.event in _NAMELESS:
            return self.marker or (not self.whole and _kind_of(self.data) in _LAST_EVENTS)
        return self.marker or self.event in _LAST_EVENTS

    @property
    def marker(self) -> bool:
        """Whether this is `[DONE]`, which only confirms the end."""
        return self.data == _END_MARKER


class Parser(Protocol):
    """Cuts one stream. `feed` and `close` raise `AnswerUnreadable` for a frame beyond the limit."""

    def feed(self, data: bytes) -> list[Frame]:
        """The frames that `data` completes."""
        ...

    def close(self) -> list[Frame]:
        """The frames left at the end of the stream."""
        ...

    def rescue(self) -> list[Frame]:
        """The frames left where the stream broke off, without one that was cut."""
        ...


def parser_for(content_type: str, begin: bytes) -> Parser:
    """The parser for a stream of that content type whose first bytes are `begin`.

    JSON that is not a stream becomes one frame, `whole`. For types that a gateway made up, the
    beginning tells.
    """
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "text/event-stream" or begin.startswith((b"event:", b"data:", b":")):
        return SSE()
    if kind in _LINE_TYPES:
        return NDJSON()
    if kind == "application/json":
        return Whole()
    return NDJSON() if begin.lstrip().startswith(b"{") else SSE()


class _Pieces:
    """Bytes that arrived, up to the last terminator seen; the rest waits for more."""

    terminator = b"\n"

    def __init__(self, limit: int = FRAME_LIMIT) -> None:
        self._limit = limit
        self._waiting: list[bytes] = []
        self._size = 0
        self._after_return = False
        self._begun = False

    def take(self, data: bytes) -> str:
        """What is complete now, as text with `\\n` line ends."""
        data = self._plain_ends(data)
        if not data:
            return ""
        if not self._waiting and data.endswith(self.terminator):
            return self._decoded(data[: -len(self.terminator)])
        if not self._ends_something(data):
            self._keep(data)
            return ""
        whole = b"".join((*self._waiting, data))
        cut = whole.rfind(self.terminator) + len(self.terminator)
        self._waiting.clear()
        self._size = 0
        self._keep(whole[cut:])
        return self._decoded(whole[: cut - len(self.terminator)])

    def rest(self) -> str:
        """What is left at the end of the stream."""
        rest = b"".join(self._waiting)
        self._waiting.clear()
        self._size = 0
        return self._decoded(rest)

    def _plain_ends(self, data: bytes) -> bytes:
        if self._after_return and data:
            self._after_return = False
            if data.startswith(b"\n"):
                data = data[1:]
        if b"\r" in data:
            self._after_return = data.endswith(b"\r")
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        return data

    def _ends_something(self, data: bytes) -> bool:
        if self.terminator in data:
            return True
        split = len(self.terminator) > 1 and data.startswith(b"\n")
        return split and bool(self._waiting) and self._waiting[-1].endswith(b"\n")

    def _keep(self, data: bytes) -> None:
        self._size += len(data)
        if self._size > self._limit:
            self._waiting.clear()  # of what is too long nothing is given
        _check(self._size, self._limit)
        if data:
            self._waiting.append(data)

    def _decoded(self, data: bytes) -> str:
        text = data.decode("utf-8", "replace")
        if self._begun:
            return text
        self._begun = True
        return text.removeprefix(_BOM)


class SSE:
    """Server-sent events: `\\n`, `\\r\\n`, `\\r`, comments, several data lines, nameless ones."""

    def __init__(self, limit: int = FRAME_LIMIT) -> None:
        self._pieces = _Blocks(limit)

    def feed(self, data: bytes) -> list[Frame]:
        """The frames that `data` completes. Raises `AnswerUnreadable` for one beyond the limit."""
        text = self._pieces.take(data)
        return _events(text) if text else []

    def close(self) -> list[Frame]:
        """The frames left at the end of the stream, where the last blank line may be missing."""
        return _events(self._pieces.rest())

    def rescue(self) -> list[Frame]:
        """The frames left where the stream broke off, without one that was cut."""
        return _entire(self.close())


class _Blocks(_Pieces):
    terminator = b"\n\n"


class NDJSON:
    """One JSON text a line."""

    def __init__(self, limit: int = FRAME_LIMIT) -> None:
        self._pieces = _Pieces(limit)

    def feed(self, data: bytes) -> list[Frame]:
        """The frames that `data` completes. Raises `AnswerUnreadable` for one beyond the limit."""
        text = self._pieces.take(data)
        return _lines(text) if text else []

    def close(self) -> list[Frame]:
        """The last line, where its line end is missing."""
        return _lines(self._pieces.rest())

    def rescue(self) -> list[Frame]:
        """The last line where the stream broke off, unless it was cut."""
        return _entire(self.close())


class Whole:
    """A plain answer where a stream was asked for: one frame at the end, none of half an answer."""

    def __init__(self, limit: int = FRAME_LIMIT) -> None:
        self._limit = limit
        self._body = bytearray()

    def feed(self, data: bytes) -> list[Frame]:
        """Nothing yet. Raises `AnswerUnreadable` beyond the limit."""
        self._body += data
        _check(len(self._body), self._limit)
        return []

    def close(self) -> list[Frame]:
        """The answer, unless it is empty."""
        text = self._body.decode("utf-8", "replace").removeprefix(_BOM)
        return [Frame("", text, whole=True)] if text.strip() else []

    def rescue(self) -> list[Frame]:
        """Nothing: half an answer is none."""
        return []


def _kind_of(data: str) -> object:
    """The kind of an event that may be the last; other events are not worth reading for that."""
    if "message-end" not in data and "stream-e" not in data:
        return None
    try:
        event = json.loads(data)
    except (ValueError, RecursionError):
        return None
    kind = event.get("type") or event.get("event_type") if isinstance(event, dict) else None
    return kind if isinstance(kind, str) else None


def _check(size: int, limit: int) -> None:
    if size > limit:
        raise AnswerUnreadable(f"the server sent more than {limit // 2**20} MiB without an end")


def _events(text: str) -> list[Frame]:
    frames = []
    for block in text.split("\n\n"):
        name, _, data = block.partition("\n")
        # Nearly every frame has this form; the general reading costs four times as much.
        if name.startswith("event: ") and data.startswith("data: ") and "\n" not in data:
            frames.append(Frame(name[7:], data[6:]))
        elif (frame := _event(block)) is not None:
            frames.append(frame)
    return frames


def _event(block: str) -> Frame | None:
    event = ""
    data: list[str] = []
    for line in block.split("\n"):
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "data":
            data.append(value)
        elif field == "event":
            event = value
    return Frame(event, "\n".join(data)) if data else None


def _lines(text: str) -> list[Frame]:
    return [Frame("", line) for raw in text.split("\n") if (line := raw.strip(" \t"))]


def _entire(frames: list[Frame]) -> list[Frame]:
    return [frame for frame in frames if frame.marker or _is_json(frame.data)]


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
