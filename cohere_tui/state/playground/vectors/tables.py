"""Vectors, neighbours and sizes as tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from cohere_tui.state.columns import Cell, Column, Tone
from cohere_tui.state.playground.vectors.sizes import MILLION
from cohere_tui.state.sizes import bar, size

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cohere_tui.state.playground.vectors.picture import Measured, Neighbour
    from cohere_tui.state.playground.vectors.sizes import KindSize

_FIRST: Final = 6
"""So many numbers of a vector are shown."""
_BAR: Final = 12


@dataclass(frozen=True, slots=True)
class VectorRow:
    """The vector of an input."""

    label: str
    found: Measured

    @property
    def id(self) -> str:
        """What the row is known by."""
        return str(self.found.place)


@dataclass(frozen=True, slots=True)
class NeighbourRow:
    """An input, seen from another one."""

    label: str
    found: Neighbour
    rank: int
    """1 for the nearest."""

    @property
    def id(self) -> str:
        """What the row is known by."""
        return str(self.found.place)


@dataclass(frozen=True, slots=True)
class SizeRow:
    """What the vectors of a kind take."""

    found: KindSize
    drift: float | None = None
    """By how much cosines differ from those of the most exact kind, on average."""

    @property
    def id(self) -> str:
        """What the row is known by."""
        return self.found.kind


def vector_columns() -> tuple[Column[VectorRow], ...]:
    """What is shown of a vector."""
    return (
        _number(lambda row: row.found.place),
        Column("input", lambda row, _: Cell(row.label), 16, grows=True),
        Column("norm", _norm, 10, key=lambda row: row.found.norm or None, right=True),
        Column("dim", _dimension, 6, key=lambda row: row.found.dimension or None, right=True),
        Column("first numbers", _numbers, 24, grows=True, rank=1),
    )


def neighbour_columns(full: str, hollow: str) -> tuple[Column[NeighbourRow], ...]:
    """What is shown of a neighbour; the two signs are those of a bar."""

    def told(row: NeighbourRow, _: float) -> Cell:
        return Cell(bar(row.found.cosine, _BAR, full, hollow))

    return (
        Column("rank", lambda row, _: Cell(str(row.rank)), 5, lambda row: row.rank, right=True),
        Column(
            "cosine",
            lambda row, _: Cell(f"{row.found.cosine:.4f}"),
            7,
            key=lambda row: row.found.cosine,
            right=True,
        ),
        Column("bar", told, _BAR, key=lambda row: row.found.cosine, rank=1),
        _number(lambda row: row.found.place),
        Column("input", lambda row, _: Cell(row.label), 16, grows=True),
    )


def size_columns() -> tuple[Column[SizeRow], ...]:
    """What is shown of a kind."""
    return (
        Column("type", _came, 10),
        Column("dim", lambda row, _: Cell(f"{row.found.dimension:,}"), 6, right=True),
        _bytes("each", lambda found: found.each),
        _bytes("these", lambda found: found.all),
        _bytes("a million", lambda found: found.each * MILLION),
        Column("share", _share, 6, key=lambda row: row.found.of_floats, right=True),
        Column("moves cosines by", _drift, 16, key=lambda row: row.drift, right=True, rank=1),
    )


def rows_of_vectors(found: Iterable[Measured], labels: tuple[str, ...]) -> tuple[VectorRow, ...]:
    """A row for each input."""
    return tuple(VectorRow(labels[one.place], one) for one in found)


def rows_of_neighbours(
    found: Iterable[Neighbour], labels: tuple[str, ...]
) -> tuple[NeighbourRow, ...]:
    """A row for each neighbour, in their order."""
    return tuple(NeighbourRow(labels[one.place], one, at + 1) for at, one in enumerate(found))


def _number(place: Callable[[Any], int]) -> Column[Any]:
    return Column("no", lambda row, _: Cell(str(place(row) + 1)), 5, key=place, right=True)


def _norm(row: VectorRow, _: float) -> Cell:
    return Cell(f"{row.found.norm:.6g}" if row.found.vector is not None else "-", Tone.QUIET)


def _dimension(row: VectorRow, _: float) -> Cell:
    return Cell(f"{row.found.dimension:,}" if row.found.vector is not None else "-", Tone.QUIET)


def _numbers(row: VectorRow, _: float) -> Cell:
    if row.found.trouble:
        return Cell(row.found.trouble, Tone.WARNING)
    first = (row.found.vector or ())[:_FIRST]
    return Cell(" ".join(f"{one:g}" for one in first), Tone.QUIET)


def _came(row: SizeRow, _: float) -> Cell:
    return Cell(row.found.kind, Tone.READY if row.found.came else Tone.WAITING)


def _bytes(name: str, told: Callable[[KindSize], int]) -> Column[SizeRow]:
    return Column(
        name,
        lambda row, _: Cell(size(told(row.found))),
        9,
        key=lambda row: told(row.found),
        right=True,
    )


def _share(row: SizeRow, _: float) -> Cell:
    share = row.found.of_floats
    return Cell(f"{share:.0%}" if share >= 0.1 else f"{share:.1%}")


def _drift(row: SizeRow, _: float) -> Cell:
    if row.drift is None:
        return Cell("-", Tone.QUIET)
    return Cell(f"{row.drift:.4f}")
