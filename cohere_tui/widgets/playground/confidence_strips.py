"""The drawing of confidences: a text, and below it its labels with bars and figures."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip

from cohere_tui.plain import one_line
from cohere_tui.widgets.cells import fit
from cohere_tui.widgets.log.plain_lines import plain_lines
from cohere_tui.widgets.playground.painted import Painted
from cohere_tui.widgets.themes import signs_of
from cohere_tui.widgets.tones import TONE_STYLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cohere_tui.state.playground.scoring import Judged

FEW: Final = 4
"""So many labels of a text are shown while it is folded."""
_TALLEST: Final = 30
"""So many lines of a text are shown when it is open."""
_LONGEST: Final = 400
_WIDEST_LABEL: Final = 28
_WIDEST_BAR: Final = 40
_FIGURE: Final = 8


class ConfidenceStrips(Painted):
    """Shows `items`, those whose places are in `_opened` whole."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "bars--text",
        "bars--cursor",
        "bars--best",
        "tone--quiet",
        "tone--ready",
        "tone--failed",
        "tone--warning",
    }

    DEFAULT_CSS = f"""
    ConfidenceStrips {{
        .bars--text {{ text-style: bold; }}
        .bars--best {{ color: $accent; text-style: bold; }}
        .bars--cursor {{
            background: $block-cursor-background; text-style: $block-cursor-text-style;
        }}
        {TONE_STYLES}
    }}
    """

    items: reactive[tuple[Judged, ...]] = reactive((), init=False, always_update=True)
    empty: reactive[str] = reactive("")
    """What stands where there is none."""

    def __init__(self) -> None:
        super().__init__()
        self._cursor = 0
        self._opened: set[int] = set()
        """The places of the texts that are shown whole."""
        self._tops: list[int] = [0]
        """For each item its first line; then where all ends."""
        self._labels = self._bar = 0

    @property
    def cursor_item(self) -> Judged | None:
        """The text under the cursor."""
        return self.items[self._cursor] if self._cursor < len(self.items) else None

    def watch_items(self, before: tuple[Judged, ...], now: tuple[Judged, ...]) -> None:
        """Show others; while more of the same come, the cursor stays."""
        if [one.text for one in now[: len(before)]] != [one.text for one in before]:
            self._cursor = 0
            self._opened.clear()
            self.scroll_to(y=0, animate=False, force=True)
        self._cursor = max(0, min(self._cursor, len(now) - 1))
        self._lay_out()

    def on_resize(self) -> None:
        """Wrap anew."""
        self._lay_out()

    def _lay_out(self) -> None:
        room = max(20, self.scrollable_content_region.width - 2)
        names = {label for one in self.items for label in (*one.predicted, *one.confidences)}
        widest = max((cell_len(one_line(name)) for name in names), default=0)
        self._labels = max(6, min(widest, _WIDEST_LABEL, room // 3))
        self._bar = max(4, min(_WIDEST_BAR, room - self._labels - _FIGURE - 4))
        self._tops = [0, *accumulate(self._height(one) for one in self.items)]
        self.virtual_size = Size(0, max(0, self._tops[-1] - 1))
        self.refresh()

    def _height(self, one: Judged) -> int:
        """The text, the labels, and a blank line."""
        if one.place in self._opened:
            return len(self._text(one)) + max(1, one.many) + 1
        return 2 + max(1, min(one.many, FEW + 1))

    def _shown(self, one: Judged) -> tuple[tuple[str, float | None], ...]:
        """The labels in sight: one more takes no more room than to say that it is there."""
        folded = one.place not in self._opened and one.many > FEW + 1
        return one.ranked[:FEW] if folded else one.ranked

    def _text(self, one: Judged) -> list[str]:
        """The lines of a text that is open."""
        verdict = self._verdict(one)[0]
        room = self._room - (cell_len(verdict) + 2 if verdict else 0)
        lines = plain_lines(one.text[: room * _TALLEST], room)
        return [line.text for line in lines[:_TALLEST]] or [""]

    def _at(self, line: int) -> int:
        """The item that a line belongs to, or the nearest."""
        return max(0, min(bisect_right(self._tops, line), len(self.items)) - 1)

    # --- drawing

    def render_line(self, y: int) -> Strip:
        """A line of the item that it belongs to."""
        width, line = self.size.width, y + self.scroll_offset.y
        if not self.items:
            words = self.empty.split("\n")
            text = words[y] if y < len(words) else ""
            return self._strip(iter((Segment(f"  {text}", self.style_of("tone--quiet")),)), width)
        if line >= self._tops[-1]:
            return Strip.blank(width, self.base)
        at = self._at(line)
        strip = self._strip(self._line(self.items[at], line - self._tops[at]), width)
        if at == self._cursor and self.has_focus and line < self._tops[at + 1] - 1:
            here = Segment(signs_of(self.app).here, self.style_of("bars--best") + self.base)
            strip = Strip.join([Strip([here]), strip.crop(1)])
            if line == self._tops[at]:
                strip = strip.apply_style(self.style_of("bars--cursor"))
        return strip

    def _strip(self, segments: Iterator[Segment], width: int) -> Strip:
        return Strip(segments).adjust_cell_length(width, self.base).apply_style(self.base)

    def _line(self, one: Judged, line: int) -> Iterator[Segment]:
        text = self._text(one) if one.place in self._opened else []
        lines = max(1, len(text))
        if line == 0:
            yield from self._head(one, text[0] if text else one_line(one.text, _LONGEST))
        elif line < lines:
            yield Segment(f"  {text[line]}", self.style_of("bars--text"))
        else:
            yield from self._below(one, line - lines)

    def _head(self, one: Judged, text: str) -> Iterator[Segment]:
        verdict, tone = self._verdict(one)
        room = self._room - (cell_len(verdict) + 2 if verdict else 0)
        yield Segment("  ")
        yield Segment(fit(text, room, signs_of(self.app).ellipsis), self.style_of("bars--text"))
        if verdict:
            yield Segment(f"  {verdict}", self.style_of(tone))

    @property
    def _room(self) -> int:
        """How many cells a text may take."""
        return max(20, self.scrollable_content_region.width - 3)

    def _verdict(self, one: Judged) -> tuple[str, str]:
        """Whether it is right, and how that looks; nothing where it is not known."""
        signs = signs_of(self.app)
        if not one.counts:
            return "", ""
        if one.right:
            return f"{signs.ready} right", "tone--ready"
        before, named, after = f"{signs.failed} ", _named(one.expected), " expected"
        most = max(4, self._room // 2 - cell_len(before + after))
        name = fit(named, min(cell_len(named), most), signs.ellipsis)
        return f"{before}{name}{after}", "tone--failed"

    def _below(self, one: Judged, line: int) -> Iterator[Segment]:
        """One of the labels, or what there is instead."""
        shown, quiet = self._shown(one), self.style_of("tone--quiet")
        if line < len(shown):
            yield from self._label(one, *shown[line])
        elif line == len(shown) and one.many > line:
            yield Segment(f"    {signs_of(self.app).folded} {one.many - line:,} more", quiet)
        elif line == 0:
            told = "no label applies" if one.came else "no answer"
            yield Segment(f"    {told}", quiet if one.came else self.style_of("tone--warning"))

    def _label(self, one: Judged, label: str, confidence: float | None) -> Iterator[Segment]:
        signs = signs_of(self.app)
        best = label in one.predicted
        style = self.style_of("bars--best" if best else "tone--quiet")
        sign = signs.ready if best else signs.waiting if label in one.expected else " "
        name = fit(one_line(label), self._labels, signs.ellipsis)
        yield Segment(f"  {sign} {name} ", style)
        if confidence is None:
            yield Segment("no figure", self.style_of("tone--quiet"))
            return
        done = round(confidence * self._bar)
        yield Segment(signs.full * done, style)
        yield Segment(signs.hollow * (self._bar - done), self.style_of("tone--quiet"))
        yield Segment(f"{confidence * 100:6.1f} %", style)


def _named(labels: tuple[str, ...]) -> str:
    return " + ".join(one_line(label, 40) for label in labels)
