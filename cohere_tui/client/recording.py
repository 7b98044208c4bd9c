"""One exchange while it goes on: what happens is noted, and it ends however the request ends."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cohere_tui.client.answer import TRACE_HEADER
from cohere_tui.client.requests import Exchange
from cohere_tui.plain import one_line

if TYPE_CHECKING:
    from types import TracebackType

    import httpx

    from cohere_tui.client.redaction import Redactor
    from cohere_tui.client.requests import RequestLog
    from cohere_tui.errors import CohereTuiError

_UNKEPT = ("/v1/models",)
"""Answers that hold internals of the server and are large (GAPS 3.13)."""


_MARGIN = 4096
"""Kept beyond what is shown, so that a key across the edge is still recognised."""


class Recording:
    """Writes one exchange into the log; `with` it around the request.

    Without `keeps` the text of the answer is not kept.
    """

    def __init__(
        self,
        log: RequestLog,
        redactor: Redactor,
        method: str,
        url: str,
        body: bytes,
        *,
        keeps: bool = True,
    ) -> None:
        self._log = log
        self._redactor = redactor
        self._clock = time.perf_counter()
        self._keeps = keeps and not any(path in url for path in _UNKEPT)
        self._kept = bytearray()
        self._received = 0
        self._sent = len(body)
        self.events = 0
        """Frames of the stream so far; written down at the end."""
        self._exchange = Exchange(
            number=log.next_number(),
            method=method,
            url=redactor.url(url),
            started=time.time(),
            request_body=redactor.body(body, log.body_bytes),
            sent=self._sent,
        )

    def __enter__(self) -> Recording:
        self._log.put(self._exchange)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._note(
            elapsed_s=self._elapsed,
            sent=self._sent,
            received=self._received,
            events=self.events,
            response_body=self._redactor.body(bytes(self._kept), self._log.body_bytes),
            error=self._fault(error),
        )

    @property
    def number(self) -> int:
        """The exchange's number in the log."""
        return self._exchange.number

    @property
    def url(self) -> str:
        """The URL as it may be shown."""
        return self._exchange.url

    def sending(self, request: httpx.Request) -> None:
        """A request goes out, for the first time or once more."""
        self._kept.clear()
        self._received = 0
        self._note(request_headers=self._redactor.headers(request.headers.items()))

    def carries(self, form: str) -> None:
        """The request's body is a form, too large to be kept: `form` says what is in it."""
        self._note(request_body=self._redactor.text(form)[: self._log.body_bytes])

    def gave(self, sent: int) -> None:
        """So many bytes of a form were sent so far."""
        self._sent = sent

    def answered(self, response: httpx.Response) -> None:
        """The head of an answer came."""
        self._note(
            status=response.status_code,
            response_headers=self._redactor.headers(response.headers.items()),
            trace_id=one_line(self._redactor.text(response.headers.get(TRACE_HEADER, ""))),
            first_byte_s=self._elapsed,
        )

    def took(self, chunk: bytes) -> None:
        """Some of the answer's body came."""
        self._received += len(chunk)
        room = self._log.body_bytes + _MARGIN - len(self._kept)
        if self._keeps and room > 0:
            self._kept += chunk[:room]

    def retries(self, error: CohereTuiError) -> None:
        """It failed, and will be sent again."""
        self._note(
            retries=self._exchange.retries + 1, error=self._fault(error), received=self._received
        )

    @property
    def _elapsed(self) -> float:
        return time.perf_counter() - self._clock

    def _fault(self, error: BaseException | None) -> str:
        if error is None:
            return ""
        if isinstance(error, asyncio.CancelledError | GeneratorExit):
            return "stopped"
        return self._redactor.text(one_line(str(error)) or type(error).__name__)

    def _note(self, **changes: Any) -> None:
        self._exchange = replace(self._exchange, **changes)
        self._log.put(self._exchange)
