"""Ranked documents below one another, and a cursor on one of them; only what is seen is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from cohere_tui.widgets.playground.ranked_lines import heading
from cohere_tui.widgets.playground.ranked_paint import Paint
from cohere_tui.widgets.playground.ranked_sheet import RankedSheet, Spot
from cohere_tui.widgets.playground.thresholds import Thresholded
from cohere_tui.widgets.themes import UNICODE, signs_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cohere_tui.state.playground.ranking import Ranking, Standing

_KEPT: Final = 1_000
"""Lines that are kept painted."""


class RankedView(Thresholded, ScrollView, can_focus=True):
    """Shows a `ranking` under its heading, with a cursor that stays on its document.

    `note` says what is not right with it as a whole.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "bars--quiet",
        "bars--bar",
        "bars--here",
        "bars--cursor",
        "bars--line",
        "bars--passage",
        "bars--found",
        "bars--note",
    }

    DEFAULT_CSS = """
    RankedView {
        height: 1fr; overflow-x: hidden; background: $background; color: $foreground;
        scrollbar-size-vertical: 1;
        .bars--quiet { color: $text-muted; }
        .bars--bar { color: $accent; }
        .bars--here { color: $accent; text-style: bold; }
        .bars--line { color: $accent; text-style: bold; }
        .bars--passage { color: $success; text-style: bold underline; }
        .bars--found { text-style: reverse; }
        .bars--note { color: $warning; text-style: bold; }
        .bars--cursor {
            background: $block-cursor-background; color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }
        &:ansi .bars--quiet { text-style: dim; }
    }
    """

    note: reactive[str] = reactive("", init=False)

    def __init__(self) -> None:
        super().__init__()
        self.sheet = RankedSheet()
        """What stands where; `laid_out` shows what was changed on it."""
        self.at = 0
        """The number of the document under the cursor."""
        self.words = ""
        """What stands out in the texts."""
        self._paint = Paint(self.sheet, self.ranking, self._style, UNICODE)
        self._painted: dict[Spot, Strip] = {}
        self._styles: dict[str, Style] = {}
        self._base = Style()
        self._width = self._top = 0
        self._focused = False

    # --- what it shows

    @property
    def here(self) -> Standing | None:
        """The document under the cursor."""
        rows = self.ranking.rows
        return rows[self.at] if self.at < len(rows) else None

    def watch_ranking(self, before: Ranking, ranking: Ranking) -> None:
        """Show others, or the line elsewhere; the cursor stays on its document."""
        if before.rows is not ranking.rows:
            on = before.rows[self.at].index if self.at < len(before.rows) else -1
            at = next((at for at, one in enumerate(ranking.rows) if one.index == on), self.at)
            self.at = max(0, min(at, len(ranking.rows) - 1))
        self._lay_out()

    def watch_note(self) -> None:
        """Say something else."""
        self._lay_out()

    def on_resize(self) -> None:
        """Lay out anew."""
        self._lay_out()

    def notify_style_update(self) -> None:
        """The theme has changed."""
        super().notify_style_update()
        self._styles.clear()
        self._painted.clear()

    def _lay_out(self) -> None:
        if not self.is_attached:
            return  # a size will come
        width = self.scrollable_content_region.width
        self.sheet.show(self.ranking, width, signs_of(self.app), noted=bool(self.note))
        self.laid_out()

    def laid_out(self) -> None:
        """Paint what is on the sheet by now."""
        signs = signs_of(self.app)
        self._painted.clear()
        self._paint = Paint(self.sheet, self.ranking, self._style, signs, self.note, self.words)
        self.virtual_size = Size(0, self.sheet.height + 1)
        self.refresh()

    # --- the cursor

    def go(self, at: int) -> None:
        """Put the cursor on the document of that number, from 0, or the nearest there is.

        Beyond the edge it turns a page: to scroll by one document would paint all of them anew
        with every key.
        """
        if not self.ranking.rows:
            return
        before, self.at = self.at, max(0, min(at, len(self.ranking.rows) - 1))
        self._refresh_standing(before)
        self._refresh_standing(self.at)
        if (top := self._turned(before)) is not None:
            self.scroll_to(y=top, animate=False, force=True)

    def _turned(self, before: int) -> int | None:
        """The line from which the cursor's document is seen, beside it that of `before` it.

        None where it is in sight already.
        """
        room = max(1, self.size.height - 1)
        top, height = self.sheet.lines_of(self.at)
        end = top + min(height, room)
        if self.at == 0:
            return 0
        if self.scroll_offset.y <= top and end <= self.scroll_offset.y + room:
            return None
        if self.at >= before:
            above, _ = self.sheet.lines_of(self.at - 1)
            return above if end - above <= room else top
        below, more = self.sheet.lines_of(min(self.at + 1, len(self.ranking.rows) - 1))
        return below + more - room if below + more - room <= top else end - room

    def _refresh_standing(self, at: int) -> None:
        top, height = self.sheet.lines_of(at)
        self.refresh(Region(0, top + 1 - self.scroll_offset.y, self.size.width, height))

    # --- drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a region; what they share is looked up once."""
        self._base, self._width = self.rich_style, self.size.width
        self._top, self._focused = self.scroll_offset.y, self.has_focus
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """The heading, a line of a document, the line between them, or nothing."""
        if not self.ranking.rows and not self.note:
            return Strip.blank(self._width, self._base)
        if y == 0:
            top = self._strip([Segment(heading(self.sheet.shape), self._style("quiet"))])
            return top.apply_style(self._base)
        spot = self.sheet.spot(y - 1 + self._top)
        if spot is None:
            return Strip.blank(self._width, self._base)
        strip = self._painted.get(spot)
        if strip is None:
            if len(self._painted) >= _KEPT:
                self._painted.clear()
            strip = self._painted[spot] = self._strip(self._paint.line(spot))
        if self._focused and 0 <= spot.standing == self.at:
            return self._with_cursor(strip, spot)
        return strip.apply_style(self._base)

    def _with_cursor(self, strip: Strip, spot: Spot) -> Strip:
        """A bar beside every line of the cursor's document, the first line in its colours."""
        edge = Segment(self._paint.signs.here, self._style("here"))
        strip = Strip([edge, *strip.crop(1)])
        return strip.apply_style(self._style("cursor") if spot.line == 0 else self._base)

    def _strip(self, segments: Iterable[Segment]) -> Strip:
        return Strip(segments).adjust_cell_length(self._width)

    def _style(self, name: str) -> Style:
        style = self._styles.get(name)
        if style is None:
            whole = name == "cursor"
            style = self.get_component_rich_style(f"bars--{name}", partial=not whole)
            self._styles[name] = style
        return style
