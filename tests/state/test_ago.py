"""Moments as people say them."""

from __future__ import annotations

import time
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.state.ago import ago, clock, date_and_time, group

if TYPE_CHECKING:
    from collections.abc import Iterator

MINUTE, HOUR, DAY = 60, 3600, 86400


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (-5000, "now"),
        (0, "now"),
        (59.9, "now"),
        (MINUTE, "1m"),
        (2 * MINUTE + 59, "2m"),
        (HOUR - 1, "59m"),
        (HOUR, "1h"),
        (DAY - 1, "23h"),
        (DAY, "1d"),
        (7 * DAY - 1, "6d"),
        (7 * DAY, "1w"),
        (36 * DAY, "5w"),
        (365 * DAY - 1, "52w"),
        (365 * DAY, "1y"),
        (800 * DAY, "2y"),
    ],
)
def test_how_long_ago(passed: float, said: str) -> None:
    assert ago(1_700_000_000.0, 1_700_000_000.0 + passed) == said


@pytest.fixture(params=["UTC", "Europe/Dublin", "America/New_York", "Asia/Kolkata"])
def zone(request: pytest.FixtureRequest) -> Iterator[ZoneInfo]:
    """Each of several zones as the local one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield ZoneInfo(request.param)
    time.tzset()


def moment(zone: ZoneInfo, day: int, hour: int, minute: int = 0) -> float:
    return datetime(2026, 11, day, hour, minute, tzinfo=zone).timestamp()


def test_the_clock_is_local(zone: ZoneInfo) -> None:
    assert clock(moment(zone, 21, 10, 41)) == "10:41"
    assert clock(moment(zone, 21, 0, 5)) == "00:05"
    assert date_and_time(moment(zone, 21, 0, 5))[7:] == "-21 00:05:00"


@pytest.mark.parametrize(
    ("day", "hour", "heading"),
    [
        (21, 23, "Today"),
        (21, 9, "Today"),
        (21, 0, "Today"),
        (22, 1, "Today"),
        (20, 23, "Yesterday"),
        (20, 0, "Yesterday"),
        (19, 23, "This week"),
        (15, 0, "This week"),
        (14, 23, "Earlier"),
        (1, 0, "Earlier"),
    ],
)
def test_headings_follow_the_local_calendar(
    zone: ZoneInfo, day: int, hour: int, heading: str
) -> None:
    assert group(moment(zone, day, hour), moment(zone, 21, 10)) == heading


@given(st.floats(0, 4e9), st.floats(0, 4e9))
def test_any_two_moments_can_be_told(then: float, now: float) -> None:
    assert ago(then, now)
    assert group(then, now) in {"Today", "Yesterday", "This week", "Earlier"}
    assert len(clock(then)) == 5
