"""A sheet in a window: which lines are in sight, where the reader went, following the end."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.widget import Widget

from cohere_tui.widgets.log.places import line_of, place_at
from cohere_tui.widgets.log.scrolling import end_of, opened_at, scrolled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual import events

    from cohere_tui.state.turn import Entry
    from cohere_tui.widgets.log.parts import Page
    from cohere_tui.widgets.log.places import Place
    from cohere_tui.widgets.log.sheet import Sheet

_STEP = 2
"""Following the end moves half the height at once: each scrolled line repaints the pane."""


class ScrolledSheet(ScrollView):
    """A `Sheet` and the place where the reader is in it.

    The view follows the end while the reader is there and never moves otherwise: what is at the top
    of the view stays there when lines come or go above it.
    """

    def __init__(self, sheet: Sheet, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self.sheet = sheet
        self.following = True
        """Whether the end stays in sight as it grows."""
        self._moving = False
        self._known_size = Size(0, 0)
        self._anchor: tuple[int, Place] | None = None
        """A line at the top and what it stands for, so that many resizings add up to none."""

    @property
    def top(self) -> int:
        """The line of the sheet at the top of the view."""
        return self.scroll_offset.y

    def refresh_sheet_lines(self, first: int, end: int) -> None:
        """Paint the sheet's lines from `first` to before `end`, those in sight."""
        low = max(first - self.top, 0)
        high = min(end - self.top, self.size.height)
        if low < high:
            self.refresh(Region(0, low, self.size.width, high - low))

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep what is at the top there, or the end in sight, while the sheet changes."""
        top = self.top
        if self._anchor is not None and self._anchor[0] == top:
            place: Place | None = self._anchor[1]
        else:
            place = place_at(self.sheet, top)
        following = self.following
        yield
        if following and self.following:
            self._stay_at_end()
        else:
            line = line_of(self.sheet, place) if place is not None else None
            self.go_to(top if line is None else line)
            self._anchor = (self.top, place) if place is not None else None
        self.refresh()

    def go_to(self, line: int) -> None:
        """Put a line of the sheet at the top of the view, as far as there is enough below it."""
        if self.size.height > 0:
            self._move(opened_at(self.sheet, line, self.size.height))

    def go_to_end(self) -> None:
        """Show the end, and follow it from now on."""
        self.following = True
        self._move(end_of(self.sheet, self.size.height))

    def scroll_sheet(self, lines: int) -> None:
        """Scroll by lines, as the reader's own doing: leaving the end stops following it."""
        self.scroll_target_y = self.scroll_y = max(0, min(self.top + lines, self.max_scroll_y))

    def grow(self, entry: Entry) -> None:
        """Take the newer state of an entry that is here, and paint what it changed."""
        sheet, height, top = self.sheet, self.size.height, self.top
        place = None if self.following else place_at(sheet, top)
        before = sheet.height
        changed = sheet.grow(entry)
        sheet.settle(top, top + height)
        if before == sheet.height:
            end = sheet.top_of(entry.id) + sheet.cards[sheet.number(entry.id)].height(sheet.page)
        else:
            end = max(before, sheet.height)
        after = end - 1  # the last line is blank, and was
        if self.following:
            self._follow(changed, after)
            return
        line = line_of(sheet, place) if place is not None and changed <= top else top
        if line is None or line == top:
            self._set_extent(max(sheet.height, top + height))
            self.refresh_sheet_lines(changed, after)
        else:
            self.go_to(line)
            self.refresh()

    def leave_for(self, line: int) -> None:
        """Put a line of the sheet at the top, as the reader's own doing."""
        self.go_to(line)
        self.following = self.top + self.size.height >= self.sheet.height

    def _follow(self, changed: int, after: int) -> None:
        """Keep the end in sight. The lines from `changed` to before `after` changed."""
        height, total = self.size.height, self.sheet.height
        if total > self.top + height:
            self._move(max(0, total - height) + self._space)
        elif self.top > max(0, total - height) + self._space:
            self._stay_at_end()
            self.refresh()
        else:
            self._set_extent(max(total, self.top + height))
            self.refresh_sheet_lines(changed, after)

    @property
    def _space(self) -> int:
        """Lines that may be left below the end for what comes next."""
        return max(1, self.size.height // _STEP) - 1

    def _stay_at_end(self) -> None:
        line = end_of(self.sheet, self.size.height)
        self._move(self.top if line <= self.top <= line + self._space else line)

    def _move(self, line: int) -> None:
        self._moving = True
        self._anchor = None
        try:
            self._set_extent(max(self.sheet.height, line + self.size.height))
            self.scroll_target_y = self.scroll_y = line
        finally:
            self._moving = False

    def _set_extent(self, lines: int) -> None:
        # Without layout: growing the log must not lay out the screen.
        self.set_reactive(Widget.virtual_size, Size(self.size.width, lines))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Make true what comes into sight, and take note where the reader went."""
        mine = self._moving or self.size != self._known_size  # Textual fits it to a new size
        if not mine and round(old_value) != round(new_value):
            self._arrived(round(old_value), round(new_value))
        super().watch_scroll_y(old_value, new_value)

    def _arrived(self, old: int, new: int) -> None:
        height = self.size.height
        line = scrolled(self.sheet, old, new - old, height)
        fits = self.sheet.height <= height
        self.following = fits or (new > old and line + height >= self.sheet.height)
        self._move(line)

    def page_for(self, width: int) -> Page:
        """The page that fits a view of `width` cells."""
        return replace(self.sheet.page, width=width)

    def on_resize(self, event: events.Resize) -> None:
        """Another width is another page; the reader stays at the same place."""
        self._known_size = self.size
        with self.held():
            page = self.page_for(event.size.width)
            if page != self.sheet.page:
                self.sheet.turn_to(page)
                if self.text_selection is not None:
                    self.screen.clear_selection()
        if self.following:
            self.go_to_end()
