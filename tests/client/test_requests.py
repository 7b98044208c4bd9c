"""The request log stays small and tells whoever listens."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest

from cohere_tui.client.requests import Exchange, RequestLog


def exchange(log: RequestLog, body: str = "") -> Exchange:
    made = Exchange(log.next_number(), "GET", "https://h.example", 0.0, request_body=body)
    log.put(made)
    return made


def test_the_oldest_go_when_there_are_too_many() -> None:
    log = RequestLog(entries=3)
    for _ in range(5):
        exchange(log)
    assert [kept.number for kept in log] == [3, 4, 5]


def test_the_oldest_go_when_they_weigh_too_much_the_newest_never() -> None:
    log = RequestLog(total_bytes=1000)
    exchange(log, "x" * 600)
    exchange(log, "x" * 300)
    exchange(log, "x" * 300)
    assert [kept.number for kept in log] == [2, 3]
    exchange(log, "x" * 5000)
    assert [kept.number for kept in log] == [4]


def test_a_new_state_keeps_its_place_and_its_weight_is_counted_once() -> None:
    log = RequestLog(total_bytes=1000)
    first = exchange(log, "x" * 300)
    exchange(log, "x" * 300)
    for status in range(200, 210):
        log.put(replace(first, status=status))
    assert [kept.number for kept in log] == [1, 2]
    assert log.get(1) == replace(first, status=209)


def test_one_that_has_gone_stays_away() -> None:
    log = RequestLog(entries=1)
    first = exchange(log)
    exchange(log)
    log.put(replace(first, elapsed_s=1.0))
    assert [kept.number for kept in log] == [2]
    assert log.get(1) is None


def test_listeners_hear_every_state_until_they_stop() -> None:
    log = RequestLog()
    heard: list[Exchange] = []
    stop = log.on_change(heard.append)
    first = exchange(log)
    log.put(replace(first, elapsed_s=1.0))
    stop()
    exchange(log)
    assert [state.over for state in heard] == [False, True]


def test_an_exchange_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        exchange(RequestLog()).status = 200  # type: ignore[misc]
