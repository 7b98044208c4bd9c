"""Moments as people say them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

_MINUTE: Final = 60
_HOUR: Final = 60 * _MINUTE
_DAY: Final = 24 * _HOUR
_WEEK: Final = 7 * _DAY
_YEAR: Final = 365 * _DAY
_UNITS: Final = ((_YEAR, "y"), (_WEEK, "w"), (_DAY, "d"), (_HOUR, "h"), (_MINUTE, "m"))


def ago(then: float, now: float) -> str:
    """How long before `now` it was: "now", "2m", "1h", "3d", "5w", "2y"; both in unix seconds.

    A moment to come, as from another machine's clock, is "now".
    """
    passed = now - then
    for size, sign in _UNITS:
        if passed >= size:
            return f"{int(passed // size)}{sign}"
    return "now"


def clock(then: float) -> str:
    """The time of day in the local zone: "10:41". `then` in unix seconds."""
    return f"{_local(then):%H:%M}"


def date_and_time(then: float) -> str:
    """Day and time in the local zone: "2026-03-09 10:41:07". `then` in unix seconds."""
    return f"{_local(then):%Y-%m-%d %H:%M:%S}"


def group(then: float, now: float) -> str:
    """The heading it belongs under: "Today", "Yesterday", "This week" or "Earlier".

    Days are those of the local calendar; "This week" is the seven days up to now. Both in unix
    seconds.
    """
    days = (_local(now).date() - _local(then).date()).days
    if days <= 0:
        return "Today"
    if days == 1:
        return "Yesterday"
    return "This week" if days < 7 else "Earlier"


def _local(moment: float) -> datetime:
    there = datetime.fromtimestamp(moment, tz=UTC)
    try:
        return there.astimezone()
    except OverflowError:  # the first and the last day of the calendar, which mean "never"
        return there
