"""How much of a confusion matrix is in sight, and how wide its parts are: pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from cohere_tui.plain import one_line
from cohere_tui.state.playground.scoring import NONE

if TYPE_CHECKING:
    from cohere_tui.state.playground.scoring import Confusion

HEADING: Final = 2
"""Lines above the cells."""
SHARE: Final = 7
"""Cells of a precision or a recall."""
_WIDEST_NAME: Final = 24
_COUNTED: Final = 14
"""Room to say which rows are in sight."""
_NARROWEST: Final = 6
_READABLE: Final = 9
"""Where not all columns fit, so much of their names should."""
_WIDEST: Final = 14


@dataclass(frozen=True, slots=True)
class MatrixLayout:
    """The parts of a matrix in terminal cells."""

    name: int = 8
    """How wide the labels of the rows are."""
    shares: bool = False
    """Whether there is room for precision and recall."""
    cell: int = _NARROWEST
    across: int = 1
    """How many columns are in sight."""
    down: int = 1
    """How many rows are."""

    @property
    def edge(self) -> int:
        """Where the cells begin."""
        return 3 + self.name + (2 * SHARE if self.shares else 0)


def laid_out(matrix: Confusion, width: int, height: int) -> MatrixLayout:
    """The parts, so that as many columns as possible are in sight with names that can be read."""
    longest = max((cell_len(named(one, _WIDEST_NAME)) for one in matrix.rows), default=0)
    scrolls = len(matrix.rows) > max(1, height - HEADING)
    name = max(_COUNTED if scrolls else 8, min(longest, width // 3))
    shares = width >= 3 + name + 2 * SHARE + 2 * _NARROWEST
    edge = MatrixLayout(name, shares).edge
    widest = max((cell_len(named(one, _WIDEST)) for one in matrix.columns), default=0)
    room = max(1, width - edge)
    wanted = max(_NARROWEST, widest + 2)
    cell = max(min(wanted, _READABLE), min(wanted, room // max(1, len(matrix.columns))))
    return MatrixLayout(name, shares, cell, max(1, room // cell), max(1, height - HEADING))


def scrolled(first: int, at: int, seen: int, count: int) -> int:
    """What comes first, so that `at` is in sight and no room is left empty."""
    return max(0, min(max(first, at - seen + 1), at, max(0, count - seen)))


def named(label: str, limit: int = 200) -> str:
    """A label on one line."""
    return "(none)" if label == NONE else one_line(label, limit)
