"""One client for one server: every request of the app goes through here (DESIGN 3.2, 4)."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, BinaryIO

from cohere_tui.client.answer import Answer
from cohere_tui.client.connection import open_http
from cohere_tui.client.downloading import Downloader, ShowReceived
from cohere_tui.client.elsewhere import Elsewhere
from cohere_tui.client.encoding import encoded
from cohere_tui.client.reading import read_frames, read_whole
from cohere_tui.client.redaction import Redactor, origin_of
from cohere_tui.client.sending import Call, Job, OnWait, Pause, Sender, refusal_of
from cohere_tui.errors import AnswerUnreadable, ReadOnly, RequestError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    import httpx

    from cohere_tui.client.endpoint import Endpoint
    from cohere_tui.client.frames import Frame
    from cohere_tui.client.paths import Query
    from cohere_tui.client.requests import RequestLog
    from cohere_tui.client.uploading import Form, ShowSent
    from cohere_tui.models.json import JSON


class Client:
    """Speaks to one endpoint. Making one costs nothing; the first request builds the connections.

    All methods raise `ConfigError` for an endpoint that cannot be used and `ReadOnly` for what a
    read-only one refuses, before anything is sent, and `RequestError` for everything that goes
    wrong then. `on_wait` is told each pause before another try; cancelling the caller ends the
    pause. `pause` is how to wait.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        log: RequestLog,
        *,
        on_wait: OnWait = lambda _: None,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self.endpoint = endpoint
        self.log = log
        self._on_wait = on_wait
        self._pause = pause
        self._redactor = Redactor(endpoint.key)
        self._api = _Asker(endpoint, log, pause)
        self._links = Downloader(endpoint, log, pause)

    def __repr__(self) -> str:
        return f"Client({self.endpoint!r})"

    def prepare(self) -> None:
        """Build now what the first request would, such as TLS (50 ms). May run in a thread."""
        self._api.prepare()

    async def get(
        self, path: str, query: Query | None = None, *, on_wait: OnWait | None = None
    ) -> Answer:
        """GET a path such as `/v1/models`; redirects are followed within the same origin."""
        return await self._whole(Call("GET", self.endpoint.url(path, query)), on_wait)

    async def post(
        self,
        path: str,
        body: JSON = None,
        query: Query | None = None,
        *,
        creates: bool = False,
        on_wait: OnWait | None = None,
    ) -> Answer:
        """POST JSON, or nothing.

        What `creates` something, or ends it, is not repeated once bytes were sent, and is refused
        by a read-only endpoint.
        """
        if creates:
            self._may_change()
        url = self.endpoint.url(path, query)
        call = Call("POST", url, await encoded(body), creates=creates)
        return await self._whole(call, on_wait)

    async def patch(self, path: str, body: JSON, *, on_wait: OnWait | None = None) -> Answer:
        """PATCH JSON: only what is in it changes."""
        self._may_change()
        call = Call("PATCH", self.endpoint.url(path), await encoded(body))
        return await self._whole(call, on_wait)

    async def delete(self, path: str, *, on_wait: OnWait | None = None) -> Answer:
        """DELETE a thing."""
        self._may_change()
        return await self._whole(Call("DELETE", self.endpoint.url(path)), on_wait)

    async def upload(
        self,
        path: str,
        query: Query | None,
        form: Form,
        *,
        show: ShowSent = lambda _: None,
        creates: bool = True,
        on_wait: OnWait | None = None,
    ) -> Answer:
        """POST a form with files, which are read from the disk while they are sent.

        `show` is told the bytes that were handed to the network, from none to all of them; from
        none again when the form is sent once more. Raises `FileUnusable` for a file that cannot be
        read or changes meanwhile: then the connection is closed, and the server has no whole form.
        Cancelling closes it too. What does not `creates` anything, such as a transcription, may be
        repeated, and a read-only endpoint sends it.
        """
        if creates:
            self._may_change()
        url = self.endpoint.url(path, query)
        return await self._whole(Call("POST", url, form=form, show=show, creates=creates), on_wait)

    async def download(
        self,
        url: str,
        into: BinaryIO,
        *,
        show: ShowReceived = lambda _: None,
        on_wait: OnWait | None = None,
    ) -> None:
        """Write what a presigned link points to into a binary file (API.md 14.5, GAPS 7.6).

        The key is never sent there, and what follows the path of `url` is shown nowhere. `show` is
        told the bytes that were written. Raises `LinkExpired` when a new link is needed,
        `Disconnected` when the body is cut, `FileUnusable` when `into` cannot be written, and
        `AnswerUnreadable` for a link or a redirect that is neither https nor http to this machine.
        What is in `into` then is not the whole file. Nothing is repeated once the body has begun.
        """
        await self._links.fetch(url, into, show, on_wait or self._on_wait)

    async def post_elsewhere(
        self,
        url: str,
        body: JSON,
        *,
        authorization: str = "",
        limit_s: float = 30.0,
        in_clear: bool = False,
    ) -> Answer:
        """POST JSON to somebody else's server, as the API does to a connector (API.md 17).

        Our key is not sent there; `authorization` is, and kept nowhere. It is asked once: no
        redirect is followed, nothing repeated. Raises `RequestInvalid` for an address that may not
        be asked (http to another machine may be when `in_clear`), `AnswerUnreadable` for whatever
        is no success, or too large, and `TimedOut` when not all has come after `limit_s`.
        """
        foreign = Elsewhere(
            self.endpoint, self.log, self._pause, authorization=authorization, limit_s=limit_s
        )
        return await foreign.post(url, await encoded(body), in_clear=in_clear)

    async def stream(
        self, path: str, body: Mapping[str, JSON], *, on_wait: OnWait | None = None
    ) -> AsyncGenerator[Frame, None]:
        """POST JSON and give the frames of the answer as they come, without the closing `[DONE]`.

        The generator ends with the stream, complete or not: that shows in its frames. A line that
        breaks before the last frame raises `Disconnected` or `TimedOut` after them. A server that
        does not stream gives one frame, `whole`. Closing the generator closes the connection.
        """
        call = Call("POST", self.endpoint.url(path), await encoded(body), streams=True)
        self.prepare()
        with self._api.exchange(call, self._redactor) as job:
            response = await self._api.insist(job, self._api.open, on_wait or self._on_wait)
            try:
                async with aclosing(read_frames(response, job.scene, job.recording)) as batches:
                    async for frames in batches:
                        for frame in frames:
                            yield frame
            finally:
                await response.aclose()

    async def aclose(self) -> None:
        """Close the connections. The next request opens new ones."""
        await self._api.aclose()
        await self._links.aclose()

    async def _whole(self, call: Call, on_wait: OnWait | None) -> Answer:
        self.prepare()  # an endpoint that cannot be used is no exchange
        redactor = self._redactor
        if call.creates or call.method == "PATCH":  # others send no secrets, but long texts
            redactor = redactor.knowing(call.body)
        with self._api.exchange(call, redactor) as job:
            return await self._api.insist(job, self._api.fetch, on_wait or self._on_wait)

    def _may_change(self) -> None:
        if self.endpoint.read_only:
            raise ReadOnly("the profile is read-only; nothing was sent")


class _Asker(Sender):
    """Sends what goes to the API itself, with the key."""

    _opened: httpx.AsyncClient | None = None

    def prepare(self) -> None:
        self._http()

    async def fetch(self, job: Job) -> Answer:
        """The whole answer."""
        response = await self.open(job)
        try:
            body = await read_whole(response, job.scene, job.recording)
        finally:
            await response.aclose()
        return Answer(
            response.status_code,
            dict(response.headers),
            body,
            job.scene.request,
            creates=job.call.creates,
        )

    async def aclose(self) -> None:
        opened, self._opened = self._opened, None
        if opened is not None:
            await opened.aclose()

    async def connections(self, url: str) -> httpx.AsyncClient:  # noqa: ARG002 - all are alike
        return self._http()

    def next_hop(self, job: Job, here: httpx.URL, there: httpx.URL) -> httpx.URL:
        """Within the origin, for what only asks: the key goes nowhere else."""
        if job.call.method == "GET" and origin_of(str(there)) == origin_of(str(here)):
            return there
        scene = job.scene
        what = f"{scene.host} points to {scene.redactor.url(str(there))}; nothing was sent there"
        remedy = "If you trust that address, make it the base_url of the profile."
        raise AnswerUnreadable(what, request=scene.request, remedy=remedy)

    def refused(self, job: Job, response: httpx.Response, body: bytes) -> RequestError:
        return refusal_of(job, response, body)

    def _http(self) -> httpx.AsyncClient:
        if self._opened is None:
            self._opened = open_http(self._endpoint)
        return self._opened
