"""What is sent again, and what never is."""

from __future__ import annotations

import pytest

from cohere_tui.client.retrying import wait_before
from cohere_tui.errors import (
    AnswerUnreadable,
    APIError,
    CertificateRefused,
    Disconnected,
    MonthSpent,
    ProxyRefused,
    RateLimited,
    RequestError,
    ServerFailed,
    TimedOut,
    Unreachable,
)


def connecting() -> TimedOut:
    error = TimedOut("no connection")
    error.sent = False
    return error


ERRORS: dict[str, RequestError] = {
    **{str(status): APIError(status, "no") for status in (400, 401, 402, 404, 408, 409)},
    **{str(status): APIError(status, "no") for status in (498, 499, 501)},
    **{str(status): ServerFailed(status, "no") for status in (500, 502, 503, 504)},
    "429": RateLimited(429, "slow down"),
    "month": MonthSpent(429, "1000 calls / month"),
    "unreachable": Unreachable("no"),
    "connecting": connecting(),
    "silence": TimedOut("no"),
    "disconnected": Disconnected("no"),
    "certificate": CertificateRefused("no"),
    "proxy": ProxyRefused("no"),
    "unreadable": AnswerUnreadable("no"),
}  # fmt: skip


def again(*, creates: bool = False, streams: bool = False) -> set[str]:
    return {
        name
        for name, error in ERRORS.items()
        if wait_before(error, 1, creates=creates, streams=streams) is not None
    }


def test_what_is_safe_is_sent_again() -> None:
    statuses = {"408", "409", "429", "500", "502", "503", "504"}
    assert again() == statuses | {"unreachable", "connecting", "disconnected"}


def test_what_creates_something_only_when_nothing_was_sent() -> None:
    assert again(creates=True) == {"unreachable", "connecting"}


def test_a_stream_only_when_it_was_turned_away() -> None:
    assert again(streams=True) == {"unreachable", "connecting", "429", "503"}


@pytest.mark.parametrize(("tries", "least", "most"), [(1, 0.9, 1.1), (2, 1.8, 2.2)])
def test_waits_double_and_differ(tries: int, least: float, most: float) -> None:
    waits = {wait_before(ServerFailed(500, "no"), tries) for _ in range(50)}
    assert len(waits) > 1
    assert all(wait is not None and least <= wait <= most for wait in waits)


def test_three_tries_are_enough() -> None:
    assert wait_before(ServerFailed(500, "no"), 3) is None


def test_the_server_knows_best_how_long() -> None:
    assert wait_before(RateLimited(429, "no", retry_after=7.0), 1) == 7.0
    assert wait_before(ServerFailed(503, "no", retry_after=600.0), 1) == 60.0


def test_a_wait_of_nothing_is_not_believed() -> None:
    wait = wait_before(RateLimited(429, "no", retry_after=0.0), 1)
    assert wait is not None
    assert wait > 0.5
