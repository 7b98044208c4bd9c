"""A table as a file: CSV has its columns, JSON everything that is known of its rows. Pure."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any, Final, TypeVar

from cohere_tui.plain import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cohere_tui.state.columns import Column
    from cohere_tui.state.listing import Listing

Row = TypeVar("Row")

_HARMFUL: Final = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]"
)
"""What JSON may hold as it is, and a terminal or an editor would obey."""


def rows_of(listing: Listing[Row]) -> tuple[Row, ...]:
    """What is saved of a table, in its order: the marked rows; where none is, those shown."""
    if not listing.marked:
        return tuple(listing.rows[place] for place in listing.shown)
    everything = listing.filtered("")
    rows = (everything.rows[place] for place in everything.shown)
    return tuple(row for row in rows if listing.identify(row) in listing.marked)


def csv_lines(columns: Sequence[Column[Row]], rows: Sequence[Row], now: float) -> Iterator[str]:
    """All columns, those too that the table has no room for; their names first."""
    yield _line([column.name for column in columns])
    for row in rows:
        yield _line([_cell(column, row, now) for column in columns])


def jsonl_lines(rows: Sequence[Row], raw: Callable[[Row], Any]) -> Iterator[str]:
    """A row to a line."""
    for row in rows:
        yield f"{_json(raw(row))}\n"


def json_lines(rows: Sequence[Row], raw: Callable[[Row], Any]) -> Iterator[str]:
    """All rows as one list."""
    yield "["
    for place, row in enumerate(rows):
        text = _json(raw(row), indent=2).replace("\n", "\n  ")
        yield f"{',' if place else ''}\n  {text}"
    yield "\n]\n" if rows else "]\n"


def _line(cells: Sequence[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()


def _cell(column: Column[Row], row: Row, now: float) -> str:
    if column.exported is None:
        return plain(column.cell(row, now).text)
    value = column.exported(row)
    return "" if value is None else plain(str(value))


def _json(value: object, *, indent: int | None = None) -> str:
    text = json.dumps(value, indent=indent, ensure_ascii=False, default=str)
    return _HARMFUL.sub(lambda found: json.dumps(found[0])[1:-1], text)
