"""How much is measured, and the turn-taking that keeps comparisons fair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Ours = TypeVar("Ours")
Theirs = TypeVar("Theirs")


@dataclass(frozen=True, slots=True)
class Plan:
    """Full, or quick: fewer runs, faster streams, less of what only informs."""

    runs: int = 5
    quick: bool = False


def in_turn(
    runs: int, ours: Callable[[], Ours], theirs: Callable[[], Theirs]
) -> tuple[tuple[Ours, ...], tuple[Theirs, ...]]:
    """Run both so many times, one after the other, so that a busy minute meets them alike."""
    pairs = [(ours(), theirs()) for _ in range(runs)]
    return tuple(one for one, _ in pairs), tuple(other for _, other in pairs)
