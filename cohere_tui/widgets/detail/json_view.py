"""JSON to read: coloured, searched, copied; drawn only where it is seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final

from rich.cells import cell_len, chop_cells
from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from cohere_tui.widgets.ask import Ask
from cohere_tui.widgets.detail.json_lines import TOKENS, cut, lines_of, match_from, value_at
from cohere_tui.widgets.own_keys import act_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual import events

_LONGEST: Final = 2_000
"""Characters of a line that are drawn, and a sign where there are more; all of it is copied."""


def _key(keys: str, action: str, what: str, name: str, *, show: bool = False) -> Binding:
    return Binding(keys, action, what, id=f"json.{name}", show=show)


class JsonView(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows `value`, anything that JSON can say, indented; long lines are wrapped."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "json--name",
        "json--string",
        "json--number",
        "json--cut",
        "json--cursor",
        "json--found",
    }

    DEFAULT_CSS = """
    JsonView {
        height: 1fr; overflow-x: hidden; background: $background; color: $foreground;
        scrollbar-size-vertical: 1;
        .json--name { color: $accent; }
        .json--string { color: $success; }
        .json--number { color: $secondary; }
        .json--cut { color: $text-muted; text-style: italic; }
        .json--found { text-style: reverse; }
        .json--cursor {
            background: $block-cursor-background; text-style: $block-cursor-text-style;
        }
    }
    """

    BINDING_GROUP_TITLE = "JSON"

    BINDINGS: ClassVar[list[BindingType]] = [
        _key("j,down", "move(1)", "Down", "down"),
        _key("k,up", "move(-1)", "Up", "up"),
        _key("pagedown,ctrl+d", "page(1)", "Page down", "page_down"),
        _key("pageup,ctrl+u", "page(-1)", "Page up", "page_up"),
        _key("g,home", "first", "First", "first"),
        _key("G,end", "last", "Last", "last"),
        _key("slash,ctrl+f", "find", "Find", "find", show=True),
        _key("n", "next(1)", "Next match", "next"),
        _key("N", "next(-1)", "Previous match", "previous"),
        _key("y", "copy", "Copy value", "copy", show=True),
        _key("Y", "copy_all", "Copy all", "copy_all"),
    ]

    value: reactive[Any] = reactive(None, init=False)

    @dataclass
    class CopyAsked(Message):
        """The person wants `text` on the clipboard."""

        text: str

    def __init__(self, value: object = None) -> None:
        super().__init__()
        self._lines: list[str] = []
        self._rows: list[tuple[int, int]] = []
        """For each row on the screen its line, and how many cells of that are in rows above."""
        self._tops: list[int] = []
        """For each line its first row."""
        self._at = 0
        self._words = ""
        self.set_reactive(JsonView.value, value)

    def watch_value(self) -> None:
        """Show a value; the cursor stays at its height."""
        self._lines = lines_of(self.value)
        self._at = max(0, min(self._at, len(self._lines) - 1))
        self._lay_out()

    on_mount = watch_value

    def on_resize(self) -> None:
        """Wrap anew."""
        self._lay_out()

    def _lay_out(self) -> None:
        room = max(8, self.scrollable_content_region.width - 2)
        self._rows, self._tops = [], []
        for number, line in enumerate(self._lines):
            self._tops.append(len(self._rows))
            offset = 0
            # Half as many letters may be as wide as the room, never fewer.
            drawn = "".join(cut(line, _LONGEST))
            for piece in chop_cells(drawn, room) if len(drawn) > room // 2 else [drawn]:
                self._rows.append((number, offset))
                offset += cell_len(piece)
        self.virtual_size = Size(0, len(self._rows))
        self.refresh()

    # --- keys

    async def on_key(self, event: events.Key) -> None:
        """Act on our own keys in their order."""
        await act_on(self, event, beyond=True)

    def action_move(self, lines: int) -> None:
        """Move the cursor."""
        self._go(self._at + lines)

    def action_page(self, pages: float) -> None:
        """Scroll by screenfuls, and take the cursor along: a line may be longer than a screen."""
        before = self.scroll_offset.y
        top = before + round(pages * max(1, self.size.height - 1))
        self.scroll_to(y=top, animate=False, force=True)
        now = round(self.scroll_target_y)
        if now == before:
            self._go(len(self._lines) - 1 if pages > 0 else 0)
        else:
            self._at = self._rows[min(now, len(self._rows) - 1)][0]
            self.refresh()

    def action_first(self) -> None:
        """Go to the first line."""
        self._go(0)

    def action_last(self) -> None:
        """Go to the last line."""
        self._go(len(self._lines) - 1)

    def action_find(self) -> None:
        """Ask for words and go to the next line that has them; no words end it."""

        def found(text: str | None) -> None:
            if text is not None:
                self.find(text)

        self.app.push_screen(Ask("Find in the JSON", self._words, may_be_empty=True), found)

    def find(self, words: str) -> None:
        """Go to the next line that has these words, this one included; all of them stand out."""
        self._words = words
        self.refresh()
        if words:
            self._go_to_match(self._at, 1)

    def action_next(self, step: int) -> None:
        """Go to the next match, or the one before; round at the ends."""
        if not self._words:
            self.app.notify("Nothing was looked for: / finds.")
        else:
            self._go_to_match(self._at + step, step)

    def action_copy(self) -> None:
        """Copy the value on this line; of a line that opens an object, all of the object."""
        if self._lines:
            self.post_message(self.CopyAsked(value_at(self._lines, self._at)))

    def action_copy_all(self) -> None:
        """Copy everything."""
        self.post_message(self.CopyAsked("\n".join(self._lines)))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor there."""
        row = event.y + self.scroll_offset.y
        if row < len(self._rows):
            self._go(self._rows[row][0])

    def _go_to_match(self, start: int, step: int) -> None:
        found = match_from(self._lines, self._words, start, step)
        if found is None:
            self.app.notify(f"Nothing matches “{self._words}”.")
        else:
            self._go(found)

    def _go(self, at: int) -> None:
        self._at = max(0, min(at, len(self._lines) - 1))
        top, *others = self._tops[self._at : self._at + 2]
        height = (others[0] if others else len(self._rows)) - top
        region = Region(0, top, 1, min(height, max(1, self.size.height)))
        self.scroll_to_region(region, animate=False, force=True)
        self.refresh()

    # --- drawing

    def render_line(self, y: int) -> Strip:
        """One row of a line."""
        width, base = self.size.width, self.rich_style
        row = y + self.scroll_offset.y
        if row >= len(self._rows):
            return Strip.blank(width, base)
        line, offset = self._rows[row]
        nexts = self._rows[row + 1 : row + 2]
        end = nexts[0][1] if nexts and nexts[0][0] == line else None
        pieces = Strip(self._segments(self._lines[line])).crop(offset, end)
        strip = Strip([Segment(" "), *pieces]).adjust_cell_length(width, base)
        if self.has_focus and line == self._at:
            strip = strip.apply_style(self.get_component_rich_style("json--cursor", partial=True))
        return strip.apply_style(base)

    def _segments(self, line: str) -> Iterator[Segment]:
        at = 0
        drawn, sign = cut(line, _LONGEST)
        for token in TOKENS.finditer(drawn):
            yield from self._found(drawn[at : token.start()], "")
            yield from self._found(token[0], f"json--{token.lastgroup}")
            at = token.end()
        yield from self._found(drawn[at:], "")
        if sign:
            yield Segment(sign, self.get_component_rich_style("json--cut", partial=True))

    def _found(self, text: str, style_name: str) -> Iterator[Segment]:
        """A piece of a line; what is looked for stands out."""
        style = self.get_component_rich_style(style_name, partial=True) if style_name else None
        words = self._words.casefold()
        if not words or words not in text.casefold():
            if text:
                yield Segment(text, style)
            return
        mark = self.get_component_rich_style("json--found", partial=True)
        folded, at = text.casefold(), 0
        while (found := folded.find(words, at)) >= 0:
            yield Segment(text[at:found], style)
            at = found + len(words)
            yield Segment(text[found:at], style + mark if style else mark)
        yield Segment(text[at:], style)
