"""What a list shows of a dataset, and the room that all of them take (API.md 14)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from cohere_tui.state.avro_schema import fields_of
from cohere_tui.state.columns import Cell, Column, Tone, id_column, number_column
from cohere_tui.state.moments import age_column
from cohere_tui.state.pace import Pace
from cohere_tui.state.sizes import bar, size, so_far

if TYPE_CHECKING:
    from cohere_tui.models.datasets import Dataset

SOON_DAYS: Final = 3
"""Datasets with fewer days left are warned of."""

_UNKNOWN: Final = Cell("?", Tone.QUIET)
_TONES: Final = {
    "validated": Tone.READY,
    "failed": Tone.FAILED,
    "skipped": Tone.WARNING,
    "queued": Tone.WAITING,
    "unknown": Tone.WAITING,
    "processing": Tone.WORKING,
}
_BAR_CELLS: Final = 10
_FULL: Final = 0.9
"""A share of the quota that is worth a warning."""


def status_of(dataset: Dataset) -> Cell:
    """How far its validation is, in a word; a word we do not know is shown as it is."""
    word = dataset.status or "unknown"
    return Cell(word, _TONES.get(word, Tone.WAITING))


def lifetime(dataset: Dataset, now: float) -> Cell:
    """The days until it is removed."""
    days = dataset.days_left(datetime.fromtimestamp(now, UTC))
    if days is None:
        return _UNKNOWN
    return Cell(f"{days}d", Tone.WARNING if days < SOON_DAYS else Tone.PLAIN)


def usage_words(used: int | None, quota: int, signs: tuple[str, str, str]) -> str:
    """How many bytes of the quota are used, with a bar: `3.2 of 10 GB ▓▓▓░░░░░░░`.

    `signs` stand for what is used, what is left, and a warning.
    """
    if used is None:
        return "usage not said"
    full, hollow, warning = signs
    share = used / quota
    sign = f"{warning} " if share >= _FULL else ""
    return f"{sign}{so_far(Pace(used, quota))} {bar(share, _BAR_CELLS, full, hollow)}"


# --- columns


def _name(dataset: Dataset, _: float) -> Cell:
    return Cell(dataset.name or dataset.id)


def _kind(dataset: Dataset, _: float) -> Cell:
    """What it is for: all that a list has room for; what only begins with `embed` has no other."""
    kind = dataset.dataset_type
    short = kind if kind == "embed-input" else kind.removesuffix("-input")
    return Cell(short or "?", Tone.QUIET)


def _bytes(dataset: Dataset, _: float) -> Cell:
    return _UNKNOWN if dataset.size is None else Cell(size(dataset.size))


def _fields(dataset: Dataset, _: float) -> Cell:
    names = [one.name for one in fields_of(dataset.avro_schema)]
    return Cell(", ".join(names), Tone.QUIET)


def _removed(dataset: Dataset) -> str | None:
    return None if dataset.expires_at is None else dataset.expires_at.isoformat()


def _created(dataset: Dataset) -> float | None:
    return None if dataset.created_at is None else dataset.created_at.timestamp()


COLUMNS: Final[tuple[Column[Any], ...]] = (
    Column("name", _name, 13, grows=True),
    Column("type", _kind, 14, rank=2),
    number_column("rows", lambda one: one.rows, 9, rank=3),
    number_column("size", lambda one: one.size, 7, _bytes, rank=4),
    age_column("age", lambda one: one.created_at, rank=5),
    Column("left", lifetime, 4, key=_created, exported=_removed, right=True, rank=1),
    Column("status", lambda one, _: status_of(one), 12),
    id_column("id", lambda one: one.id, 24, wide=True),
    Column("fields", _fields, 24, wide=True),
    age_column("updated", lambda one: one.updated_at, wide=True),
)
