"""Text that is not Markdown as lines: what a person typed, arguments, notes."""

from __future__ import annotations

from cohere_tui.plain import plain
from cohere_tui.widgets.markdown.block import Run
from cohere_tui.widgets.markdown.line import Line, set_line
from cohere_tui.widgets.markdown.wrap import fold

_TAB = 4


def plain_lines(text: str, width: int, style: str = "text") -> list[Line]:
    """`text` as it is, made harmless and wrapped at spaces to `width` cells."""
    harmless = plain(text).expandtabs(_TAB)
    rows = fold([Run(harmless, style, -1, len(harmless))], max(1, width))
    return [set_line((), row.runs, 0, wraps=row.wraps, joint=row.joint) for row in rows]
