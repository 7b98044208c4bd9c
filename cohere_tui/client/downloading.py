"""Files behind presigned links (API.md 14.5): fetched without a key, straight into a file.

A link is the right to read the file, whoever has it: its query is shown nowhere, and it is followed
over https only, or over http to this machine.
"""

from __future__ import annotations

import re
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

import httpx

from cohere_tui.client.aside import aside
from cohere_tui.client.connection import Way, open_anonymous, way_to
from cohere_tui.client.endpoint import Endpoint, is_loopback
from cohere_tui.client.reading import chunks_of
from cohere_tui.client.redaction import LinkRedactor
from cohere_tui.client.sending import Call, Job, OnWait, Pause, Sender, refusal_of
from cohere_tui.errors import AnswerUnreadable, FileUnusable, LinkExpired, RequestError, RequestLine
from cohere_tui.plain import one_line

if TYPE_CHECKING:
    from cohere_tui.client.requests import RequestLog

_PIECE = 2**20
"""So many bytes are written at once on a fast line."""
_GATHER_S = 0.1
"""So long bytes are gathered on a slow one."""
_GONE = frozenset((403, 404, 410))
_CODE = re.compile(rb"<Code>(\w{1,60})</Code>")
"""How object stores name their reason."""


class Received(NamedTuple):
    """How far a download is."""

    bytes: int
    """Written to the file."""
    total: int | None
    """None where the server does not say."""


ShowReceived = Callable[[Received], None]


class Downloader(Sender):
    """Fetches what links point to, over connections of its own that know of no key."""

    def __init__(self, endpoint: Endpoint, log: RequestLog, pause: Pause) -> None:
        super().__init__(endpoint, log, pause)
        self._opened: dict[Way, httpx.AsyncClient] = {}

    async def fetch(self, link: str, into: BinaryIO, show: ShowReceived, on_wait: OnWait) -> None:
        """Write what `link` points to into `into`; see `Client.download`."""
        redactor = LinkRedactor(self._endpoint.key, link)
        request = RequestLine("GET", one_line(redactor.url(link)))
        url = str(checked(link, request))
        await self.connections(url)  # settings that cannot be used are told before it is logged
        with self.exchange(Call("GET", url), redactor, keeps=False) as job:
            response = await self.insist(job, self.open, on_wait)
            try:
                await _save(job, response, into, show)
            finally:
                await response.aclose()

    async def aclose(self) -> None:
        """Close the connections. The next download opens new ones."""
        opened, self._opened = self._opened, {}
        for http in opened.values():
            await http.aclose()

    async def connections(self, url: str) -> httpx.AsyncClient:
        """Those of the way to `url`: another host may need a proxy, or none."""
        way = way_to(self._endpoint, url)
        if way not in self._opened:
            opened = await aside(partial(open_anonymous, self._endpoint, way))
            self._opened.setdefault(way, opened)
        return self._opened[way]

    def next_hop(self, job: Job, here: httpx.URL, there: httpx.URL) -> httpx.URL:
        """Where a link itself may point to; but nobody else sends us to this machine."""
        job.scene.redactor.hide_query(str(there))
        target = checked(str(there), job.scene.request)
        if is_loopback(target.host) and not is_loopback(here.host):
            what = "the download link is sent on to this machine; nothing was asked there"
            raise AnswerUnreadable(what, request=job.scene.request, remedy=LinkExpired.remedy)
        return target

    def refused(self, job: Job, response: httpx.Response, body: bytes) -> RequestError:
        """`LinkExpired` when another link would help. What the server says may quote ours."""
        status = response.status_code
        found = _CODE.search(body)
        code = found[1].decode() if found else ""
        if status in _GONE or "Expired" in code:
            reason = f"{status} {code}".rstrip()
            what = f"the download link is no longer good: {job.scene.host} answered {reason}"
            return LinkExpired(what, request=job.scene.request)
        error = refusal_of(job, response, b"")
        if response.is_client_error:
            error.remedy = LinkExpired.remedy
        return error


def checked(link: str, request: RequestLine) -> httpx.URL:
    """`link` without its fragment, when it may be followed. Raises `AnswerUnreadable`."""
    try:
        # Read by whom it is sent by: two readers could take different hosts out of one text.
        url = httpx.URL(link).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError):
        fault = "is not a URL"
    else:
        fault = _fault(url)
        if not fault:
            return url
    what = f"the download link {fault}; nothing was sent"
    # Without its cause, whose text may quote the link.
    raise AnswerUnreadable(what, request=request, remedy=LinkExpired.remedy) from None


def _fault(url: httpx.URL) -> str:
    if url.scheme not in ("https", "http") or not url.host:
        return "does not begin with https://"
    if url.scheme == "http" and not is_loopback(url.host):
        return f"leads to {one_line(url.host)} over http, which anyone on the way can read"
    return "holds a user name" if url.userinfo else ""


async def _save(job: Job, response: httpx.Response, into: BinaryIO, show: ShowReceived) -> None:
    total = _length(response)
    size = 0
    async with aclosing(_gathered(job, response)) as pieces:
        async for piece in pieces:
            await aside(partial(_write, into, piece))
            size += len(piece)
            show(Received(size, total))


def _length(response: httpx.Response) -> int | None:
    length = response.headers.get("content-length", "")
    packed = response.headers.get("content-encoding", "identity") != "identity"
    return int(length) if length.isdecimal() and not packed else None


async def _gathered(job: Job, response: httpx.Response) -> AsyncGenerator[bytes, None]:
    """The body in pieces worth writing."""
    chunks: list[bytes] = []
    size = 0
    written = time.monotonic()
    async with aclosing(chunks_of(response, job.scene, job.recording)) as body:
        async for chunk in body:
            chunks.append(chunk)
            size += len(chunk)
            if size >= _PIECE or time.monotonic() - written > _GATHER_S:
                yield b"".join(chunks)
                chunks.clear()
                size = 0
                written = time.monotonic()
    if chunks:
        yield b"".join(chunks)


def _write(into: BinaryIO, piece: bytes) -> None:
    rest = memoryview(piece)
    try:
        while rest:  # a file without a buffer takes what it likes
            rest = rest[into.write(rest) :]
    except OSError as error:
        what = f"the download cannot be written: {error.strerror or error}"
        raise FileUnusable(what, kept="What came so far is not the whole file.") from error
