"""Facts about a thing, one below the other, with a cursor: follow a link, copy a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from cohere_tui.state.facts import Fact
from cohere_tui.widgets.detail.fact_lines import Drawn, lines_of
from cohere_tui.widgets.detail.fact_text import text_of
from cohere_tui.widgets.own_keys import act_on
from cohere_tui.widgets.themes import signs_of
from cohere_tui.widgets.tones import TONE_CLASSES, TONE_STYLES

if TYPE_CHECKING:
    from rich.style import Style
    from textual import events

    from cohere_tui.state.facts import FactLine, Link


def _key(keys: str, action: str, what: str, name: str, *, show: bool = False) -> Binding:
    return Binding(keys, action, what, id=f"facts.{name}", show=show)


class FactList(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows `facts`; the cursor stands on one of them."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "facts--label",
        "facts--heading",
        "facts--link",
        "facts--cursor",
        *TONE_CLASSES,
    }

    DEFAULT_CSS = f"""
    FactList {{
        height: 1fr; overflow-x: hidden; background: $background; color: $foreground;
        scrollbar-size-vertical: 1;
        .facts--label {{ color: $text-muted; }}
        .facts--heading {{ text-style: bold; }}
        .facts--link {{ color: $link-color; text-style: underline; }}
        .facts--cursor {{
            background: $block-cursor-background; color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }}
        &:ansi .facts--label {{ text-style: dim; }}
        {TONE_STYLES}
    }}
    """

    BINDING_GROUP_TITLE = "Details"

    BINDINGS: ClassVar[list[BindingType]] = [
        _key("j,down", "move(1)", "Down", "down"),
        _key("k,up", "move(-1)", "Up", "up"),
        _key("pagedown,ctrl+d", "page(1)", "Page down", "page_down"),
        _key("pageup,ctrl+u", "page(-1)", "Page up", "page_up"),
        _key("g,home", "first", "First", "first"),
        _key("G,end", "last", "Last", "last"),
        _key("enter", "follow", "Follow", "follow", show=True),
        _key("y", "copy", "Copy", "copy", show=True),
    ]

    facts: reactive[tuple[FactLine, ...]] = reactive((), init=False)

    @dataclass
    class Followed(Message):
        """The person goes to a related thing."""

        link: Link

    @dataclass
    class CopyAsked(Message):
        """The person wants `text` on the clipboard."""

        text: str

    def __init__(self, *facts: FactLine) -> None:
        super().__init__()
        self._lines: list[Drawn] = []
        self._tops: dict[int, int] = {}
        self._at = 0
        self.set_reactive(FactList.facts, facts)

    def watch_facts(self) -> None:
        """Show others; the cursor stays at its height."""
        self._lay_out()
        self.refresh_bindings()

    def on_resize(self) -> None:
        """Wrap anew."""
        self._lay_out()

    @property
    def here(self) -> Fact | None:
        """The fact under the cursor."""
        numbers = list(self._tops)
        fact = self.facts[numbers[self._at]] if self._at < len(numbers) else None
        return fact if isinstance(fact, Fact) else None

    async def text_to_read(self) -> str:
        """All facts, whole."""
        return text_of(self.facts)

    def _lay_out(self) -> None:
        room = max(8, self.scrollable_content_region.width - 2)
        self._lines = lines_of(self.facts, room, signs_of(self.app))
        self._tops = {}
        for place, line in enumerate(self._lines):
            if line.of >= 0:
                self._tops.setdefault(line.of, place)
        self._at = max(0, min(self._at, len(self._tops) - 1))
        self.virtual_size = Size(0, len(self._lines))
        self.refresh()

    # --- keys

    def check_action(
        self,
        action: str,
        parameters: tuple[object, ...],  # noqa: ARG002 Textual's signature
    ) -> bool | None:
        """Where nothing leads anywhere, nothing is followed."""
        return action != "follow" or any(
            isinstance(one, Fact) and one.link is not None for one in self.facts
        )

    async def on_key(self, event: events.Key) -> None:
        """Act on our own keys in their order."""
        await act_on(self, event, beyond=True)

    def action_move(self, facts: int) -> None:
        """Move the cursor; where there is nothing to stand on, scroll."""
        if not self._tops:
            self.scroll_relative(y=facts, animate=False)
            return
        self._go(self._at + facts)

    def action_page(self, pages: float) -> None:
        """Scroll by screenfuls, and take the cursor along."""
        if not self._tops:
            self.scroll_relative(y=round(pages * self.size.height), animate=False)
            return
        tops = list(self._tops.values())
        wanted = tops[self._at] + round(pages * max(1, self.size.height - 1))
        self._go(min(range(len(tops)), key=lambda place: abs(tops[place] - wanted)))

    def action_first(self) -> None:
        """Go to the first fact."""
        self._go(0)
        self.scroll_home(animate=False)

    def action_last(self) -> None:
        """Go to the last fact."""
        self._go(len(self._tops) - 1)
        self.scroll_end(animate=False)

    def action_follow(self) -> None:
        """Go to the related thing under the cursor."""
        if self.here is not None and self.here.link is not None:
            self.post_message(self.Followed(self.here.link))

    def action_copy(self) -> None:
        """Copy the value under the cursor."""
        if self.here is not None:
            self.post_message(self.CopyAsked(self.here.copied or self.here.value))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor there; a second click follows."""
        line = event.y + self.scroll_offset.y
        number = self._lines[line].of if line < len(self._lines) else -1
        if number >= 0:
            again = list(self._tops)[self._at] == number
            self._go(list(self._tops).index(number))
            if again:
                self.action_follow()

    def _go(self, at: int) -> None:
        self._at = max(0, min(at, len(self._tops) - 1))
        numbers = list(self._tops)
        if numbers:
            number = numbers[self._at]
            height = sum(1 for line in self._lines if line.of == number)
            # The heading above the first one comes into sight with it.
            top = 0 if self._at == 0 else self._tops[number]
            bottom = self._tops[number] + min(height, max(1, self.size.height))
            self.scroll_to_region(Region(0, top, 1, bottom - top), animate=False, force=True)
        self.refresh()

    # --- drawing

    def render_line(self, y: int) -> Strip:
        """One line of a fact, or nothing."""
        width, base = self.size.width, self.rich_style
        place = y + self.scroll_offset.y
        if place >= len(self._lines):
            return Strip.blank(width, base)
        line = self._lines[place]
        segments = [Segment(" "), Segment(line.label, self._style("facts--label"))]
        segments.append(Segment(line.text, self._style(line.style) if line.style else None))
        strip = Strip(segments).adjust_cell_length(width)
        numbers = list(self._tops)
        if self.has_focus and numbers and line.of == numbers[self._at]:
            return strip.apply_style(self.get_component_rich_style("facts--cursor"))
        return strip.apply_style(base)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(name, partial=True)
