"""Moments of things: how long ago in a list, day and time in a detail, exactly in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cohere_tui.state.ago import ago, date_and_time
from cohere_tui.state.columns import Cell, Column, Tone

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

_CELLS: Final = 4
"""As long as an age gets."""


def age_column(
    name: str,
    moment: Callable[[Any], datetime | None],
    *,
    unknown: str = "?",
    rank: int = 0,
    wide: bool = False,
) -> Column[Any]:
    """A column of ages, the youngest first when it is sorted."""

    def cell(thing: Any, now: float) -> Cell:
        at = moment(thing)
        return Cell(unknown if at is None else ago(at.timestamp(), now), Tone.QUIET)

    def youth(thing: Any) -> float | None:
        return newness(moment(thing))

    def exact(thing: Any) -> str | None:
        at = moment(thing)
        return None if at is None else at.isoformat()

    width = max(_CELLS, len(name))
    return Column(name, cell, width, key=youth, exported=exact, right=True, rank=rank, wide=wide)


def newness(moment: datetime | None) -> float | None:
    """What ages are sorted by: the youngest first."""
    return None if moment is None else -moment.timestamp()


def dated(moment: datetime | None, now: float | None = None, unknown: str = "not said") -> str:
    """Day and time; with `now` also how long ago that was."""
    if moment is None:
        return unknown
    at = moment.timestamp()
    return date_and_time(at) if now is None else f"{date_and_time(at)} ({ago(at, now)})"
