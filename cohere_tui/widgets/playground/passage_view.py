"""Texts beside each other, or one below the other, painted as they grow: only what is new is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from cohere_tui.state.columns import Tone
from cohere_tui.widgets.log.plain_lines import plain_lines
from cohere_tui.widgets.log.rows import row
from cohere_tui.widgets.playground.painted import Painted
from cohere_tui.widgets.playground.passage_lines import (
    BEFORE,
    Grid,
    PassageLines,
    cells_of,
    side_by_side,
)
from cohere_tui.widgets.playground.passage_paint import Piece, row_of, spans
from cohere_tui.widgets.themes import signs_of
from cohere_tui.widgets.tones import TONE_CLASSES, TONE_STYLES, signed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.timer import Timer

    from cohere_tui.state.playground.passages import Passage
    from cohere_tui.widgets.markdown.line import Line

BEATS_PER_S: Final = 30
"""How often at most growing texts are drawn again."""
_ROOMY: Final = 100
"""In a terminal of fewer columns texts stand one below the other."""


class PassageView(Painted, can_focus=True, inherit_bindings=False):
    """Draws the passages given by `show`, with a bar beside the one under the cursor.

    While they grow the end is followed, until the person leaves it; texts of several rows have no
    common end and are not followed.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "passages--title",
        "passages--quiet",
        "passages--rule",
        "passages--bar",
        *TONE_CLASSES,
    }

    DEFAULT_CSS = f"""
    PassageView {{
        scrollbar-size: 0 0; overflow-y: scroll;
        .passages--title {{ text-style: bold; }}
        .passages--quiet {{ color: $text-muted; }}
        .passages--rule {{ color: $border-blurred; }}
        .passages--bar {{ color: $accent; text-style: bold; }}
        &:ansi .passages--quiet {{ text-style: dim; }}
        &:ansi .passages--rule {{ text-style: dim; color: ansi_default; }}
        {TONE_STYLES}
    }}
    """

    def __init__(self) -> None:
        super().__init__()
        self.wanted: tuple[Passage, ...] = ()
        self._note = ("", Tone.PLAIN)
        self._above: list[Line] = []
        """The lines above the passages that are drawn."""
        self._following = True
        self._moving = False
        self._pulse: Timer | None = None
        self.shown: list[PassageLines] = []
        """The passages as they are drawn."""
        self.grid = Grid()
        """Where they stand."""
        self.at = 0
        """The number of the one under the cursor."""

    def show(self, passages: Sequence[Passage], note: str = "", tone: Tone = Tone.PLAIN) -> None:
        """Show these, with the next beat; a `note` stands above them."""
        if any(one.open for one in passages) and not self._growing:
            self._following = True
            self.at = 0
        self.wanted, self._note = tuple(passages), (note, tone)
        if self._pulse is not None:
            self._pulse.resume()

    @property
    def _growing(self) -> bool:
        return any(one.open for one in self.wanted)

    def on_mount(self) -> None:
        """Begin the beat in which it is drawn."""
        self._pulse = self.set_interval(1 / BEATS_PER_S, self._beat, pause=not self.wanted)

    def on_resize(self) -> None:
        """Wrap anew."""
        self._take()
        self.refresh()

    def _beat(self) -> None:
        if self._pulse is not None:
            self._pulse.pause()
        self._take()

    # --- drawing what is new

    def _take(self) -> None:
        """Take what is wanted, and paint what is new of it."""
        width = self.size.width
        if not width:
            return
        roomy = self.app.size.width >= _ROOMY
        across = side_by_side(len(self.wanted), width) if roomy else 1
        cells, before, above = cells_of(across, width), self.grid, self._above
        missing = len(self.wanted) - len(self.shown)
        self.shown = [*self.shown, *(self.new_lines() for _ in range(missing))][: len(self.wanted)]
        changes = [
            one.take(passage, cells) for one, passage in zip(self.shown, self.wanted, strict=True)
        ]
        self._above = self.lead(width - BEFORE - 1)
        self.grid = Grid.of([one.height for one in self.shown], across, len(self._above), width)
        self.at = max(0, min(self.at, len(self.shown) - 1))
        if above != self._above or not self.grid.is_like(before):
            self.refresh()
        else:
            first = self.grid.first_change(before)
            if first is not None:
                self.refresh_lines(first, max(before.height, self.grid.height) - first)
            for number, lines in enumerate(changes):
                for line_range in lines:
                    self._paint(number, line_range)
        self._keep_end()

    def new_lines(self) -> PassageLines:
        """What lays out a passage."""
        return PassageLines()

    def lead(self, width: int) -> list[Line]:
        """The lines above all passages: the note, and a blank one."""
        note, tone = self._note
        if not note:
            return []
        text = signed(note, tone, signs_of(self.app))
        return [*plain_lines(text, max(1, width), f"tone--{tone.value}"), row()]

    def _paint(self, number: int, lines: range | None = None) -> None:
        """Paint some lines of a passage, or all, those in sight."""
        whole = self.grid.lines(number)
        lines = range(len(whole)) if lines is None else lines
        low = max(whole.start + lines.start - self.scroll_offset.y, 0)
        high = min(whole.start + lines.stop - self.scroll_offset.y, self.size.height)
        if low < high:
            left = self.grid.left(number)
            self.refresh(Region(left, low, BEFORE + self.grid.cells, high - low))

    # --- where it is

    def _keep_end(self) -> None:
        height, total, top = self.size.height, self.grid.height, self.scroll_offset.y
        if not self._growing:
            self._move(max(0, min(top, total - 1)))
        elif self._following and len(self.grid.tops) == 1 and total > top + height:
            self._move(total - height + height // 2)  # far at once: each line costs the whole pane
        else:
            self._move(top)

    def _move(self, line: int) -> None:
        self._moving = True
        try:
            # Without layout: growing must not lay out the screen.
            extent = max(self.grid.height, line + self.size.height)
            self.set_reactive(Widget.virtual_size, Size(self.size.width, extent))
            self.scroll_target_y = self.scroll_y = line
        finally:
            self._moving = False

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Take note whether the person left the end."""
        super().watch_scroll_y(old_value, new_value)
        if not self._moving and round(old_value) != round(new_value):
            self._following = new_value + self.size.height >= self.grid.height

    def scroll_lines(self, lines: int) -> None:
        """Scroll as the person's own doing, to the last line at most."""
        top = self.scroll_offset.y
        last = max(top if lines < 0 else 0, self.grid.height - self.size.height)
        self.scroll_target_y = self.scroll_y = max(0, min(top + lines, last))

    def go(self, number: int) -> None:
        """Put the cursor on a passage, and bring it into sight."""
        if not self.shown:
            return
        before, self.at = self.at, max(0, min(number, len(self.shown) - 1))
        for one in {before, self.at}:
            self._paint(one)
        lines, top, height = self.grid.lines(self.at), self.scroll_offset.y, self.size.height
        if lines.start < top:
            self.scroll_lines((lines.start if self.at else 0) - top)
        elif lines.stop > top + height:
            self.scroll_lines(min(lines.stop - height, lines.start) - top)

    # --- drawing

    def render_line(self, y: int) -> Strip:
        """A line of the note, or of a row of texts."""
        line = y + self.scroll_offset.y
        if line < len(self._above):
            parts: Iterable[Piece] = [(" " * BEFORE, ""), *spans(self._above[line])]
        else:
            here = self.at if self.has_focus else None
            parts = row_of(self.grid, self.shown, line, here, signs_of(self.app))
        segments = [Segment(text, self.style_of(style) if style else None) for text, style in parts]
        return Strip(segments).adjust_cell_length(self.size.width).apply_style(self.base)
