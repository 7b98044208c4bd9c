"""An answer as a table: to be written into a file, or to be held against another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cohere_tui.state.filed import csv_line, json_text

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of JSON values under the names of their columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...] = ()

    def jsonl(self) -> Iterator[str]:
        """A JSON object a line, each with its line feed."""
        for row in self.rows:
            yield json_text(dict(zip(self.columns, row, strict=True))) + "\n"

    def texts(self) -> Iterator[list[str]]:
        """The names, then the rows; what is no text is JSON."""
        for row in (self.columns, *self.rows):
            yield [_cell(value) for value in row]

    def csv(self) -> Iterator[str]:
        """A line of names, then the rows, each with its line end; what is no text is JSON."""
        yield from map(csv_line, self.texts())


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json_text(value)
