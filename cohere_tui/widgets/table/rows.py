"""The heading and the rows of a table: only what is seen is drawn, and nothing else is looked at.

A key costs the same with a hundred rows and with a hundred thousand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from rich.style import Style
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive, var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from cohere_tui.widgets.table.layout import laid_out
from cohere_tui.widgets.table.painting import EDGE, Painting
from cohere_tui.widgets.themes import signs_of
from cohere_tui.widgets.tones import TONE_CLASSES, TONE_STYLES

if TYPE_CHECKING:
    from textual import events

    from cohere_tui.state.columns import Column
    from cohere_tui.state.listing import Listing
    from cohere_tui.widgets.table.layout import Placed


class TableRows(ScrollView, can_focus=True, inherit_bindings=False):
    """The rows under their heading, with a cursor that is kept by id.

    The keys are those of the table around it.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "table--heading",
        "table--here",
        "table--cursor",
        "table--mark",
        *TONE_CLASSES,
    }

    DEFAULT_CSS = f"""
    TableRows {{
        height: 1fr; overflow-x: hidden; background: $background; color: $foreground;
        scrollbar-size-vertical: 1; scrollbar-gutter: stable;
        .table--heading {{ color: $text-muted; }}
        .table--here {{ color: $accent; text-style: bold; }}
        .table--mark {{ color: $accent; text-style: bold; }}
        .table--cursor {{
            background: $block-cursor-background; color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }}
        &:ansi .table--heading {{ text-style: dim; }}
        {TONE_STYLES}
    }}
    """

    listing: var[Listing[Any] | None] = var(None, init=False, always_update=True)
    opened: reactive[str] = reactive("")
    """The id of the row whose detail is open."""
    wide: var[bool] = var(False, init=False)
    column: reactive[str] = reactive("")
    """The name of the column under the column cursor."""
    empty: reactive[str] = reactive("")
    """What stands where no rows are."""
    phase: reactive[int] = reactive(0)
    """Which of the working signs is shown."""

    @dataclass
    class Moved(Message):
        """The cursor is on another row now; "" when there is none."""

        id: str

    @dataclass
    class Clicked(Message):
        """A row was clicked."""

        id: str

    class EndSeen(Message):
        """The last row came into sight."""

    def __init__(self) -> None:
        super().__init__()
        self._cursor = 0
        self._cursor_id = ""
        self._height = 0
        self._placed: tuple[Placed, ...] = ()
        self._laid: tuple[Column[Any], ...] = ()
        self._base = Style()
        self._styles: dict[str, Style] = {}

    # --- what it shows

    @property
    def cursor_id(self) -> str:
        """The id of the row under the cursor; empty when there is none."""
        return self._cursor_id

    @property
    def shown_columns(self) -> tuple[str, ...]:
        """The names of the columns that are shown."""
        return tuple(placed.column.name for placed in self._placed)

    def watch_listing(self) -> None:
        """Show other rows, the cursor on the one it was on, else at the same height.

        It stays in sight when it was, however far it has moved.
        """
        listing = self.listing
        if listing is None:
            return
        before = self._cursor
        was_seen = 0 <= before - self.scroll_offset.y < self.size.height - 1
        place = listing.place_of(self._cursor_id) if self._cursor_id else None
        self._cursor = max(0, min(self._cursor if place is None else place, len(listing) - 1))
        self.virtual_size = Size(0, len(listing) + 1)
        if listing.columns != self._laid:
            self._lay_out()
        self.refresh()
        self._tell()
        if was_seen and self._cursor != before:
            self.call_after_refresh(self._show_cursor)
        self.call_after_refresh(self._look_for_end)

    def watch_wide(self) -> None:
        """Show more or fewer columns, that under the column cursor among them."""
        self._lay_out()

    watch_column = watch_wide

    def on_resize(self) -> None:
        """Fit the columns into the new width; the cursor stays in sight, if it was."""
        self._lay_out()
        before, self._height = self._height, self.size.height
        below = self._cursor - self.scroll_offset.y
        if self._height - 1 <= below < before - 1:
            self._show_cursor()
        self._look_for_end()

    def _lay_out(self) -> None:
        columns = self.listing.columns if self.listing is not None else ()
        room = self.scrollable_content_region.width - EDGE - 1
        self._laid = tuple(columns)
        self._placed = laid_out(columns, max(1, room), wide=self.wide, at=self.column)
        self.refresh()

    def _tell(self) -> None:
        listing = self.listing
        now = listing.id_at(self._cursor) if listing is not None else ""
        if now != self._cursor_id:
            self._cursor_id = now
            self.post_message(self.Moved(now))

    # --- moving

    def go(self, place: int) -> None:
        """Put the cursor on the row `place`, counted from 0, or the nearest there is."""
        if self.listing is None or not len(self.listing):
            return
        before, self._cursor = self._cursor, max(0, min(place, len(self.listing) - 1))
        for row in (before, self._cursor):
            self.refresh_line(row + 1)
        self._show_cursor()
        self._tell()
        self._look_for_end()

    def _show_cursor(self) -> None:
        """Scroll to it; there is a line of heading above the rows."""
        self.scroll_to_region(Region(0, self._cursor, 1, 2), animate=False, force=True)

    def go_to(self, row_id: str) -> bool:
        """Put the cursor on the row with that id; False when it is not shown."""
        place = self.listing.place_of(row_id) if self.listing is not None else None
        if place is not None:
            self.go(place)
        return place is not None

    def move(self, rows: int) -> None:
        """Move the cursor by so many rows."""
        self.go(self._cursor + rows)

    def page(self, pages: float) -> None:
        """Move the cursor by so many screenfuls."""
        self.move(round(pages * max(1, self.size.height - 2)))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Look whether scrolling brought the end into sight."""
        super().watch_scroll_y(old_value, new_value)
        self._look_for_end()

    def _look_for_end(self) -> None:
        if self.listing is not None and len(self.listing):
            seen = self.scroll_offset.y + self.size.height
            if seen > len(self.listing):
                self.post_message(self.EndSeen())

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the pointer is."""
        place = event.y - 1 + self.scroll_offset.y
        if event.y > 0 and self.listing is not None and place < len(self.listing):
            self.go(place)
            self.post_message(self.Clicked(self._cursor_id))

    # --- drawing

    def notify_style_update(self) -> None:
        """The theme has changed."""
        super().notify_style_update()
        self._styles.clear()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a region; what they share is looked up once."""
        self._base = self.rich_style
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """The heading, a row, nothing, or part of the text of the empty table."""
        width, base, listing = self.size.width, self._base, self.listing
        place = y - 1 + self.scroll_offset.y
        if listing is None:
            return Strip.blank(width, base)
        paint = Painting(listing, self._placed, signs_of(self.app), self._style)
        if not len(listing):
            segments = paint.empty(self.empty, y, width)
        elif y == 0:
            segments = paint.heading(self.column if self.has_focus else "")
        elif place < len(listing):
            segments = paint.row(place, self.opened, self.phase)
        else:
            return Strip.blank(width, base)
        strip = Strip(segments).adjust_cell_length(width, base)
        if y > 0 and place == self._cursor and self.has_focus and len(listing):
            return strip.apply_style(self._style("cursor"))
        return strip.apply_style(base)

    def _style(self, name: str, kind: str = "table") -> Style:
        style = self._styles.get(name)
        if style is None:
            whole = name == "cursor"
            style = self.get_component_rich_style(f"{kind}--{name}", partial=not whole)
            self._styles[name] = style
        return style
