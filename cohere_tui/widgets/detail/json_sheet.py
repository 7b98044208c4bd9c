"""A JSON value on a sheet: measured, folded, wrapped, painted where it is seen."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final

from rich.cells import cell_len
from rich.segment import Segment
from textual import work
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from cohere_tui.state.json_document import document_of, is_large
from cohere_tui.state.json_finding import found_in
from cohere_tui.state.json_folds import Folds
from cohere_tui.widgets.detail.json_paint import BEFORE, Paint
from cohere_tui.widgets.detail.json_rows import Layout, Measured, row_of
from cohere_tui.widgets.themes import UNICODE, signs_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.style import Style

    from cohere_tui.state.json_document import Document

_BESIDE: Final = BEFORE + 2
"""Cells beside a line: one is behind it, one has the scrollbar."""


class JsonSheet(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows a value, with a cursor on one of its lines.

    What is large is made into lines in a thread; until then there is what there was, if that is
    the same thing.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "json--name",
        "json--string",
        "json--number",
        "json--quiet",
        "json--cursor",
        "json--found",
    }

    DEFAULT_CSS = """
    JsonSheet {
        height: 1fr; overflow-x: hidden; background: $background; color: $foreground;
        scrollbar-size-vertical: 1;
        .json--name { color: $accent; }
        .json--string { color: $success; }
        .json--number { color: $secondary; }
        .json--quiet { color: $text-muted; }
        .json--found { text-style: reverse; }
        .json--cursor {
            background: $block-cursor-background; text-style: $block-cursor-text-style;
        }
        &:ansi .json--quiet { text-style: dim; }
        &:ansi .json--found { text-style: bold underline reverse; }
    }
    """

    def __init__(self, value: Any = None) -> None:
        super().__init__()
        self.value: Any = value
        """What it shows, or will as soon as it is read."""
        self.at = 0
        """The line under the cursor."""
        self.folds = Folds()
        self.wrapped = True
        """Whether what is wider than the room goes on below, rather than at the right."""
        self.words = ""
        """What stands out."""
        self.measured = Measured()
        self.laid = Layout()
        self._of = ""
        self._is_read = False
        self._styles: dict[str, Style] = {}
        self._paint = Paint(self.measured, self.laid, self._style, UNICODE)

    # --- what it shows

    @property
    def document(self) -> Document:
        """The lines of the value."""
        return self.measured.document

    @property
    def text(self) -> str:
        """The whole value as JSON, whatever is folded."""
        return "\n".join((self.document if self._is_read else document_of(self.value)).lines)

    def show(self, value: Any, of: str = "") -> None:
        """Show a value of the thing called `of`; of the same thing what is folded stays folded.

        The cursor stays on the same name, or the nearest around it.
        """
        self.value, self._is_read = value, False
        if of != self._of:
            self._of, self.folds = of, Folds()
            if self.laid.shown and is_large(value):
                self._put(Measured())  # what is not this thing must not look like it
        self._read()

    def on_resize(self) -> None:
        """Wrap anew."""
        if not self._is_read or self.measured.room != self._room:
            self._read()

    def notify_style_update(self) -> None:
        """The theme has changed."""
        super().notify_style_update()
        self._styles.clear()
        self._paint.forget()

    @property
    def _room(self) -> int:
        return max(8, self.outer_size.width - _BESIDE)

    @property
    def _seen(self) -> int:
        """How many cells of a row are beside the scrollbar."""
        return self.scrollable_content_region.width

    def _read(self) -> None:
        if not self.outer_size:
            return  # a size will come
        if is_large(self.value):
            self._read_aside()
        else:
            self._take(self._job()())

    # It takes no arguments: Textual would write them out, five megabytes of them, to describe it.
    @work(group="json", exclusive=True)
    async def _read_aside(self) -> None:
        value = self.value
        measured = await asyncio.to_thread(self._job())
        if value is self.value:
            self._take(measured)

    def _job(self) -> Callable[[], Measured]:
        """What reads and measures the value, in a thread if it must."""
        made = self.document if self._is_read else None
        return partial(_measured, self.value, made, self._room, signs_of(self.app).ellipsis)

    def _take(self, measured: Measured) -> None:
        """Show what was read, if it is not what is shown already."""
        self._is_read = True
        same = measured.document.lines == self.document.lines
        if not same or measured.room != self.measured.room or not self.laid.shown:
            self._put(measured)

    def _put(self, measured: Measured) -> None:
        before, self.measured = self.document, measured
        if before.lines and self.document.lines:
            self.lay_out(self.document.nearest(before.path(self.at)))
        else:
            self.lay_out(0)

    def lay_out(self, at: int) -> None:
        """Show what has changed, with the cursor on this line, at the height at which it stands."""
        row = self._row - self.scroll_offset.y
        self.laid = Layout.of(self.measured, self.folds, wrapped=self.wrapped)
        self.at = self.folds.seen_as(self.document, at) if self.document.lines else 0
        width = 0 if self.wrapped else self.laid.width + _BESIDE
        self.virtual_size = Size(width, self.laid.height)
        self.scroll_to(x=self.scroll_offset.x, y=self._row - row, animate=False, force=True)
        self.repaint()
        self.refresh_bindings()

    def repaint(self) -> None:
        """Show the words that stand out by now."""
        signs = signs_of(self.app)
        self._paint = Paint(self.measured, self.laid, self._style, signs, self.words)
        self.refresh()

    @property
    def _row(self) -> int:
        """The first row of the cursor."""
        return self.laid.rows(self.at).start if self.laid.shown else 0

    # --- the cursor

    def go(self, at: int) -> None:
        """Put the cursor on a line that is shown, and that into sight."""
        self.at = at
        if self.laid.shown:
            rows = self.laid.rows(at)
            region = Region(0, rows.start, 1, min(len(rows), max(1, self.size.height)))
            self.scroll_to_region(region, animate=False, force=True, x_axis=False)
        self.refresh()

    def go_to_words(self, at: int) -> None:
        """Put the cursor on a line, shown or not, and the words that stand out into sight."""
        folds = self.folds.opened_to(self.document, at)
        if folds != self.folds:
            self.folds = folds
            self.lay_out(at)
        self.go(at)
        text = self._paint.drawn(at).text
        start, end = next(iter(found_in(text, self.words)), (len(text) - 1, len(text)))
        row, cell = self.laid.rows(at).start, 0
        end = BEFORE + cell_len(text[:end]) + 1
        if self.wrapped:
            row, end = row + row_of(text, self.measured.room, start), 1
        elif end > self._seen:
            cell = cell_len(text[:start])
        self.scroll_to_region(Region(cell, row, end - cell, 1), animate=False, force=True)

    # --- drawing

    def render_line(self, y: int) -> Strip:
        """One row of a line."""
        width, base = self.size.width, self.rich_style
        row = y + self.scroll_offset.y
        if row >= self.laid.height:
            waits = y == 0 and not self._is_read
            said = f" reading{signs_of(self.app).ellipsis}" if waits else ""
            return Strip([Segment(said, self._style("quiet"))]).adjust_cell_length(width, base)
        line, nth = self.laid.at(row)
        strip = self._paint.row(line, nth)
        if not self.wrapped:
            strip = self._paint.window(strip, self.scroll_offset.x, self._seen)
        strip = strip.adjust_cell_length(width)
        if self.has_focus and line == self.at:
            strip = strip.apply_style(self._style("cursor"))
        return strip.apply_style(base)

    def _style(self, name: str) -> Style:
        if name not in self._styles:
            self._styles[name] = self.get_component_rich_style(f"json--{name}", partial=True)
        return self._styles[name]


def _measured(value: Any, made: Document | None, room: int, ellipsis: str) -> Measured:
    return Measured.of(document_of(value) if made is None else made, room, ellipsis)
