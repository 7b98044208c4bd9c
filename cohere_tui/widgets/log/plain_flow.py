"""Text that is not Markdown as it grows: a thought, a plan. What is wrapped is wrapped once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.widgets.log.plain_lines import MOST_DRAWN, harmless, not_drawn, plain_lines

if TYPE_CHECKING:
    from cohere_tui.state.pieces import Pieces
    from cohere_tui.widgets.markdown.line import Line


class PlainFlow:
    """The lines of one growing text, at a cost that does not grow with it."""

    def __init__(self, width: int, style: str) -> None:
        self._width = width
        self._style = style
        self._lines: list[Line] = []
        """Those that stay, whatever comes."""
        self._tail = ""
        """The text of the last line, which may go on."""
        self._taken = 0

    def lines(self, text: Pieces, *, is_open: bool) -> list[Line]:
        """The lines of `text`, which goes on from where it was; while it is open it may grow."""
        if not is_open or self._width < 2:  # in one cell signs stand for whole characters
            whole = str(text)[:MOST_DRAWN]
            return plain_lines(whole, self._width, self._style) + self._rest(text)
        more = text.since(self._taken)[: max(0, MOST_DRAWN - self._taken)]
        more = more.removesuffix("\r")  # what it means is told by what comes next
        self._taken += len(more)
        *complete, tail = harmless(self._tail + more).split("\n")
        if complete:
            self._lines += plain_lines("\n".join(complete), self._width, self._style)
        last = plain_lines(tail, self._width, self._style)
        self._lines += last[:-1]
        self._tail = tail[sum(len(line.text) + len(line.joint) for line in last[:-1]) :]
        return [*self._lines, last[-1], *self._rest(text)]

    def _rest(self, text: Pieces) -> list[Line]:
        return not_drawn(len(text) - MOST_DRAWN, self._width)
