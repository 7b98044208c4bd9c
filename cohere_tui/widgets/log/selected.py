"""The text of a selection on a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.widgets.log.strips import MARGIN

if TYPE_CHECKING:
    from textual.selection import Selection

    from cohere_tui.widgets.log.sheet import Sheet


def selected_text(sheet: Sheet, selection: Selection) -> str:
    """What `selection` covers, as text: no margin, no decoration, soft-wrapped lines joined again.

    Offsets are characters of the painted line and numbers of the sheet's lines.
    """
    first = selection.start.y if selection.start else 0
    last = min(selection.end.y if selection.end else sheet.height, sheet.height - 1)
    pieces: list[str] = []
    for number in range(first, last + 1):
        line, span = sheet.line(number), selection.get_span(number)
        if line is None or span is None:
            continue
        start = max(line.indent, span[0] - MARGIN)
        end = len(line.text) if span[1] == -1 else max(start, span[1] - MARGIN)
        pieces.append(line.text[start:end])
        if number < last:
            pieces.append(line.joint if line.wraps else "\n")
    return "".join(pieces)
