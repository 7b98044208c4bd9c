"""Code as lines: a dim language, one column of padding, no frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.widgets.markdown.block import Run
from cohere_tui.widgets.markdown.harmless import cite, shown
from cohere_tui.widgets.markdown.line import Line, Span, set_line
from cohere_tui.widgets.markdown.wrap import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.widgets.markdown.block import Code
    from cohere_tui.widgets.markdown.line import Lines
    from cohere_tui.widgets.markdown.margin import Margin

_PADDING = Span(" ", "fence")


def lay_code(lines: Lines, code: Code, margin: Margin) -> None:
    """Append the lines of `code`, going on where `lines` were left."""
    block, _, look, marks = lines.made_for
    top = 1 if block.gap else 0
    padding = (_PADDING,) if margin.room > 2 else ()
    room = margin.room - len(padding)
    if not lines.parts and (code.language or not len(code.parts)):
        label = fold([Run(code.language, "fence.label", -1, 0)], room)[0].runs
        lines.append(
            Line(
                (*margin.first, *padding, *[Span(r.text, r.style) for r in label]),
                margin.indent + len(padding),
            )
        )
    start = lines.parts
    for number, painted in enumerate(code.painter.paint(code, start), start):
        runs = shown(painted, code=True)
        if marks and runs:
            runs = cite(runs, marks, look, runs[-1].at + runs[-1].size + 1)
        rows = fold(runs, room, words=False)
        if not look.wrap_code and len(rows) > 1:
            rows = [
                rows[0]._replace(
                    runs=_cut(rows[0].runs, room, ascii_only=look.ascii), wraps=False, joint=""
                )
            ]
        for row in rows:
            spans, _ = margin.of(len(lines) - top)
            indent = margin.indent + len(padding)
            lines.append(set_line((*spans, *padding), row.runs, indent, wraps=row.wraps))
        if number < code.parts.count:
            lines.laid = len(lines)
            lines.parts = number + 1
            if painted:
                lines.edge = max(lines.edge, painted[-1].at + painted[-1].size)


def _cut(runs: Sequence[Run], room: int, *, ascii_only: bool) -> list[Run]:
    """The beginning of a row that is too long, with a sign that says so."""
    sign = Run(">" if ascii_only else "…", "dim", -1, 0)
    return [*fold(runs, room - 1, words=False)[0].runs, sign] if room > 1 else [sign]
