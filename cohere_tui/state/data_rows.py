"""Rows of a dataset, to be looked at: what their columns are, and what stands in a cell."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from cohere_tui.plain import one_line
from cohere_tui.state.avro_schema import fields_of
from cohere_tui.state.columns import Cell, Column, Tone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_WIDEST: Final = 24
_NARROWEST: Final = 4
_LONGEST: Final = 200
"""Characters of a cell that are looked at."""
_FEW: Final = 4
"""So many numbers of a list are shown."""
_MOST: Final = 50
"""So many other values."""
_DEEPEST: Final = 5


@dataclass(frozen=True, slots=True)
class DataRow:
    """One row, and which one it is, from 1."""

    number: int
    values: Mapping[str, Any]

    @property
    def id(self) -> str:
        """What a table knows it by."""
        return str(self.number)


def numbered(rows: Sequence[Mapping[str, Any]]) -> tuple[DataRow, ...]:
    """Rows with their numbers."""
    return tuple(DataRow(number, values) for number, values in enumerate(rows, 1))


def columns_of(schema: str, rows: Sequence[DataRow]) -> tuple[Column[Any], ...]:
    """A column for each field of `schema`, and for what else is in the rows.

    What is null in all of them stands behind the others, and only in the wide view.
    """
    paths = dict.fromkeys(one.path for one in fields_of(schema))
    known = {path[0] for path in paths}
    paths |= dict.fromkeys((name,) for row in rows for name in row.values if name not in known)
    longest = {
        path: max((len(text_of(value_at(row, path))) for row in rows), default=0) for path in paths
    }
    filled = [path for path in paths if longest[path]]
    empty = [path for path in paths if not longest[path]]
    grows = max(longest, key=longest.__getitem__, default=None)
    return (
        Column("#", _number, 4, key=lambda row: row.number, right=True),
        *(_column(path, rows, grows=path == grows) for path in filled),
        *(_column(path, (), grows=path == grows, wide=bool(filled)) for path in empty),
    )


def value_at(row: DataRow, path: tuple[str, ...]) -> Any:
    """What stands in a row at a path through its records; None where the path ends early."""
    value: Any = row.values
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def text_of(value: Any, depth: int = 0) -> str:
    """A value on one line: long lists of numbers by their beginning and length, null as nothing."""
    match value:
        case None:
            return ""
        case str():
            return one_line(value, _LONGEST)
        case bool() | int():
            return json.dumps(value)
        case float():
            return f"{value:.6g}"
        case bytes():
            return f"{len(value):,} bytes"
        case list() | dict() if depth == _DEEPEST:
            return "…"
        case list():
            return _list(value, depth + 1)
        case dict():
            few = islice(value.items(), _MOST)
            items = (f"{name}: {text_of(one, depth + 1)}" for name, one in few)
            return one_line(f"{{{', '.join(items)}}}", _LONGEST)
    return one_line(str(value), _LONGEST)


def _list(values: list[Any], depth: int) -> str:
    """No more than can be seen: a row may hold a megabyte."""
    if len(values) > _FEW and all(map(_is_number, values[:_FEW])):
        begin = ", ".join(text_of(one, depth) for one in values[:_FEW])
        return f"{begin}, … {len(values):,} numbers"
    items = ", ".join(text_of(one, depth) for one in values[:_MOST])
    return one_line(f"[{items}]", _LONGEST)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _number(row: DataRow, _: float) -> Cell:
    return Cell(row.id, Tone.QUIET)


def _column(
    path: tuple[str, ...], rows: Sequence[DataRow], *, grows: bool = False, wide: bool = False
) -> Column[Any]:
    values = [value_at(row, path) for row in rows]
    numbers = all(one is None or _is_number(one) for one in values)
    name = one_line(".".join(path), _WIDEST)
    widest = max(len(text) for text in (name, *map(text_of, values)))
    return Column(
        name,
        partial(_cell, path),
        max(_NARROWEST, min(_WIDEST, widest)),
        key=partial(_amount if numbers else _word, path),
        grows=grows,
        right=numbers and not wide,
        wide=wide,
    )


def _cell(path: tuple[str, ...], row: DataRow, _: float) -> Cell:
    value = value_at(row, path)
    return Cell("null", Tone.QUIET) if value is None else Cell(text_of(value))


def _amount(path: tuple[str, ...], row: DataRow) -> float | None:
    value: float | None = value_at(row, path)
    return value


def _word(path: tuple[str, ...], row: DataRow) -> str | None:
    value = value_at(row, path)
    return None if value is None else text_of(value).casefold()
