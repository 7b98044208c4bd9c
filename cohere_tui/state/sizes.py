"""Sizes as people say them, and how far something long is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cohere_tui.state.naming import duration

if TYPE_CHECKING:
    from cohere_tui.state.pace import Pace

_UNITS: Final = ("KB", "MB", "GB", "TB")


def size(number: float) -> str:
    """Bytes in few cells, in thousands: `412 B`, `8.1 MB`, `120 KB`, `1.5 GB`."""
    if number < 999.5:
        return f"{number:.0f} B"
    for unit in _UNITS:
        number /= 1000
        if number < 9.95:
            return f"{number:.1f} {unit}"
        if number < 999.5 or unit == _UNITS[-1]:
            return f"{number:,.0f} {unit}"
    raise AssertionError(number)


def bar(share: float, cells: int, full: str, empty: str) -> str:
    """A bar of so many cells; only what is done is full, and what is begun is not empty."""
    share = min(1.0, max(0.0, share))
    done = int(share * cells)
    if share and not done:
        done = min(1, cells)
    return full * done + empty * (cells - done)


def so_far(pace: Pace) -> str:
    """`1.2 of 28 MB`, or `1.2 MB` where the total is not known."""
    done = size(pace.done)
    if pace.total is None:
        return done
    total = size(pace.total)
    number, _, unit = done.partition(" ")
    return f"{number} of {total}" if total.endswith(f" {unit}") else f"{done} of {total}"


def pace_words(pace: Pace) -> tuple[str, ...]:
    """Share, bytes, rate and time left, as far as they are known."""
    words = [] if pace.share is None else [f"{int(pace.share * 100)}%"]
    words.append(so_far(pace))
    if pace.rate:
        words.append(f"{size(pace.rate)}/s")
    left = pace.seconds_left
    if left and pace.rate:
        words.append(f"{duration(left)} left")
    return tuple(words)
