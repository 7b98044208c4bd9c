"""The same stream through Textual's own `Markdown.get_stream()`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.widgets import Markdown

from benchmarks.references.frame import Frame

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widget import Widget
    from textual.widgets.markdown import MarkdownStream


class Log(VerticalScroll):
    """Markdown that grows, followed to its end."""

    def compose(self) -> ComposeResult:
        """The Markdown."""
        yield Markdown()

    def on_mount(self) -> None:
        """Follow the end."""
        self.anchor()


class MarkdownFrame(Frame):
    """The frame around it."""

    _stream: MarkdownStream | None = None

    def log_widget(self) -> Widget:
        """Markdown in a scrolling container."""
        return Log(id="log")

    async def write(self, text: str) -> None:
        """Write a token."""
        if self._stream is None:
            self._stream = Markdown.get_stream(self.query_one(Markdown))
        await self._stream.write(text)

    async def finish(self) -> None:
        """Let it draw the rest."""
        if self._stream is not None:
            await self._stream.stop()


if __name__ == "__main__":
    MarkdownFrame().run()
