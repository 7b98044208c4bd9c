"""The stages of a training one after the other, each with the time it took."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.models.finetunes import Event


@dataclass(frozen=True, slots=True)
class Stay:
    """How long something was in a stage."""

    event: Event
    """What brought it there."""
    seconds: float | None
    """None where the server does not say when, or where it stays for good."""
    lasts: bool = False
    """Whether it is there still, and will not stay."""


def stays(events: Sequence[Event], now: float, *, over: bool) -> tuple[Stay, ...]:
    """The stages in their order, of `events` that come newest first. `now` in unix seconds.

    `over` says that the last stage is where it stays. Clocks that disagree make no time negative.
    """
    told = []
    until: float | None = None if over else now
    for place, event in enumerate(events):
        since = event.created_at.timestamp() if event.created_at is not None else None
        seconds = None if since is None or until is None else max(0.0, until - since)
        told.append(Stay(event, seconds, lasts=place == 0 and not over))
        until = since
    return tuple(reversed(told))
