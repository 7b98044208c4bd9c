"""Rows of text under the names of their columns, for where nothing is cut. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from rich.cells import cell_len

from cohere_tui.plain import plain
from cohere_tui.state.exporting import rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.state.listing import Listing

_WIDEST: Final = 40
"""Cells that are kept free for a column: behind a longer text the next one begins later."""
_GAP: Final = 2


def aligned(names: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool] = ()) -> str:
    """A line for the names and one for each row; those of numbers stand to the `right`."""
    lines = [[" ".join(plain(text).split()) for text in row] for row in (names, *rows)]
    widths = [min(_WIDEST, max(map(cell_len, column))) for column in zip(*lines, strict=True)]
    sides = [*right, *(False for _ in names[len(right) :])]
    return "\n".join(_line(line, widths, sides) for line in lines)


def _line(texts: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    cells = []
    for text, width, to_right in zip(texts, widths, right, strict=True):
        space = " " * max(0, width - cell_len(text))
        cells.append(f"{space}{text}" if to_right else f"{text}{space}")
    return (" " * _GAP).join(cells).rstrip()


def table_text(listing: Listing[Any]) -> str:
    """A table as it is filtered and sorted, or what is marked of it, with all its columns."""
    columns, rows = listing.columns, rows_of(listing)
    if not rows:
        return ""
    cells = [[column.cell(row, listing.now).text for column in columns] for row in rows]
    return aligned([one.name for one in columns], cells, [one.right for one in columns])
