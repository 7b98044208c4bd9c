"""What a parser must see before the rest of a text to read it as if it saw the whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cohere_tui.widgets.markdown.block import Frame, Item, Quote

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Context:
    """Lines that stand in for everything before the rest of a text.

    `prefix` opens again what is still open there: quotes and items with a dummy in each, and the
    first lines of a block that is being continued. The latter starts at parsed line `opener`
    (-1: none is). `known` are the frames so opened, in order. `after` is the kind of the block
    before and `blank` whether the line before is blank.
    """

    prefix: str = ""
    known: tuple[Frame, ...] = ()
    opener: int = -1
    after: str = ""
    blank: bool = False

    @property
    def lines(self) -> int:
        """How many whole lines the prefix has."""
        return self.prefix.count("\n")


def reopened(
    frames: Sequence[Frame], before: Item | None, fresh: Frame | None, after: str, blank: bool
) -> Context:
    """The context within `frames`; `fresh` opens next, continuing the list of item `before`."""
    lines, indent, outer = _scaffold(frames)
    known = list(frames)
    if before is not None and isinstance(fresh, Item):
        margin = " " * (fresh.column - outer)
        marker = "1" * before.digits + before.markup
        lines += [f"{indent}{margin}{marker} x", indent.rstrip()]
        known.append(before)
    return Context("".join(f"{line}\n" for line in lines), tuple(known), -1, after, blank)


def continued(
    context: Context, opening: Sequence[str], head: int, frames: Sequence[Frame]
) -> Context:
    """`context` and the `opening` lines of a code block or table, which open `frames` too.

    The last `head` of them are the block's own.
    """
    prefix = context.prefix + "".join(f"{line}\n" for line in opening)
    opener = context.lines + len(opening) - head
    return Context(prefix, (*context.known, *frames), opener)


def amid(frames: Sequence[Frame], new_line: bool) -> Context:
    """The context within a paragraph in `frames`: at the start of a line of it, or in one."""
    lines, indent, _ = _scaffold(frames)
    prefix = "".join(f"{line}\n" for line in lines) + f"{indent}x" + ("\n" if new_line else " ")
    return Context(prefix, tuple(frames), len(lines))


def _scaffold(frames: Sequence[Frame]) -> tuple[list[str], str, int]:
    """The dummy lines that open `frames`, what indents a line within them, and its column."""
    lines: list[str] = []
    indent = ""
    outer = 0
    for frame in frames:
        if isinstance(frame, Quote):
            lines += [f"{indent}> x", f"{indent}>"]
            indent += "> "
            outer = 0
        else:
            lines += [f"{indent}{_marker(frame, outer)}x", indent.rstrip()]
            indent += " " * (frame.inner - outer)
            outer = frame.inner
    return lines, indent, outer


def _marker(item: Item, outer: int) -> str:
    """A marker of the same list whose content starts in the same column."""
    length = item.digits + len(item.markup)
    room = item.inner - outer - length
    behind = max(1, min(4, room))
    return " " * (room - behind) + "1" * item.digits + item.markup + " " * behind
