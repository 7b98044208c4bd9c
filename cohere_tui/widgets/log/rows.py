"""Single lines that are not Markdown: heads, folds, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from cohere_tui.plain import one_line, plain
from cohere_tui.widgets.markdown.line import Line, Span

if TYPE_CHECKING:
    from cohere_tui.widgets.log.parts import Page


def row(*spans: tuple[str, str]) -> Line:
    """A line of (text, style name) pairs, made harmless."""
    return Line(
        spans=tuple(Span(plain(text).replace("\n", " "), style) for text, style in spans if text)
    )


def head(who: str, note: str, page: Page) -> Line:
    """Who speaks on the left, a dim note at the right end of the line if there is room for it."""
    who = fitted(who, page.width, page)
    room = page.width - cell_len(who)
    if not note or cell_len(note) + 2 > room:
        return row((who, "who"))
    return row((who, "who"), (note.rjust(room), "dim"))


def folded(opened: bool, what: str, page: Page) -> Line:
    """The line that opens and closes something."""
    sign = page.signs.opened if opened else page.signs.folded
    return row((fitted(f"{sign} {what}", page.width, page), "dim"))


def fitted(text: str, cells: int, page: Page) -> str:
    """`text` on one line of at most `cells` cells (1 or more); a sign says that it goes on."""
    text = one_line(text, 2 * cells + 2)
    if cell_len(text) <= cells:
        return text
    sign = page.signs.ellipsis
    return set_cell_size(text, cells - cell_len(sign)).rstrip() + sign
