"""Text in terminal cells."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size


def fit(text: str, cells: int, ellipsis: str = "…", *, right: bool = False) -> str:
    """`text` in exactly `cells` cells, cut with an ellipsis or padded; wide ones count as two."""
    length = cell_len(text)
    if length <= cells:
        return " " * (cells - length) + text if right else set_cell_size(text, cells)
    if cells <= len(ellipsis):
        return ellipsis[: max(0, cells)]
    return set_cell_size(text, cells - len(ellipsis)) + ellipsis
