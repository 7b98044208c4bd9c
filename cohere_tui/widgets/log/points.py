"""Points of a sheet's text, as a selection keeps them: they stay whatever comes or goes above.

A point is one of Textual's offsets. Its `y` tells the entry and the line within it; its `x` counts
characters, `WIDE` for each, because Textual adds one for each cell of a wide character and for the
end of what is selected. So the order of points is that of the text, and which character is meant
can be told from every cell of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Offset
from textual.strip import Strip

from cohere_tui.widgets.markdown.measure import clusters, one_each

if TYPE_CHECKING:
    from textual.selection import Selection

    from cohere_tui.widgets.log.sheet import Sheet
    from cohere_tui.widgets.markdown.line import Line

WIDE = 1 << 12
"""More than the cells of any line."""
TALL = 1 << 22
"""More than the lines of any entry."""


def row_at(sheet: Sheet, line: int) -> int:
    """The `y` of a line of a sheet that is not empty, of the last one below it."""
    number, within = sheet.at(min(line, sheet.height - 1))
    return (sheet.first + number) * TALL + within


def card_at(sheet: Sheet, row: int) -> tuple[int, int]:
    """The number of the card that a `y` is in, and the line within it; the nearest there is."""
    number, within = divmod(row, TALL)
    number -= sheet.first
    if number < 0:
        return 0, 0
    if number >= len(sheet.cards):
        last = len(sheet.cards) - 1
        return last, sheet.made(sheet.cards[last].entry.id).height(sheet.page) - 1
    return number, within


def line_at(sheet: Sheet, row: int) -> int:
    """The line of the sheet that a `y` is."""
    number, within = card_at(sheet, row)
    return sheet.top_of(sheet.cards[number].entry.id) + within


def stepped(sheet: Sheet, row: int, lines: int) -> int:
    """The `y` so many lines further down (up when negative), or that of the end before it."""
    number, within = card_at(sheet, row)
    within += lines
    while within < 0 and number > 0:
        number -= 1
        within += sheet.made(sheet.cards[number].entry.id).height(sheet.page)
    height = sheet.made(sheet.cards[number].entry.id).height(sheet.page)
    while within >= height and number < len(sheet.cards) - 1:
        number, within = number + 1, within - height
        height = sheet.made(sheet.cards[number].entry.id).height(sheet.page)
    return (sheet.first + number) * TALL + max(0, min(within, height - 1))


def edges_of(line: Line) -> list[int]:
    """Where in a line's text a selection may begin or end: no character is ever cut."""
    text = line.text
    ends = range(1, len(text) + 1) if one_each(text) else [end for _, end, _ in clusters(text)]
    return [line.indent, *(end for end in ends if end > line.indent)]


def covered(line: Line, selection: Selection, row: int) -> tuple[int, int] | None:
    """Which characters of a line's text are selected, from and to; None when the line is not."""
    span = selection.get_span(row)
    if span is None:
        return None
    edges, size = edges_of(line), len(line.text)
    low = span[0] // WIDE
    high = size if span[1] == -1 else (span[1] - 1) // WIDE + 1
    start = max((edge for edge in edges if edge <= low), default=edges[0])
    end = next((edge for edge in edges if edge >= high), size) if high > edges[0] else start
    return start, max(start, end)


def with_points(strip: Strip, line: Line | None, margin: int, row: int) -> Strip:
    """`strip`, which shows `line` after its margin, knowing the point of each of its cells."""
    segments: list[Segment] = []
    ends = [end for _, end, _ in clusters(line.text)] if line is not None else []
    edges = iter([*(margin + end for end in ends), sum(len(text) for text, _, _ in strip)])
    size = margin + (ends[-1] if ends else 0)
    at, edge = 0, margin
    for text, style, _ in strip:
        done = 0
        while done < len(text):
            while edge <= at:
                edge = next(edges)
            piece = text[done : done + edge - at]
            x = WIDE * max(0, min(at, size) - margin)
            meta = Style.from_meta({"offset": (x, row)})
            segments.append(Segment(piece, style + meta if style else meta))
            done += len(piece)
            at += len(piece)
    return Strip(segments, strip.cell_length)


def point(row: int, character: int) -> Offset:
    """The point before a character of a line."""
    return Offset(WIDE * character, row)
