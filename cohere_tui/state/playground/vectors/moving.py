"""From one point of a map to the nearest one on a side."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

Spot: TypeAlias = tuple[float, float]
"""To the right, and down."""


def towards(spots: Sequence[Spot], here: int, across: int, down: int) -> int | None:
    """The spot one comes to from `here`: the nearest of those that lie rather that way than aside.

    Where there is none, the nearest of those that lie that way at all; None where none does.
    """
    x, y = spots[here]
    ways = []
    for at, (left, top) in enumerate(spots):
        forward = (left - x) * across + (top - y) * down
        aside = abs((left - x) * down) + abs((top - y) * across)
        if forward > 0:
            ways.append((aside > forward, forward + 2 * aside, at))
    return min(ways)[2] if ways else None
