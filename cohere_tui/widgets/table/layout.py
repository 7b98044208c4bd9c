"""Which columns of a table are shown, and how wide: pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.state.columns import Column

GAP = 2
"""Cells between columns."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A column that is shown."""

    column: Column[Any]
    width: int


def laid_out(
    columns: Sequence[Column[Any]], room: int, *, wide: bool = False, at: str = ""
) -> tuple[Placed, ...]:
    """The columns that fit into `room` cells.

    Narrow: the wide ones are left out, then those of the highest rank until the rest fits. Wide:
    the first stays, and as many others as fit follow, the column called `at` among them. What room
    is left goes to the first column that grows.
    """
    chosen = _window(columns, room, at) if wide else _ranked(columns, room)
    left = room - _needed(chosen)
    grown = next((column for column in chosen if column.grows), None)
    return tuple(
        Placed(column, min(room, column.width + (left if column is grown and left > 0 else 0)))
        for column in chosen
    )


def _needed(columns: Sequence[Column[Any]]) -> int:
    return sum(column.width for column in columns) + GAP * max(0, len(columns) - 1)


def _ranked(columns: Sequence[Column[Any]], room: int) -> list[Column[Any]]:
    chosen = [column for column in columns if not column.wide]
    while len(chosen) > 1 and _needed(chosen) > room:
        # Of equals the one furthest to the right goes.
        at = max(range(1, len(chosen)), key=lambda place: (chosen[place].rank, place))
        del chosen[at]
    return chosen


def _window(columns: Sequence[Column[Any]], room: int, at: str) -> list[Column[Any]]:
    first, others = list(columns[:1]), list(columns[1:])
    while others:
        shown = others
        while len(shown) > 1 and _needed([*first, *shown]) > room:
            shown = shown[:-1]
        if at not in {column.name for column in others} or at in {one.name for one in shown}:
            return [*first, *shown]
        others = others[1:]
    return first
