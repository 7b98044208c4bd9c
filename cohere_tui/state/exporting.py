"""A table as a file: CSV has its columns, JSON everything that is known of its rows. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from cohere_tui.plain import plain
from cohere_tui.state.filed import csv_line, json_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cohere_tui.state.columns import Column
    from cohere_tui.state.listing import Listing

Row = TypeVar("Row")


def rows_of(listing: Listing[Row]) -> tuple[Row, ...]:
    """What is saved of a table, in its order: the marked rows; where none is, those shown."""
    if not listing.marked:
        return tuple(listing.rows[place] for place in listing.shown)
    everything = listing.filtered("")
    rows = (everything.rows[place] for place in everything.shown)
    return tuple(row for row in rows if listing.identify(row) in listing.marked)


def csv_lines(columns: Sequence[Column[Row]], rows: Sequence[Row], now: float) -> Iterator[str]:
    """All columns, those too that the table has no room for; their names first."""
    yield csv_line([column.name for column in columns])
    for row in rows:
        yield csv_line([_cell(column, row, now) for column in columns])


def jsonl_lines(rows: Sequence[Row], raw: Callable[[Row], Any]) -> Iterator[str]:
    """A row to a line."""
    for row in rows:
        yield f"{json_text(raw(row))}\n"


def json_lines(rows: Sequence[Row], raw: Callable[[Row], Any]) -> Iterator[str]:
    """All rows as one list."""
    yield "["
    for place, row in enumerate(rows):
        text = json_text(raw(row), indent=2).replace("\n", "\n  ")
        yield f"{',' if place else ''}\n  {text}"
    yield "\n]\n" if rows else "]\n"


def _cell(column: Column[Row], row: Row, now: float) -> str:
    if column.exported is None:
        return plain(column.cell(row, now).text)
    value = column.exported(row)
    return "" if value is None else plain(str(value))
