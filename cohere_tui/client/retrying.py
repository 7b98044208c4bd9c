"""Which failures are worth another try, and after how long (DESIGN 3.2, API.md 2.3)."""

from __future__ import annotations

import random
from dataclasses import dataclass

from cohere_tui.errors import (
    APIError,
    Disconnected,
    MonthSpent,
    RequestError,
    RequestLine,
    TimedOut,
    TransportError,
    Unreachable,
)

TRIES = 3
"""The first and two more."""
LONGEST_WAIT_S = 60.0

_AGAIN = frozenset((408, 409, 429, 500, 502, 503, 504))
_AGAIN_STREAM = frozenset((429, 503))


@dataclass(frozen=True, slots=True)
class Wait:
    """A pause before a request is sent again."""

    reason: str
    """What went wrong; may quote the server."""
    seconds: float
    attempt: int
    """The try that follows: 2 or more."""
    attempts: int
    """How many tries there are in all."""
    request: RequestLine | None = None


def wait_before(
    error: RequestError, tries: int, *, creates: bool = False, streams: bool = False
) -> float | None:
    """Seconds to wait after `tries` tries ended in `error`; None when it is not to be sent again.

    `creates`: the request makes something, so nothing is repeated once bytes were sent.
    `streams`: only a refusal is repeated, as the person sees an answer begin.
    """
    if tries >= TRIES or not _worth_it(error, creates=creates, streams=streams):
        return None
    asked = error.retry_after if isinstance(error, APIError) else None
    if asked:
        return min(asked, LONGEST_WAIT_S)
    return min(2.0 ** (tries - 1) * random.uniform(0.9, 1.1), LONGEST_WAIT_S)


def _worth_it(error: RequestError, *, creates: bool, streams: bool) -> bool:
    if isinstance(error, TransportError):
        if not error.sent:
            return isinstance(error, Unreachable | TimedOut)
        return isinstance(error, Disconnected) and not creates and not streams
    if creates or not isinstance(error, APIError):
        return False
    if isinstance(error, MonthSpent):
        return False
    return error.status in (_AGAIN_STREAM if streams else _AGAIN)
