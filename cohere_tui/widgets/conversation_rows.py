"""Conversations as rows under the days they belong to, drawn only where they are seen."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive, var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from cohere_tui.plain import one_line
from cohere_tui.state.ago import ago, group
from cohere_tui.widgets.cells import fit
from cohere_tui.widgets.themes import signs_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual import events

    from cohere_tui.state.conversation import Conversation

UNTITLED = "New chat"
"""The title of a conversation that has none yet."""


class ConversationRows(ScrollView, can_focus=True, inherit_bindings=False):
    """The rows, newest first, with a cursor (kept by id) and a bar at the open one.

    The keys are those of the list around it. Built on the line API: ten thousand conversations
    cost what is visible.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rows--heading",
        "rows--quiet",
        "rows--open",
        "rows--cursor",
        "rows--bar",
        "rows--warning",
    }

    DEFAULT_CSS = """
    ConversationRows {
        height: 1fr; overflow-x: hidden; background: $background; color: $foreground;
        scrollbar-size-vertical: 1;
        .rows--heading { color: $text-muted; text-style: bold; }
        .rows--quiet { color: $text-muted; }
        .rows--open { text-style: bold; }
        .rows--bar { color: $accent; }
        .rows--warning { color: $warning; text-style: bold; }
        .rows--cursor {
            background: $block-cursor-background; color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }
        &:ansi .rows--heading { text-style: dim bold; }
        &:ansi .rows--quiet { text-style: dim; }
    }
    """

    conversations: var[tuple[Conversation, ...]] = var((), init=False)
    now: var[float] = var(0.0, init=False)
    more: var[bool] = var(False, init=False)
    opened: reactive[str] = reactive("")
    receiving: reactive[frozenset[str]] = reactive(frozenset())
    marked: reactive[frozenset[str]] = reactive(frozenset())
    empty: reactive[str] = reactive("")

    @dataclass
    class Clicked(Message):
        """A row was clicked."""

        conversation: Conversation

    class EndSeen(Message):
        """The last row came into sight, and there is more."""

    def __init__(self) -> None:
        super().__init__()
        self._order: list[Conversation] = []
        self._lines: list[Conversation | str] = []
        self._line_of: list[int] = []
        self._cursor = 0
        self._end_seen_at = -1
        self._base = Style()
        self._empty_lines: list[str] = []

    # --- what it shows

    @property
    def highlighted(self) -> Conversation | None:
        """The conversation under the cursor."""
        return self._order[self._cursor] if self._order else None

    def watch_conversations(self) -> None:
        """Show other conversations, the cursor on the one it was on, else at the same height."""
        was = self.highlighted
        self._order = sorted(self.conversations, key=lambda one: -one.updated_at)
        self._lay_out()
        ids = [conversation.id for conversation in self._order]
        if was is not None and was.id in ids:
            self._cursor = ids.index(was.id)
        elif was is None and self.opened in ids:
            self._cursor = ids.index(self.opened)
        self._cursor = max(0, min(self._cursor, len(ids) - 1))
        self.call_after_refresh(self._look_for_end)

    def watch_now(self) -> None:
        """Times and days have moved on."""
        self._lay_out()

    def watch_more(self) -> None:
        """A line at the end says that there is more."""
        self._lay_out()

    def _lay_out(self) -> None:
        self._lines = []
        self._line_of = []
        for day, members in groupby(self._order, lambda one: group(one.updated_at, self.now)):
            self._lines += ["", day] if self._lines else [day]
            for conversation in members:
                self._line_of.append(len(self._lines))
                self._lines.append(conversation)
        if self.more and self._order:
            self._lines += ["", f"{len(self._order)} shown, m for more"]
        self.virtual_size = Size(0, len(self._lines))
        self.refresh()

    # --- moving

    def go(self, place: int) -> None:
        """Put the cursor on the row `place`, counted from 0, or the nearest there is."""
        if not self._order:
            return
        before = self._line_of[self._cursor]
        self._cursor = max(0, min(place, len(self._order) - 1))
        line = self._line_of[self._cursor]
        self.refresh_line(before)
        self.refresh_line(line)
        # The first row brings its heading with it, or nobody would see that there is one.
        top = 0 if self._cursor == 0 else line
        self.scroll_to_region(Region(0, top, 1, line - top + 1), animate=False, force=True)
        self._look_for_end()

    def move(self, rows: int) -> None:
        """Move the cursor by so many rows."""
        self.go(self._cursor + rows)

    def page(self, pages: float) -> None:
        """Move the cursor by so many screenfuls."""
        self.move(round(pages * max(1, self.size.height - 1)))

    def go_to_end(self) -> None:
        """Put the cursor on the last row."""
        self.go(len(self._order) - 1)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Look whether scrolling brought the end into sight."""
        super().watch_scroll_y(old_value, new_value)
        self._look_for_end()

    def _look_for_end(self) -> None:
        seen = self.scroll_offset.y + self.size.height >= len(self._lines) - 2
        if self.more and seen and self._end_seen_at != len(self._order):
            self._end_seen_at = len(self._order)
            self.post_message(self.EndSeen())

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the pointer is."""
        line = event.y + self.scroll_offset.y
        if line in self._line_of:
            self.go(self._line_of.index(line))
            self.post_message(self.Clicked(self._order[self._cursor]))

    # --- drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a region; what they share is looked up once."""
        self._base = self.rich_style
        self._empty_lines = [] if self._order else self._wrapped(self.empty)
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """One line: a day, a row, nothing, or part of the text of the empty list."""
        width, base = self.size.width, self._base
        number = y + self.scroll_offset.y
        if not self._order and y < len(self._empty_lines):
            strip = Strip([Segment(" " + self._empty_lines[y], self._style("quiet"))])
            return strip.adjust_cell_length(width, base).apply_style(base)
        if number >= len(self._lines):
            return Strip.blank(width, base)
        line = self._lines[number]
        if isinstance(line, str):
            kind = "rows--heading" if number + 1 < len(self._lines) else "rows--quiet"
            style = self.get_component_rich_style(kind, partial=True)
            segments = [Segment(" " + fit(line, max(0, width - 1)), style)]
        else:
            segments = list(self._row(line, width))
        strip = Strip(segments, width).adjust_cell_length(width, base)
        if self.has_focus and number == self._line_of[self._cursor]:
            return strip.apply_style(self.get_component_rich_style("rows--cursor"))
        return strip.apply_style(base)

    def _row(self, conversation: Conversation, width: int) -> Iterator[Segment]:
        signs = signs_of(self.app)
        quiet = self._style("quiet")
        is_open = conversation.id == self.opened
        title = one_line(conversation.title) or UNTITLED
        when, tone = ago(conversation.updated_at, self.now), quiet
        if conversation.id in self.receiving:
            when, tone = signs.working[0], self._style("bar")
        elif conversation.id in self.marked:
            when, tone = f"{signs.warning} {when}", self._style("warning")
        room = width - 3 - cell_len(when)
        yield Segment(signs.here if is_open else " ", self._style("bar"))
        if not conversation.title:
            yield Segment(fit(title, room, signs.ellipsis), quiet)
        else:
            style = self._style("open") if is_open else None
            yield Segment(fit(title, room, signs.ellipsis), style)
        yield Segment(f" {when} ", tone)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"rows--{name}", partial=True)

    def _wrapped(self, text: str) -> list[str]:
        return [line.plain for line in Content(text).wrap(max(1, self.size.width - 2))]
