"""A block as lines: for one width, one look, and the citations that mark its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.widgets.markdown.block import Code, Table, Words
from cohere_tui.widgets.markdown.line import Line, Lines, Look, Made, Mark, Span
from cohere_tui.widgets.markdown.margin import gap, margin
from cohere_tui.widgets.markdown.render_code import lay_code
from cohere_tui.widgets.markdown.render_table import lay_table
from cohere_tui.widgets.markdown.render_words import lay_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.widgets.markdown.block import Block


def render(
    block: Block,
    width: int,
    look: Look,
    marks: Sequence[Mark] = (),
    before: Lines | None = None,
) -> Lines:
    """The lines of `block`, none wider than `width` cells (1 or more).

    `marks` may be those of the whole document. `before` are the lines of an earlier version of
    the same block: then only what came since is laid out, and `Lines.kept` says how many lines
    are the same objects. The blank line before a block is its first line (if `block.gap`).
    """
    width = max(1, width)
    marks = [mark for mark in marks if mark.start < block.end and mark.end > block.start]
    made = Made(block, width, look, marks)
    if before is not None and _is_for(before, made):
        return _carried(before, made, len(before))
    lines = _begun(made, before)
    fresh = lines is None
    if lines is None:
        lines = Lines([gap(block, width, look)] if block.gap else [], made)
        lines.laid = len(lines)
    place = margin(block, width, look)
    if isinstance(block.content, Words):
        lay_words(lines, block.content, place)
    elif isinstance(block.content, Code):
        lay_code(lines, block.content, place)
    elif isinstance(block.content, Table):
        lay_table(lines, block.content, place)
    else:
        sign = "-" if look.ascii else "─"
        lines.append(Line((*place.first, Span(sign * place.room, "rule")), place.first_indent))
    if fresh and before is not None:
        _recognise(lines, before)
    return lines


def _is_for(lines: Lines, made: Made) -> bool:
    return lines.made_for.block is made.block and lines.made_for[1:] == made[1:]


def _carried(before: Lines, made: Made, count: int) -> Lines:
    lines = Lines(before[:count], made, kept=count)
    lines.parts, lines.laid, lines.edge = before.parts, before.laid, before.edge
    lines.shape, lines.wanted = before.shape, before.wanted
    return lines


def _begun(made: Made, before: Lines | None) -> Lines | None:
    """The lines of `before` that still hold, when `made.block` has grown from its block."""
    if before is None or not before.parts:
        return None
    old = before.made_for
    if (old.width, old.look) != (made.width, made.look) or not _grew(old.block, made.block):
        return None
    edge = before.edge
    if [mark for mark in old.marks if mark.start <= edge] != [
        mark for mark in made.marks if mark.start <= edge
    ]:
        return None
    return _carried(before, made, before.laid)


def _grew(old: Block, new: Block) -> bool:
    if (old.start, old.kind, old.path, old.gap) != (new.start, new.kind, new.path, new.gap):
        return False
    if isinstance(old.content, Words) and isinstance(new.content, Words):
        return new.content.parts.grew_from(old.content.parts)
    if isinstance(old.content, Code) and isinstance(new.content, Code):
        return new.content.open and new.content.parts.grew_from(old.content.parts)
    if isinstance(old.content, Table) and isinstance(new.content, Table):
        return new.content.parts.grew_from(old.content.parts)
    return False


def _recognise(lines: Lines, before: Lines) -> None:
    """Put the very objects of `before` wherever the same line came out again."""
    for number, (new, old) in enumerate(zip(lines, before, strict=False)):
        if new != old:
            return
        lines[number] = old
        lines.kept = number + 1
