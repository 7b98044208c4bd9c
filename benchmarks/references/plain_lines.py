"""The same stream as plain wrapped lines: the line API with nothing on top, as well as it can be.

Gathered thirty times a second, only the last line wrapped again, following in half pages.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from benchmarks.references.frame import Frame

if TYPE_CHECKING:
    from textual.widget import Widget

FLUSH_S = 1 / 30


class PlainLines(ScrollView):
    """Wrapped lines of growing text."""

    DEFAULT_CSS = "PlainLines { overflow-x: hidden; scrollbar-size-vertical: 1; }"

    def __init__(self) -> None:
        super().__init__(id="log")
        self._lines: list[str] = []
        self._open = ""
        self._open_at = 0
        self._more: list[str] = []

    def on_mount(self) -> None:
        """Draw thirty times a second, if there is anything to draw."""
        self.set_interval(FLUSH_S, self.flush)

    def add(self, text: str) -> None:
        """More text."""
        self._more.append(text)

    def flush(self) -> None:
        """Wrap what is new and draw it."""
        if not self._more:
            return
        *closed, self._open = (self._open + "".join(self._more)).split("\n")
        self._more.clear()
        first = self._open_at
        del self._lines[first:]
        for line in closed:
            self._lines += self._wrapped(line)
        self._open_at = len(self._lines)
        self._lines += self._wrapped(self._open)
        step = self.size.height // 2
        height = -(-len(self._lines) // step) * step
        if height != self.virtual_size.height:
            self.set_reactive(PlainLines.virtual_size, Size(0, height))
            self._scroll_update(self.virtual_size)
            self.scroll_to(y=height - self.size.height, animate=False, force=True)
        self.refresh_lines(first, len(self._lines) - first)

    def render_line(self, y: int) -> Strip:
        """One line."""
        number = y + self.scroll_offset.y
        text = self._lines[number] if number < len(self._lines) else ""
        strip = Strip([Segment(text, self.rich_style)])
        return strip.adjust_cell_length(self.size.width, self.rich_style)

    def _wrapped(self, line: str) -> list[str]:
        return textwrap.wrap(line, max(1, self.size.width - 2)) or [""]


class PlainFrame(Frame):
    """The frame around it."""

    def log_widget(self) -> Widget:
        """Plain lines."""
        return PlainLines()

    async def write(self, text: str) -> None:
        """Add a token."""
        self.query_one(PlainLines).add(text)


if __name__ == "__main__":
    PlainFrame().run()
