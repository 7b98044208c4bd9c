"""Sending a request, and sending it again where that is safe (DESIGN 3.2, API.md 2.3)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

import httpx

from cohere_tui.client.api_errors import api_error
from cohere_tui.client.connection import way_to
from cohere_tui.client.reading import read_whole
from cohere_tui.client.recording import Recording
from cohere_tui.client.redaction import Redactor, bare_url
from cohere_tui.client.retrying import TRIES, Wait, wait_before
from cohere_tui.client.transport_errors import Scene, perhaps_done, translated
from cohere_tui.client.uploading import Form, Sent, ShowSent, opened
from cohere_tui.errors import AnswerUnreadable, ProxyRefused, RequestError, RequestLine
from cohere_tui.models.problems import read_problem
from cohere_tui.plain import one_line

if TYPE_CHECKING:
    from cohere_tui.client.endpoint import Endpoint
    from cohere_tui.client.requests import RequestLog

_REFUSAL_LIMIT = 2**20
_HOPS = 5

OnWait = Callable[[Wait], None]
Pause = Callable[[float], Awaitable[None]]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Call:
    """A request before it is sent."""

    method: str
    url: str
    body: bytes = b""
    form: Form | None = None
    """Instead of a body."""
    show: ShowSent = lambda _: None
    """Told how much of the form was sent."""
    creates: bool = False
    streams: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """A request under way."""

    call: Call
    scene: Scene
    recording: Recording


class Sender(ABC):
    """Sends calls to one kind of server; which kind says by which connections, where it may be
    sent on to, and what a refusal means.

    Everything that goes wrong is a `RequestError`; `pause` is how to wait before another try.
    """

    def __init__(self, endpoint: Endpoint, log: RequestLog, pause: Pause) -> None:
        self._endpoint = endpoint
        self._log = log
        self._pause = pause

    @abstractmethod
    async def connections(self, url: str) -> httpx.AsyncClient:
        """The connections by which `url` is reached. Raises `ConfigError`."""

    @abstractmethod
    def next_hop(self, job: Job, here: httpx.URL, there: httpx.URL) -> httpx.URL:
        """`there`, where the server sends us on to, when we go; raises `RequestError` if not."""

    @abstractmethod
    def refused(self, job: Job, response: httpx.Response, body: bytes) -> RequestError:
        """The error that an answer which is no success means; `body` is without the key."""

    @contextmanager
    def exchange(self, call: Call, redactor: Redactor, *, keeps: bool = True) -> Iterator[Job]:
        """A job in the request log until the block is left; `keeps` the text of its bodies."""
        recording = Recording(self._log, redactor, call.method, call.url, call.body, keeps=keeps)
        with recording:
            scene = Scene(
                request=RequestLine(call.method, recording.url, recording.number),
                host=urlsplit(call.url).netloc,
                proxy="",
                timeouts=self._endpoint.timeouts,
                redactor=redactor,
                creates=call.creates,
            )
            yield Job(call, scene, recording)

    async def insist(self, job: Job, once: Callable[[Job], Awaitable[_T]], on_wait: OnWait) -> _T:
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
            on_wait(wait)
            await self._pause(seconds)

    async def open(self, job: Job) -> httpx.Response:
        """A 2xx answer whose body is still to be read; anything else raises."""
        url = httpx.URL(job.call.url)
        self._face(job, job.call.url)
        for _ in range(_HOPS):
            response = await self._send(job, url)
            if response.is_success and not _is_page(response):
                return response
            try:
                if response.next_request is None:
                    raise await self._refusal(job, response)
            finally:
                await response.aclose()
            url = self.next_hop(job, url, response.next_request.url)
            self._face(job, str(url))
        raise AnswerUnreadable(f"{job.scene.host} redirects in a circle", request=job.scene.request)

    def _face(self, job: Job, url: str) -> None:
        job.scene.host = urlsplit(url).netloc
        job.scene.proxy = bare_url(way_to(self._endpoint, url).proxy)

    async def _send(self, job: Job, url: httpx.URL) -> httpx.Response:
        http = await self.connections(str(url))
        times = self._endpoint.timeouts
        # httpx reads this table anew when the body begins: only so can the two silences differ.
        timeout = {
            "connect": times.connect_s,
            "pool": times.connect_s,
            "write": times.between_bytes_s,
            "read": times.first_byte_s,
        }
        async with _request(http, job, url, {"timeout": timeout}) as request:
            job.recording.sending(request)
            job.scene.answering = False
            with translated(job.scene):
                response = await http.send(request, stream=True)
        timeout["read"] = times.between_bytes_s
        job.scene.answering = True
        job.recording.answered(response)
        return response

    async def _refusal(self, job: Job, response: httpx.Response) -> RequestError:
        """The error that an answer is which is not the one that was asked for."""
        scene = job.scene
        try:
            body = await read_whole(response, scene, job.recording, _REFUSAL_LIMIT)
        except RequestError:
            body = b""  # a refusal is one, even when its text did not all come
        body = scene.redactor.raw(body)
        if response.is_success:
            said = one_line(scene.redactor.text(read_problem(body, "text/html").message))
            what = f"{scene.host} answered with a web page, not as an API does: {said}"
            unreadable = AnswerUnreadable(what, request=scene.request)
            perhaps_done(unreadable, scene)
            return unreadable
        if response.status_code == httpx.codes.PROXY_AUTHENTICATION_REQUIRED:
            what = f"the proxy {scene.proxy or scene.host} wants a user name and password"
            return ProxyRefused(what, request=scene.request)
        error = self.refused(job, response, body)
        if response.is_server_error:
            perhaps_done(error, scene)
        return error


def refusal_of(job: Job, response: httpx.Response, body: bytes) -> RequestError:
    """The error of the API that a status, its headers and its body are."""
    redactor = job.scene.redactor
    headers = {name: redactor.text(text) for name, text in response.headers.items()}
    return api_error(response.status_code, headers, body, job.scene.request)


@asynccontextmanager
async def _request(
    http: httpx.AsyncClient, job: Job, url: httpx.URL, extensions: dict[str, object]
) -> AsyncGenerator[httpx.Request, None]:
    """A job's request, with its files open until the block is left. Raises `FileUnusable`."""
    call, recording = job.call, job.recording
    build = partial(http.build_request, call.method, url, extensions=extensions)
    if call.form is None:
        json = {"Content-Type": "application/json"} if call.body else None
        yield build(content=call.body or None, headers=json)
        return

    def show(sent: Sent) -> None:
        recording.gave(sent.bytes)
        call.show(sent)

    async with opened(call.form) as upload:
        recording.carries(upload.told)
        request = build(data=upload.data, files=upload.files)
        request.stream = upload.body(request, show)
        yield request


def _is_page(response: httpx.Response) -> bool:
    content_type: str = response.headers.get("content-type", "")
    return "text/html" in content_type.lower()
