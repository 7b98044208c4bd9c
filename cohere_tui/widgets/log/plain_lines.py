"""Text that is not Markdown as lines: what a person typed, arguments, notes."""

from __future__ import annotations

from cohere_tui.plain import plain
from cohere_tui.state.naming import count
from cohere_tui.widgets.markdown.block import Run
from cohere_tui.widgets.markdown.line import Line, set_line
from cohere_tui.widgets.markdown.wrap import fold

MOST_DRAWN = 200_000
"""Characters of one text that are drawn; the rest is kept, copied and sent, but not shown."""

_TAB = 4


def plain_lines(text: str, width: int, style: str = "text") -> list[Line]:
    """`text` as it is, made harmless and wrapped at spaces to `width` cells."""
    text = harmless(text)
    rows = fold([Run(text, style, -1, len(text))], max(1, width))
    return [set_line((), row.runs, 0, wraps=row.wraps, joint=row.joint) for row in rows]


def harmless(text: str) -> str:
    """`text` as it may be shown: nothing acts on the terminal, tabs are spaces."""
    return plain(text).expandtabs(_TAB)


def bounded_lines(text: str, width: int, style: str = "text") -> list[Line]:
    """The beginning of `text` as lines, and a last one that tells how much is not drawn."""
    lines = plain_lines(text[:MOST_DRAWN], width, style)
    return lines + not_drawn(len(text) - MOST_DRAWN, width)


def not_drawn(characters: int, width: int) -> list[Line]:
    """What stands below a text of which so many characters are not drawn; nothing when none."""
    if characters <= 0:
        return []
    verb = "is" if characters == 1 else "are"
    more = count(characters, "more character")
    return plain_lines(f"… {more} {verb} kept and copied, but not drawn", width, "dim")
