"""Single lines that are not Markdown: heads, folds, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from cohere_tui.plain import one_line
from cohere_tui.widgets.markdown.line import Line, Span

if TYPE_CHECKING:
    from cohere_tui.widgets.log.parts import Page


def row(*spans: tuple[str, str]) -> Line:
    """A line of (text, style name) pairs, made harmless."""
    return Line(
        spans=tuple(Span(one_line(text) if text.strip() else text, style) for text, style in spans)
    )


def head(who: str, note: str, page: Page) -> Line:
    """Who speaks on the left, a dim note at the right end of the line."""
    who = one_line(who)
    room = page.width - cell_len(who)
    if cell_len(note) + 2 > room:
        return Line(spans=(Span(set_cell_size(who, min(cell_len(who), page.width)), "who"),))
    return Line(spans=(Span(who, "who"), Span(note.rjust(room), "dim")))


def folded(opened: bool, what: str, page: Page) -> Line:
    """The line that opens and closes something."""
    sign = page.signs.opened if opened else page.signs.folded
    return row((f"{sign} {what}", "dim"))
