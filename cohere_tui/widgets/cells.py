"""Text in terminal cells."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size


def fit(
    text: str, cells: int, ellipsis: str = "…", *, right: bool = False, middle: bool = False
) -> str:
    """`text` in exactly `cells` cells, cut with an ellipsis or padded; wide ones count as two.

    `middle`: what is cut is the middle; of both ends the begin stays longer.
    """
    length = cell_len(text)
    if length <= cells:
        return " " * (cells - length) + text if right else set_cell_size(text, cells)
    if cells <= len(ellipsis):
        return ellipsis[: max(0, cells)]
    left = cells - len(ellipsis)
    end = _end(text, left // 2) if middle else ""
    return set_cell_size(text, left - cell_len(end)) + ellipsis + end


def tail(text: str, cells: int, ellipsis: str = "…") -> str:
    """The end of `text` in `cells` cells at most, behind an ellipsis where it is cut."""
    if cell_len(text) <= cells:
        return text
    return ellipsis[: max(0, cells)] + _end(text, max(0, cells - len(ellipsis)))


def _end(text: str, cells: int) -> str:
    """As much of the end as fits, in whole characters."""
    end = text[len(text) - cells :] if cells > 0 else ""
    while cell_len(end) > cells:
        end = end[1:]
    return end
