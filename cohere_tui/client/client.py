"""One client for one server: every request of the app goes through here (DESIGN 3.2, 4)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urljoin

import httpx

from cohere_tui.client.answer import Answer
from cohere_tui.client.api_errors import api_error
from cohere_tui.client.connection import open_http, proxy_of
from cohere_tui.client.reading import read_frames, read_whole
from cohere_tui.client.recording import Recording
from cohere_tui.client.redaction import Redactor, bare_url, origin_of
from cohere_tui.client.retrying import TRIES, Wait, wait_before
from cohere_tui.client.transport_errors import Scene, perhaps_done, translated
from cohere_tui.errors import (
    AnswerUnreadable,
    ProxyRefused,
    RequestError,
    RequestInvalid,
    RequestLine,
)
from cohere_tui.models.problems import read_problem
from cohere_tui.plain import one_line

if TYPE_CHECKING:
    from cohere_tui.client.endpoint import Endpoint
    from cohere_tui.client.frames import Frame
    from cohere_tui.client.paths import Query
    from cohere_tui.client.requests import RequestLog
    from cohere_tui.models.json import JSON

_REFUSAL_LIMIT = 2**20
_HOPS = 5

OnWait = Callable[[Wait], None]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Call:
    """A request before it is sent."""

    method: str
    url: str
    body: bytes = b""
    creates: bool = False
    streams: bool = False


@dataclass(frozen=True, slots=True)
class _Job:
    """A request under way."""

    call: _Call
    scene: Scene
    recording: Recording


class Client:
    """Speaks to one endpoint. Making one costs nothing; the first request builds the connections.

    All methods raise `ConfigError` for an endpoint that cannot be used, before anything is sent,
    and `RequestError` for everything that goes wrong then. `on_wait` is told each pause before
    another try; cancelling the caller ends the pause. `pause` is how to wait.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        log: RequestLog,
        *,
        on_wait: OnWait = lambda _: None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.endpoint = endpoint
        self.log = log
        self._on_wait = on_wait
        self._pause = pause
        self._redactor = Redactor(endpoint.key)
        self._opened: httpx.AsyncClient | None = None

    def __repr__(self) -> str:
        return f"Client({self.endpoint!r})"

    def prepare(self) -> None:
        """Build now what the first request would, such as TLS (50 ms). May run in a thread."""
        self._http()

    async def get(
        self, path: str, query: Query | None = None, *, on_wait: OnWait | None = None
    ) -> Answer:
        """GET a path such as `/v1/models`; redirects are followed within the same origin."""
        return await self._whole(_Call("GET", self.endpoint.url(path, query)), on_wait)

    async def post(
        self,
        path: str,
        body: JSON = None,
        query: Query | None = None,
        *,
        creates: bool = False,
        on_wait: OnWait | None = None,
    ) -> Answer:
        """POST JSON, or nothing. What `creates` something is not repeated once bytes were sent."""
        call = _Call("POST", self.endpoint.url(path, query), _encoded(body), creates=creates)
        return await self._whole(call, on_wait)

    async def patch(self, path: str, body: JSON, *, on_wait: OnWait | None = None) -> Answer:
        """PATCH JSON: only what is in it changes."""
        call = _Call("PATCH", self.endpoint.url(path), _encoded(body))
        return await self._whole(call, on_wait)

    async def delete(self, path: str, *, on_wait: OnWait | None = None) -> Answer:
        """DELETE a thing."""
        return await self._whole(_Call("DELETE", self.endpoint.url(path)), on_wait)

    async def stream(
        self, path: str, body: Mapping[str, JSON], *, on_wait: OnWait | None = None
    ) -> AsyncGenerator[Frame, None]:
        """POST JSON and give the frames of the answer as they come, without the closing `[DONE]`.

        The generator ends with the stream, complete or not: that shows in its frames. A line that
        breaks before the last frame raises `Disconnected` or `TimedOut` after them. A server that
        does not stream gives one frame, `whole`. Closing the generator closes the connection.
        """
        call = _Call("POST", self.endpoint.url(path), _encoded(body), streams=True)
        with self._recording(call) as recording:
            job = _Job(call, self._scene(call, recording), recording)
            response = await self._insist(job, self._open, on_wait)
            try:
                async with aclosing(read_frames(response, job.scene, recording)) as batches:
                    async for frames in batches:
                        for frame in frames:
                            yield frame
            finally:
                await response.aclose()

    async def aclose(self) -> None:
        """Close the connections. The next request opens new ones."""
        opened, self._opened = self._opened, None
        if opened is not None:
            await opened.aclose()

    async def _whole(self, call: _Call, on_wait: OnWait | None) -> Answer:
        with self._recording(call) as recording:
            job = _Job(call, self._scene(call, recording), recording)
            return await self._insist(job, self._fetch, on_wait)

    def _http(self) -> httpx.AsyncClient:
        if self._opened is None:
            self._opened = open_http(self.endpoint)
        return self._opened

    def _recording(self, call: _Call) -> Recording:
        self.prepare()  # an endpoint that cannot be used is no exchange
        return Recording(self.log, self._redactor, call.method, call.url, call.body)

    def _scene(self, call: _Call, recording: Recording) -> Scene:
        return Scene(
            request=RequestLine(call.method, recording.url, recording.number),
            host=self.endpoint.host,
            proxy=bare_url(proxy_of(self.endpoint)),
            timeouts=self.endpoint.timeouts,
            redactor=self._redactor,
            creates=call.creates,
        )

    async def _insist(
        self, job: _Job, once: Callable[[_Job], Awaitable[_T]], on_wait: OnWait | None
    ) -> _T:
        """Try `once`, and again where that is safe and may help."""
        call = job.call
        tries = 0
        while True:
            tries += 1
            try:
                return await once(job)
            except RequestError as error:
                seconds = wait_before(error, tries, creates=call.creates, streams=call.streams)
                if seconds is None:
                    raise
                job.recording.retries(error)
                wait = Wait(str(error), seconds, tries + 1, TRIES, job.scene.request)
            (on_wait or self._on_wait)(wait)
            await self._pause(seconds)

    async def _fetch(self, job: _Job) -> Answer:
        response = await self._open(job)
        try:
            body = await read_whole(response, job.scene, job.recording)
        finally:
            await response.aclose()
        return Answer(response.status_code, dict(response.headers), body, job.scene.request)

    async def _open(self, job: _Job) -> httpx.Response:
        """A 2xx answer whose body is still to be read; anything else raises."""
        url = job.call.url
        for _ in range(_HOPS):
            response = await self._send(job, url)
            if response.is_success and not _is_page(response):
                return response
            try:
                if not response.has_redirect_location:
                    raise await self._refusal(job, response)
            finally:
                await response.aclose()
            url = _next_hop(job, url, response.headers["location"])
        raise AnswerUnreadable(f"{job.scene.host} redirects in a circle", request=job.scene.request)

    async def _send(self, job: _Job, url: str) -> httpx.Response:
        http = self._http()
        times = self.endpoint.timeouts
        # httpx reads this table anew when the body begins: only so can the two silences differ.
        timeout = {
            "connect": times.connect_s,
            "pool": times.connect_s,
            "write": times.between_bytes_s,
            "read": times.first_byte_s,
        }
        call = job.call
        request = http.build_request(
            call.method,
            url,
            content=call.body or None,
            headers={"Content-Type": "application/json"} if call.body else None,
            extensions={"timeout": timeout},
        )
        job.recording.sending(request)
        job.scene.answering = False
        with translated(job.scene):
            response = await http.send(request, stream=True)
        timeout["read"] = times.between_bytes_s
        job.scene.answering = True
        job.recording.answered(response)
        return response

    async def _refusal(self, job: _Job, response: httpx.Response) -> RequestError:
        """The error that an answer is which is not the one that was asked for."""
        scene = job.scene
        try:
            body = await read_whole(response, scene, job.recording, _REFUSAL_LIMIT)
        except RequestError:
            body = b""  # a refusal is one, even when its text did not all come
        body = self._redactor.raw(body)
        if response.is_success:
            said = one_line(read_problem(body, "text/html").message)
            what = f"{scene.host} answered with a web page, not as an API does: {said}"
            return AnswerUnreadable(what, request=scene.request)
        if response.status_code == httpx.codes.PROXY_AUTHENTICATION_REQUIRED:
            what = f"the proxy {scene.proxy or scene.host} wants a user name and password"
            return ProxyRefused(what, request=scene.request)
        headers = {name: self._redactor.text(text) for name, text in response.headers.items()}
        error = api_error(response.status_code, headers, body, scene.request)
        if response.is_server_error:
            perhaps_done(error, scene)
        return error


def _is_page(response: httpx.Response) -> bool:
    content_type: str = response.headers.get("content-type", "")
    return "text/html" in content_type.lower()


def _next_hop(job: _Job, url: str, location: str) -> str:
    target = urljoin(url, location)
    if job.call.method == "GET" and origin_of(target) == origin_of(url):
        return target
    what = f"{job.scene.host} points to {job.scene.redactor.url(target)}; nothing was sent there"
    remedy = "If you trust that address, make it the base_url of the profile."
    raise AnswerUnreadable(what, request=job.scene.request, remedy=remedy)


def _encoded(body: JSON) -> bytes:
    if body is None:
        return b""
    try:
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    except ValueError as error:
        raise RequestInvalid("the request holds a number that JSON cannot") from error
    return text.encode("utf-8", "replace")
