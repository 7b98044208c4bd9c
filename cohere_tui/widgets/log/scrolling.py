"""Where the view of a sheet comes to stand. Everything that then is in sight has been made.

Heights of cards never seen are estimates. They become true on the way, and that moves what is
below: so ways are counted in lines from what was at the top, not in numbers of lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.widgets.log.places import line_of, place_at

if TYPE_CHECKING:
    from cohere_tui.widgets.log.sheet import Sheet

MOST_PAGES = 3
"""A longer way is a jump: what lies between is not made, only guessed."""


def end_of(sheet: Sheet, height: int) -> int:
    """The line at the top when the last one is at the bottom of a view of `height` lines."""
    sheet.settle_end(height)
    return max(0, sheet.height - height)


def opened_at(sheet: Sheet, line: int, height: int) -> int:
    """The line at the top when `line` is wanted there: less when there is too little below."""
    line = max(0, line)
    sheet.settle(line, line + height)
    return end_of(sheet, height) if line + height > sheet.height else line


def scrolled(sheet: Sheet, top: int, lines: int, height: int) -> int:
    """The line at the top after going `lines` down (up when negative) from `top`."""
    if abs(lines) > MOST_PAGES * height:
        return opened_at(sheet, top + lines, height)
    anchor = max(0, min(top, sheet.height - 1))
    place, way = place_at(sheet, anchor), top - anchor + lines
    if place is None:
        return 0
    wanted = anchor + way
    while True:
        sheet.settle(wanted, max(wanted + height, anchor))
        found = (line_of(sheet, place) or 0) + way
        if found == wanted:
            break
        wanted = found
    if lines > 0 and wanted + height > sheet.height:
        # Space below the end, left by following it, is no reason to go back up.
        return max(min(top, wanted), end_of(sheet, height))
    return opened_at(sheet, wanted, height) if wanted < 0 else wanted
