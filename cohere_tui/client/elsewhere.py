"""Other people's servers, asked as the API would ask them: without our key, once, not for long.

A connector is a server of the person's own (API.md 17). What is sent to it goes over https, or over
http to this machine; over http to another one only when the person has said so.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final, NoReturn

import httpx

from cohere_tui.client.answer import Answer
from cohere_tui.client.aside import aside
from cohere_tui.client.connection import open_anonymous, way_to
from cohere_tui.client.endpoint import Timeouts, check_header, is_loopback
from cohere_tui.client.reading import read_whole
from cohere_tui.client.redaction import Redactor
from cohere_tui.client.sending import Call, Job, Pause, Sender
from cohere_tui.errors import (
    AnswerUnreadable,
    Disconnected,
    RequestError,
    RequestInvalid,
    TimedOut,
    Unreachable,
)
from cohere_tui.models.links import is_web_link
from cohere_tui.models.problems import read_problem
from cohere_tui.plain import one_line

if TYPE_CHECKING:
    from cohere_tui.client.endpoint import Endpoint
    from cohere_tui.client.requests import RequestLog

LARGEST: Final = 4 * 2**20
"""Bytes of an answer that are read: what is put into a prompt is far smaller."""

_CONNECT_S: Final = 10.0
_THERE: Final = "Look at the server behind the address, then try again."
_TOKEN: Final = "Check the token, and how it is sent."
_UNKNOWN: Final = "Check the address and the network, then try again."


class Elsewhere(Sender):
    """Asks one foreign server, over connections of its own that know of no key.

    `authorization` is the whole value of that header, empty for none; it is kept as long as this.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        log: RequestLog,
        pause: Pause,
        *,
        authorization: str,
        limit_s: float,
    ) -> None:
        check_header("the token", authorization)
        times = Timeouts(min(_CONNECT_S, limit_s), limit_s, limit_s)
        super().__init__(replace(endpoint, timeouts=times), log, pause)
        self._authorization = authorization
        self._limit_s = limit_s
        self._opened: httpx.AsyncClient | None = None

    async def post(self, url: str, body: bytes, *, in_clear: bool) -> Answer:
        """POST JSON; see `Client.post_elsewhere`."""
        check_address(url, in_clear=in_clear)
        await self.connections(url)  # settings that cannot be used are told before it is logged
        secret = self._authorization
        redactor = Redactor(self._endpoint.key).hiding(secret, secret.partition(" ")[2])
        try:
            with self.exchange(Call("POST", url, body), redactor) as job:
                return await self._in_time(job)
        except RequestError as error:
            error.remedy = _remedy(error)
            raise
        finally:
            await self._close()

    async def connections(self, url: str) -> httpx.AsyncClient:
        """One client, whose connections send the authorization."""
        if self._opened is None:
            way = way_to(self._endpoint, url)
            self._opened = await aside(partial(open_anonymous, self._endpoint, way))
            if self._authorization:
                self._opened.headers["Authorization"] = self._authorization
        return self._opened

    def next_hop(self, job: Job, here: httpx.URL, there: httpx.URL) -> NoReturn:
        """Nowhere: a token that was meant for one server is not carried to another."""
        del here
        scene = job.scene
        what = f"{scene.host} redirects to {scene.redactor.url(str(there))}; nothing was sent there"
        raise AnswerUnreadable(what, request=scene.request)

    def refused(self, job: Job, response: httpx.Response, body: bytes) -> RequestError:
        """What the server says, which is none of the API's own errors."""
        kind = response.headers.get("content-type", "")
        status = response.status_code
        said = one_line(job.scene.redactor.text(read_problem(body, kind, status).message))
        what = f"{job.scene.host} answered {status}{f': {said}' if said else ''}"
        error = AnswerUnreadable(what, request=job.scene.request)
        if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
            error.remedy = _TOKEN
        return error

    async def _in_time(self, job: Job) -> Answer:
        """The answer as a whole, within the limit: a server that dribbles is too slow as well."""
        try:
            async with asyncio.timeout(self._limit_s):
                return await self._answer(job)
        except TimeoutError:
            what = f"{job.scene.host} did not answer within {self._limit_s:g} s"
            raise TimedOut(what, request=job.scene.request) from None

    async def _answer(self, job: Job) -> Answer:
        response = await self.open(job)
        try:
            body = await read_whole(response, job.scene, job.recording, LARGEST)
        finally:
            await response.aclose()
        redactor = job.scene.redactor
        headers = {name: redactor.text(text) for name, text in response.headers.items()}
        return Answer(response.status_code, headers, redactor.raw(body), job.scene.request)

    async def _close(self) -> None:
        opened, self._opened = self._opened, None
        if opened is not None:
            await opened.aclose()


def check_address(url: str, *, in_clear: bool = False) -> None:
    """Raise `RequestInvalid` unless `url` is an address that may be asked."""
    if fault := _fault(url, in_clear=in_clear):
        raise RequestInvalid(f"the address {fault}; nothing was sent", field="url")


def is_in_clear(url: str) -> bool:
    """Whether others could read on the way what is sent to `url`: http to another machine."""
    parts = _parsed(url)
    return parts is not None and parts.scheme == "http" and not is_loopback(parts.host)


def _fault(url: str, *, in_clear: bool) -> str:
    parts = _parsed(url)
    if parts is None:
        return "does not begin with https://"
    if parts.userinfo:
        return "holds a user name"
    if is_in_clear(url) and not in_clear:
        return f"leads to {one_line(parts.host)} over http, which anyone on the way can read"
    return ""


def _parsed(url: str) -> httpx.URL | None:
    if not is_web_link(url):
        return None
    try:
        return httpx.URL(url)
    except (httpx.InvalidURL, ValueError):
        return None


def _remedy(error: RequestError) -> str:
    """What to do about a server that is not the API's."""
    if error.remedy == _TOKEN:
        return _TOKEN
    if isinstance(error, Unreachable):
        return _UNKNOWN
    ours = isinstance(error, AnswerUnreadable | TimedOut | Disconnected)
    return _THERE if ours else error.remedy
