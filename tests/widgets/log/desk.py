"""A small app around a log: what is asked of it is kept, what it paints is counted."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from textual.app import App
from textual.events import MouseScrollDown, MouseScrollUp
from textual.widgets import Input

from cohere_tui.widgets.log.chat_log import ChatLog
from cohere_tui.widgets.log.entry_cards import card_of
from cohere_tui.widgets.themes import THEMES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from rich.style import Style
    from textual.app import ComposeResult
    from textual.pilot import Pilot
    from textual.strip import Strip

    from cohere_tui.state.turn import Entry


class CountingLog(ChatLog):
    """Counts the lines it paints, and how often it is laid out."""

    painted = 0

    def render_line(self, y: int) -> Strip:
        if self._painting:
            self.painted += 1
        return super().render_line(y)


class Desk(App[None]):
    """A log, and a line to write on below it."""

    CSS = "Input { height: 1; border: none; }"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, entries: Sequence[Entry] = (), theme: str = "cohere-dark") -> None:
        super().__init__()
        self._entries = entries
        for ours in THEMES:
            self.register_theme(ours)
        self.theme = theme
        self.copies: list[tuple[str, str]] = []
        self.links: list[tuple[str, ...]] = []
        self.older = 0

    def compose(self) -> ComposeResult:
        yield CountingLog(id="log")
        yield Input()

    def on_mount(self) -> None:
        self.log_view.draw_with(card_of)
        self.log_view.show(self._entries, at_end=True)
        self.log_view.focus()

    @property
    def log_view(self) -> CountingLog:
        return self.query_one(CountingLog)

    def on_reader_copy_asked(self, asked: ChatLog.CopyAsked) -> None:
        self.copies.append((asked.text, asked.what))

    def on_reader_links_asked(self, asked: ChatLog.LinksAsked) -> None:
        self.links.append(asked.urls)

    def on_chat_log_older_wanted(self) -> None:
        self.older += 1


class Sitting:
    """Someone at the desk."""

    def __init__(self, app: Desk, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.log = app.log_view

    async def press(self, *keys: str) -> None:
        """Press keys."""
        await self.pilot.press(*keys)

    async def wheel(self, lines: int) -> None:
        """Turn the wheel of the mouse over the log; up when negative."""
        kind = MouseScrollUp if lines < 0 else MouseScrollDown
        for _ in range(abs(lines)):
            await self.pilot._post_mouse_events([kind], self.log, (4, 0))

    async def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Select with the mouse, from cell to cell of the log."""
        await self.pilot.mouse_down(self.log, start)
        await self.pilot.hover(self.log, end)
        await self.pilot.mouse_up(self.log, end)

    @property
    def rows(self) -> list[str]:
        """What stands on each row of the log, as it is painted."""
        strips = self.log.render_lines(self.log.size.region)
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    @property
    def shown(self) -> list[str]:
        """The rows without the margin."""
        return [row[2:] for row in self.rows]

    @property
    def barred(self) -> list[str]:
        """The rows beside which the cursor stands."""
        return [row[2:] for row in self.rows if row[:1].strip()]

    def row_of(self, words: str) -> int:
        """The row on which something stands."""
        return next(y for y, row in enumerate(self.rows) if words in row)

    def style_at(self, words: str) -> Style:
        """The style of what stands somewhere."""
        strips = self.log.render_lines(self.log.size.region)
        return next(s.style for strip in strips for s in strip if words in s.text and s.style)


@asynccontextmanager
async def sitting(
    entries: Sequence[Entry] = (), width: int = 60, height: int = 21, theme: str = "cohere-dark"
) -> AsyncIterator[Sitting]:
    """The desk in a terminal of a size; the log has all rows but one."""
    app = Desk(entries, theme)
    async with app.run_test(size=(width, height)) as pilot:
        await pilot.pause()
        yield Sitting(app, pilot)
