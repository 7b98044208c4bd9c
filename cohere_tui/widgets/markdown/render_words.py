"""Paragraphs and headings as lines; of a long one that grows, only the last lines anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.widgets.markdown.harmless import cite, shown
from cohere_tui.widgets.markdown.line import set_line
from cohere_tui.widgets.markdown.wrap import fold, part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.widgets.markdown.block import Run, Words
    from cohere_tui.widgets.markdown.line import Lines
    from cohere_tui.widgets.markdown.margin import Margin
    from cohere_tui.widgets.markdown.wrap import Folded


def lay_words(lines: Lines, words: Words, margin: Margin) -> None:
    """Append the lines of `words`, going on where `lines` were left."""
    block, _, look, marks = lines.made_for
    resumed = lines.parts > 0
    runs = words.parts.since(lines.parts - 1 if resumed else 0)
    if resumed:
        runs = _from(runs, lines.edge)
        marks = [mark for mark in marks if mark.end > lines.edge]
    start = None if resumed else block.start
    rows = fold(cite(shown(runs), marks, look, block.end, start), margin.room)
    laid = len(lines)
    for number, row in enumerate(rows):
        spans, indent = margin.of(number + resumed)
        lines.append(set_line(spans, row.runs, indent, wraps=row.wraps, joint=row.joint))
    if words.parts.count:
        _leave(lines, words, rows, laid)


def _from(runs: Sequence[Run], edge: int) -> list[Run]:
    """The runs from offset `edge` of the document on."""
    first = runs[0]
    return [part(first, edge - first.at, len(first.text)), *runs[1:]]


def _leave(lines: Lines, words: Words, rows: Sequence[Folded], laid: int) -> None:
    """Note from which line on the next layout must begin: two before the settled words end.

    The line before the one in which they end was broken for a word that is settled too.
    """
    base = lines.parts - 1 if lines.parts else 0
    settled = words.parts.since(base)[: words.parts.count - base]
    if not settled:
        return
    end = settled[-1].at + settled[-1].size
    begun = [n for n, row in enumerate(rows) if n and _start(row) is not None]
    begun = [n for n in begun if (_start(rows[n]) or 0) <= end][:-1]
    if not begun:
        return
    edge = _start(rows[begun[-1]])
    for number, run in enumerate(settled):
        if edge is not None and run.at <= edge < run.at + run.size and run.size == len(run.text):
            lines.parts = base + number + 1
            lines.laid = laid + begun[-1]
            lines.edge = edge
            return


def _start(row: Folded) -> int | None:
    """Where in the document a row starts, if that can be told."""
    if not row.runs or row.runs[0].at < 0 or row.runs[0].size != len(row.runs[0].text):
        return None
    return row.runs[0].at
