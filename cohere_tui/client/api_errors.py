"""Refusals: a status, its headers and its body become one error of the tree (API.md 2.1, 2.2)."""

from __future__ import annotations

import re
import time
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from cohere_tui.client.answer import TRACE_HEADER
from cohere_tui.client.retrying import LONGEST_WAIT_S
from cohere_tui.errors import (
    APIError,
    BadRequest,
    BillingRequired,
    CancelledByServer,
    ContentBlocked,
    Forbidden,
    MonthSpent,
    NotFound,
    NotOffered,
    RateLimited,
    RequestLine,
    ServerFailed,
    Unauthorized,
    Unprocessable,
)
from cohere_tui.models.problems import read_problem
from cohere_tui.plain import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

_CLASSES: Mapping[int, type[APIError]] = {
    400: BadRequest,
    401: Unauthorized,
    402: BillingRequired,
    403: Forbidden,
    404: NotFound,
    422: Unprocessable,
    429: RateLimited,
    498: ContentBlocked,
    499: CancelledByServer,
    501: NotOffered,
}

_MONTHLY = re.compile(r"month|\b1,?000 (?:API )?calls", re.IGNORECASE)

_ABSENT = "This server does not offer it, or base_url is not that of the API."
_REMEDIES: tuple[tuple[int, re.Pattern[str], str], ...] = tuple(
    (status, re.compile(pattern, re.IGNORECASE), remedy)
    for status, pattern, remedy in (
        (400, r"'/v2/chat'", "Use API v2 with this model, or choose another model (F8)."),
        (400, r"'/v1/chat'", "Use API v1 with this model, or choose another model (F8)."),
        (400, r"too.many.tokens", "Shorten the prompt, or start a new conversation."),
        (404, r"was removed", "Choose another model (F8)."),
        (404, r"\bmodel\b", "Choose another model (F8)."),
        (404, r"page not found", _ABSENT),
        (405, r"", _ABSENT),
        (408, r"", "Press r to try again."),
        (409, r"", "Press r to try again."),
        (413, r"", "Shorten the prompt, or attach less."),
        (422, r"invalid.tool.generation", "Press r: the next try often gives a valid call."),
    )
)
"""Where status and text together say more than the status alone."""

_THINGS = re.compile(r"/v\d/(?:embed-jobs|batches|datasets|connectors|finetuning/[^/?]+)(.?)")
"""The addresses of what is kept on the server, and whether they go on."""
_GONE = "It may have been deleted meanwhile."


def api_error(
    status: int, headers: Mapping[str, str], body: bytes, request: RequestLine
) -> APIError:
    """The error that a server's refusal is. `headers` have names in lower case."""
    problem = read_problem(body, headers.get("content-type", ""), status)
    message = one_line(problem.message, 1000) or _phrase(status)
    return _class_of(status, message)(
        status,
        message,
        error_id=one_line(problem.id),
        error_type=one_line(problem.error_type),
        trace_id=one_line(headers.get(TRACE_HEADER, "")),
        retry_after=asked_wait(headers, time.time()),
        request=request,
        remedy=_remedy_for_thing(status, request)
        or _remedy(status, f"{problem.error_type} {message}"),
    )


def asked_wait(headers: Mapping[str, str], now: float) -> float | None:
    """The wait a server asks for, 0 to 60 s; None where it does not say. `now` is Unix time."""
    waits = (
        _number(headers.get("retry-after-ms"), 0.001),
        _number(headers.get("retry-after")),
        _date(headers.get("retry-after"), now),
        _reset(headers.get("x-ratelimit-reset"), now),
    )
    asked = next((wait for wait in waits if wait is not None), None)
    return None if asked is None else min(max(asked, 0.0), LONGEST_WAIT_S)


def _class_of(status: int, message: str) -> type[APIError]:
    if status == HTTPStatus.TOO_MANY_REQUESTS and _MONTHLY.search(message):
        return MonthSpent
    return _CLASSES.get(status) or (ServerFailed if status >= 500 else APIError)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase.lower()
    except ValueError:
        return "the server gave no reason"


def _remedy(status: int, text: str) -> str:
    return next(
        (
            remedy
            for known, pattern, remedy in _REMEDIES
            if known == status and pattern.search(text)
        ),
        "",
    )


def _remedy_for_thing(status: int, request: RequestLine) -> str:
    """No model is at fault where one thing of a list was asked for, or the list itself."""
    found = _THINGS.search(request.url) if status == HTTPStatus.NOT_FOUND else None
    if found is None:
        return ""
    return _ABSENT if request.method == "GET" and found[1] in ("", "?") else _GONE


def _number(text: str | None, unit: float = 1.0) -> float | None:
    if not text or not re.fullmatch(r"\d{1,12}(?:\.\d*)?", text.strip(), re.ASCII):
        return None
    return float(text) * unit


def _date(text: str | None, now: float) -> float | None:
    if not text:
        return None
    try:
        return parsedate_to_datetime(text).timestamp() - now
    except (ValueError, OverflowError):
        return None


def _reset(text: str | None, now: float) -> float | None:
    """X-RateLimit-Reset: the second when the limit ends; from some gateways, how many remain."""
    seconds = _number(text)
    return seconds - now if seconds and seconds > 1e9 else seconds
