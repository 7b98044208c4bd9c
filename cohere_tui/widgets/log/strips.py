"""A line as the strip of cells that is painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip

if TYPE_CHECKING:
    from rich.style import Style

    from cohere_tui.widgets.log.ink import Ink
    from cohere_tui.widgets.markdown.line import Line

MARGIN = 2
"""Cells left of every line: the cursor's bar and a space."""


def strip_of(line: Line, ink: Ink, bar: str) -> Strip:
    """`line` after its margin; `bar` stands in it, a space where the cursor is elsewhere."""
    base = ink.base
    segments = [Segment(bar + " ", ink["bar"] if bar != " " else base)]
    segments += [Segment(span.text, ink[span.style]) for span in line.spans]
    return Strip(segments)


def marked(strip: Strip, start: int, end: int, style: Style) -> Strip:
    """`strip` with the characters from `start` to before `end` (-1: all) in `style` too."""
    segments: list[Segment] = []
    at = 0
    for text, own, _ in strip:
        low = min(max(start - at, 0), len(text))
        high = len(text) if end == -1 else min(max(end - at, low), len(text))
        pieces = (
            (text[:low], own),
            (text[low:high], (own + style) if own else style),
            (text[high:], own),
        )
        segments.extend(Segment(piece, look) for piece, look in pieces if piece)
        at += len(text)
    return Strip(segments, strip.cell_length)
