"""Ranked documents below one another: bars, movements, texts; only what is seen is drawn.

A key costs the same with a thousand documents of any length and with ten short ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from cohere_tui.widgets.ask import Ask
from cohere_tui.widgets.playground.ranked_lines import heading
from cohere_tui.widgets.playground.ranked_paint import Paint
from cohere_tui.widgets.playground.ranked_sheet import RankedSheet, Spot
from cohere_tui.widgets.playground.thresholds import Thresholded
from cohere_tui.widgets.themes import UNICODE, signs_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events

    from cohere_tui.state.playground.ranking import Ranking, Standing

_KEPT: Final = 1_000
"""Lines that are kept painted."""


def _key(keys: str, action: str, what: str, name: str, *, show: bool = False) -> Binding:
    return Binding(keys, action, what, id=f"ranked.{name}", show=show)


class ScoreBars(Thresholded, ScrollView, can_focus=True):
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
    ScoreBars {
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

    BINDING_GROUP_TITLE = "Ranked documents"

    BINDINGS: ClassVar[list[BindingType]] = [
        _key("j,down", "move(1)", "Down", "down"),
        _key("k,up", "move(-1)", "Up", "up"),
        _key("pagedown", "page(1)", "Page down", "page_down"),
        _key("pageup", "page(-1)", "Page up", "page_up"),
        _key("ctrl+d", "page(0.5)", "Half a page down", "half_down"),
        _key("ctrl+u", "page(-0.5)", "Half a page up", "half_up"),
        _key("g,home", "first", "First", "first"),
        _key("G,end", "last", "Last", "last"),
        _key("enter,space", "unfold", "Unfold", "unfold", show=True),
        _key("w", "wrap", "Wrap", "wrap"),
        _key("slash,ctrl+f", "find", "Find", "find", show=True),
        _key("n", "next(1)", "Next match", "next"),
        _key("N", "next(-1)", "Previous match", "previous"),
        _key("y", "copy", "Copy document", "copy"),
    ]

    note: reactive[str] = reactive("", init=False)

    @dataclass
    class CopyAsked(Message):
        """The person wants `text` on the clipboard."""

        text: str

    def __init__(self) -> None:
        super().__init__()
        self._sheet = RankedSheet()
        self._at = 0
        self._words = ""
        self._paint = Paint(self._sheet, self.ranking, self._style, UNICODE)
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
        return rows[self._at] if self._at < len(rows) else None

    @property
    def words(self) -> str:
        """What was looked for last."""
        return self._words

    def watch_ranking(self, before: Ranking, ranking: Ranking) -> None:
        """Show others, or the line elsewhere; the cursor stays on its document."""
        if before.rows is not ranking.rows:
            on = before.rows[self._at].index if self._at < len(before.rows) else -1
            at = next((at for at, one in enumerate(ranking.rows) if one.index == on), self._at)
            self._at = max(0, min(at, len(ranking.rows) - 1))
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
        self._sheet.show(self.ranking, width, signs_of(self.app), noted=bool(self.note))
        self._laid_out()

    def _laid_out(self) -> None:
        """Paint what is on the sheet by now."""
        signs = signs_of(self.app)
        self._painted.clear()
        self._paint = Paint(self._sheet, self.ranking, self._style, signs, self.note, self._words)
        self.virtual_size = Size(0, self._sheet.height + 1)
        self.refresh()

    # --- keys

    def place_here(self) -> int:
        """Below the cursor's document."""
        return self._at + 1 if self.ranking.rows else 0

    def action_move(self, rows: int) -> None:
        """Move the cursor by documents."""
        self._go(self._at + rows)

    def action_page(self, pages: float) -> None:
        """Scroll by screenfuls, and take the cursor along: a document may be longer than one."""
        before = self.scroll_offset.y
        top = before + round(pages * max(1, self.size.height - 2))
        self.scroll_to(y=top, animate=False, force=True)
        now = round(self.scroll_target_y)
        if now == before:
            self._go(len(self.ranking.rows) - 1 if pages > 0 else 0)
        elif self.ranking.rows:
            self._at = self._sheet.standing_at(now)
            self.refresh()

    def action_first(self) -> None:
        """Go to the best document."""
        self._go(0)

    def action_last(self) -> None:
        """Go to the last document."""
        self._go(len(self.ranking.rows) - 1)

    def action_unfold(self) -> None:
        """Show all of the document under the cursor, or its beginning only."""
        if self.here is not None:
            self._sheet.unfold(self._at)
            self._laid_out()
            self._go(self._at)

    def action_wrap(self) -> None:
        """Show some more lines of every document, or one."""
        self._sheet.wrap()
        self._laid_out()
        self._go(self._at)

    def action_find(self) -> None:
        """Ask for words and go to the next document that has them; no words end it."""

        def found(text: str | None) -> None:
            if text is not None:
                self.find(text)

        self.app.push_screen(Ask("Find in the documents", self._words, may_be_empty=True), found)

    def find(self, words: str) -> None:
        """Go to the next document that has these words, this one included; they stand out."""
        self._words = words
        self._sheet.look_for(words)
        self._laid_out()
        if words and not self._step(self._at, 1):
            self._say_nothing_matches()

    def action_next(self, step: int) -> None:
        """Go to the next document that has them, or the one before; round at the ends."""
        if not self._words:
            self.app.notify("Nothing was looked for: / finds.")
        elif not self._step(self._at + step, step):
            self._say_nothing_matches()

    def _say_nothing_matches(self) -> None:
        self.app.notify(f"Nothing matches “{self._words}”.")

    def action_copy(self) -> None:
        """Copy the document under the cursor."""
        if self.here is not None:
            self.post_message(self.CopyAsked(self.here.text))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor there; a second click unfolds."""
        spot = self._sheet.spot(event.y - 1 + self.scroll_offset.y) if event.y else None
        if spot is None or spot.standing < 0:
            return
        if spot.standing == self._at:
            self.action_unfold()
        else:
            self._go(spot.standing)

    def _step(self, start: int, step: int) -> bool:
        rows, words = self.ranking.rows, self._words.casefold()
        for far in range(len(rows)):
            at = (start + far * step) % len(rows)
            if words in rows[at].text.casefold():
                self._go(at)
                return True
        return False

    def _go(self, at: int) -> None:
        if not self.ranking.rows:
            return
        before, self._at = self._at, max(0, min(at, len(self.ranking.rows) - 1))
        self._refresh_standing(before)
        self._refresh_standing(self._at)
        top, height = self._sheet.lines_of(self._at)
        first = 0 if self._at == 0 else top
        # The heading lies over the topmost line in sight: the region begins a line higher.
        size = Region(0, first, 1, min(top - first + height + 1, max(2, self.size.height)))
        self.scroll_to_region(size, animate=False, force=True)

    def _refresh_standing(self, at: int) -> None:
        top, height = self._sheet.lines_of(at)
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
            return self._strip([Segment(heading(self._sheet.shape), self._style("quiet"))])
        spot = self._sheet.spot(y - 1 + self._top)
        if spot is None:
            return Strip.blank(self._width, self._base)
        strip = self._painted.get(spot)
        if strip is None:
            if len(self._painted) >= _KEPT:
                self._painted.clear()
            strip = self._painted[spot] = self._strip(self._paint.line(spot))
        return self._with_cursor(strip, spot) if self._focused else strip

    def _with_cursor(self, strip: Strip, spot: Spot) -> Strip:
        """A bar beside every line of the cursor's document, the first line in its colours."""
        if spot.standing < 0 or spot.standing != self._at:
            return strip
        edge = Segment(self._paint.signs.here, self._base + self._style("here"))
        strip = Strip([edge, *strip.crop(1)])
        return strip.apply_style(self._style("cursor")) if spot.line == 0 else strip

    def _strip(self, segments: Iterable[Segment]) -> Strip:
        strip = Strip(segments).adjust_cell_length(self._width, self._base)
        return strip.apply_style(self._base)

    def _style(self, name: str) -> Style:
        style = self._styles.get(name)
        if style is None:
            whole = name == "cursor"
            style = self.get_component_rich_style(f"bars--{name}", partial=not whole)
            self._styles[name] = style
        return style
