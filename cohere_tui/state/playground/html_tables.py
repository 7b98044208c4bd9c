"""Tables that stand as HTML in Markdown (API.md 10), as tables of Markdown.

Only for showing: what is copied and exported stays as the server wrote it.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

_TABLE: Final = re.compile(r"<table\b[^>]*>.*?</table\s*>", re.IGNORECASE | re.DOTALL)
_MOST_COLUMNS: Final = 60
_CELLS: Final = ("td", "th")


def with_tables(markdown: str) -> str:
    """The same text with each HTML table in it as a table of Markdown.

    What is no whole table stays as it is, and so does a table in a code block.
    """
    if "<table" not in markdown.lower():
        return markdown
    pieces = re.split(r"(^```.*?^```[^\n]*$)", markdown, flags=re.DOTALL | re.MULTILINE)
    return "".join(one if one.startswith("```") else _TABLE.sub(_set, one) for one in pieces)


def table_of(html: str) -> str:
    """An HTML table as a table of Markdown; empty when there are no cells in it."""
    rows = rows_of(html)
    columns = max(map(len, rows), default=0)
    if not columns:
        return ""
    full = [(*row, *[""] * (columns - len(row))) for row in rows]
    head, *others = [_line(row) for row in full]
    return "\n".join((head, "|" + " --- |" * columns, *others))


def rows_of(html: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a table, cell by cell. A cell over several columns is followed by empty ones."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_row()
    return tuple(reader.rows)


def _set(found: re.Match[str]) -> str:
    table = table_of(found[0])
    return f"\n\n{table}\n\n" if table else found[0]


def _line(row: tuple[str, ...]) -> str:
    cells = (cell.replace("\\", "\\\\").replace("|", "\\|") or " " for cell in row)
    return "| " + " | ".join(cells) + " |"


class _Reader(HTMLParser):
    """Collects cells. A table within a cell is text of that cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[tuple[str, ...]] = []
        self._row: list[str] = []
        self._cell: list[str] | None = None
        self._span = 1
        self._deep = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._deep += 1
        if self._deep > 1:
            self._write(" ")
        elif tag == "tr":
            self.end_row()
        elif tag in _CELLS:
            self._end_cell()
            self._cell, self._span = [], _number(dict(attrs).get("colspan"))
        elif tag in ("br", "p", "div", "li"):
            self._write(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._deep -= 1
        elif self._deep <= 1 and tag == "tr":
            self.end_row()
        elif self._deep <= 1 and tag in _CELLS:
            self._end_cell()

    def handle_data(self, data: str) -> None:
        self._write(data)

    def end_row(self) -> None:
        """What came since the last one is a row."""
        self._end_cell()
        if self._row:
            self.rows.append(tuple(self._row[:_MOST_COLUMNS]))
        self._row = []

    def _write(self, text: str) -> None:
        if self._cell is not None:
            self._cell.append(text)

    def _end_cell(self) -> None:
        if self._cell is not None:
            self._row += [" ".join("".join(self._cell).split()), *[""] * (self._span - 1)]
        self._cell = None


def _number(text: str | None) -> int:
    return min(_MOST_COLUMNS, max(1, int(text))) if text and text.strip().isdigit() else 1
