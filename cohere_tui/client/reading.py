"""The body of an answer: whole, or as frames while it comes."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING

from cohere_tui.client.frames import Frame, Parser, parser_for
from cohere_tui.client.transport_errors import Scene, translated
from cohere_tui.errors import AnswerUnreadable, RequestError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    import httpx

    from cohere_tui.client.recording import Recording

ANSWER_LIMIT = 256 * 2**20
"""Bytes of the longest answer that is read into memory."""

_TAIL = 4
"""So many frames from the end of a chunk the last one is looked for: noise may follow it."""

_LINGER_S = 0.5
"""How long a stream may take to close after its last frame, so that the line can be used again."""


async def chunks_of(
    response: httpx.Response, scene: Scene, recording: Recording
) -> AsyncGenerator[bytes, None]:
    """The body as it comes, unpacked. Raises `TransportError` and `AnswerUnreadable`."""
    with translated(scene):
        async for chunk in response.aiter_bytes():
            recording.took(chunk)
            yield chunk


async def read_whole(
    response: httpx.Response, scene: Scene, recording: Recording, limit: int = ANSWER_LIMIT
) -> bytes:
    """The whole body. Raises `AnswerUnreadable` when it is longer than `limit` bytes."""
    pieces: list[bytes] = []
    size = 0
    async with aclosing(chunks_of(response, scene, recording)) as chunks:
        async for chunk in chunks:
            size += len(chunk)
            if size > limit:
                what = f"{scene.host} sent an answer of more than {limit // 2**20} MiB"
                raise AnswerUnreadable(what, request=scene.request)
            pieces.append(chunk)
    return b"".join(pieces)


async def read_frames(
    response: httpx.Response, scene: Scene, recording: Recording
) -> AsyncGenerator[list[Frame], None]:
    """The frames of a stream, a list per chunk that completes some, without `[DONE]`.

    The stream is over with its last frame (`Frame.last`): what breaks after it is no error, as
    some servers hang up early (GAPS 4.20). What breaks before it is raised after everything
    readable was given. A stream without a single frame is `AnswerUnreadable`.
    """
    cutter = _Cutter(response.headers.get("content-type", ""), recording)
    async with aclosing(chunks_of(response, scene, recording)) as chunks:
        try:
            async for chunk in chunks:
                if frames := cutter.feed(chunk):
                    yield frames
                if cutter.ended:
                    await _linger(chunks)
                    return
        except RequestError as error:
            error.request = error.request or scene.request
            if frames := cutter.rescue():
                yield frames
            if not cutter.ended:
                raise
        else:
            if frames := cutter.close():
                yield frames
            if not recording.events:
                what = f"{scene.host} answered with an empty stream"
                raise AnswerUnreadable(what, request=scene.request)


class _Cutter:
    """A parser, chosen when the first bytes are seen, that counts and knows when it is over."""

    def __init__(self, content_type: str, recording: Recording) -> None:
        self._content_type = content_type
        self._recording = recording
        self._parser: Parser | None = None
        self.ended = False

    def feed(self, chunk: bytes) -> list[Frame]:
        if self._parser is None:
            self._parser = parser_for(self._content_type, chunk)
        return self._counted(self._parser.feed(chunk))

    def close(self) -> list[Frame]:
        return self._counted(self._parser.close() if self._parser else [])

    def rescue(self) -> list[Frame]:
        return self._counted(self._parser.rescue() if self._parser else [])

    def _counted(self, frames: list[Frame]) -> list[Frame]:
        if any(frame.last for frame in frames[-_TAIL:]):
            self.ended = True
            frames = [frame for frame in frames if not frame.marker]
        self._recording.events += len(frames)
        return frames


async def _linger(chunks: AsyncGenerator[bytes, None]) -> None:
    try:
        async with asyncio.timeout(_LINGER_S):
            async for _ in chunks:
                pass
    except (TimeoutError, RequestError):
        return
