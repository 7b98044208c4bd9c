"""What stands to the left of a block: the bars of quotes, the bullets and numbers of items."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cohere_tui.widgets.markdown.block import Item, Quote
from cohere_tui.widgets.markdown.line import Line, Span

if TYPE_CHECKING:
    from cohere_tui.widgets.markdown.block import Block, Frame
    from cohere_tui.widgets.markdown.line import Look

_BULLETS = ("•", "◦", "▪")
_ASCII_BULLETS = ("-", "*", "+")
_ROOMY = 10
"""Text keeps this many cells, if need be at the cost of the outermost frames."""


class Margin(NamedTuple):
    """What comes before the first and the other lines of a block, and what is left for text."""

    first: tuple[Span, ...]
    first_indent: int
    other: tuple[Span, ...]
    indent: int
    """The cells that `other` takes; `first` takes as many."""
    room: int

    def of(self, number: int) -> tuple[tuple[Span, ...], int]:
        """The spans before line `number` of the block, and how many cells are decoration."""
        return (self.other, self.indent) if number else (self.first, self.first_indent)


def margin(block: Block, width: int, look: Look) -> Margin:
    """The margin of a block in `width` cells; where it is narrow the outer frames are left out."""
    if not block.path:
        return Margin((), 0, (), 0, width)
    labels = [_label(block.path, depth, look) for depth in range(len(block.path))]
    allowed = max(width - _ROOMY, width // 2)
    out = 0
    while sum(len(text) for text, _ in labels[out:]) > allowed:
        out += 1
    first: list[Span] = []
    other: list[Span] = []
    decoration = 0
    for depth, (text, style) in enumerate(labels[out:], out):
        space = " " * len(text)
        quote = style == "quote"
        fresh = depth >= block.fresh
        first.append(Span(text, style) if quote or fresh else Span(space, "text"))
        other.append(Span(text, style) if quote else Span(space, "text"))
        if quote or not any(isinstance(frame, Item) for frame in block.path[block.fresh :]):
            decoration = sum(len(span.text) for span in first)
    indent = sum(len(span.text) for span in other)
    return Margin(tuple(first), decoration, tuple(other), indent, width - indent)


def gap(block: Block, width: int, look: Look) -> Line:
    """The blank line before a block, with the bars of the quotes that go on through it."""
    spans: list[Span] = []
    left = width
    for depth, frame in enumerate(block.path[: block.fresh]):
        text, style = _label(block.path, depth, look)
        left -= len(text)
        if left < 0:
            break
        spans.append(
            Span(text, style) if isinstance(frame, Quote) else Span(" " * len(text), "text")
        )
    return Line(tuple(spans), width - max(left, 0) if spans else 0)


def _label(path: tuple[Frame, ...], depth: int, look: Look) -> tuple[str, str]:
    frame = path[depth]
    if isinstance(frame, Quote):
        return ("| " if look.ascii else "│ "), "quote"
    if frame.task and frame.task != " ":
        sign = "[x]" if look.ascii else "☑"
    elif frame.task:
        sign = "[ ]" if look.ascii else "☐"
    elif frame.number is not None:
        sign = f"{frame.number}{frame.markup}"
    else:
        outer = sum(isinstance(each, Item) and each.number is None for each in path[:depth])
        sign = (_ASCII_BULLETS if look.ascii else _BULLETS)[min(outer, 2)]
    return f"{sign} ", "bullet"
