"""Texts beside each other, with keys: from one to the next, scrolling, copying."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.message import Message

from cohere_tui.widgets.playground.passage_view import PassageView

if TYPE_CHECKING:
    from textual import events

    from cohere_tui.state.playground.passages import Passage


def _key(keys: str, action: str, what: str, name: str, *, show: bool = False) -> Binding:
    return Binding(keys, action, what, id=f"passages.{name}", show=show)


class Passages(PassageView):
    """Shows passages, given by `show`; the cursor stands on one of them."""

    BINDING_GROUP_TITLE = "Texts"

    BINDINGS: ClassVar[list[BindingType]] = [
        _key("j,down", "move(1)", "Down", "down"),
        _key("k,up", "move(-1)", "Up", "up"),
        _key("l,right", "beside(1)", "Text to the right", "right"),
        _key("h,left", "beside(-1)", "Text to the left", "left"),
        _key("pagedown,ctrl+d", "page(0.5)", "Half a page down", "page_down"),
        _key("pageup,ctrl+u", "page(-0.5)", "Half a page up", "page_up"),
        _key("g,home", "first", "First", "first"),
        _key("G,end", "last", "Last", "last"),
        _key("y", "copy", "Copy", "copy", show=True),
    ]

    @dataclass
    class CopyAsked(Message):
        """The person wants `text` on the clipboard."""

        text: str

    @property
    def here(self) -> Passage | None:
        """The passage under the cursor."""
        return self.shown[self.at].passage if self.shown else None

    async def text_to_read(self) -> str:
        """All of them, each under what stands above it."""
        told = [(one.passage, str(one.passage.text)) for one in self.shown]
        heads = [" · ".join(filter(None, (one.title, one.word, one.figures))) for one, _ in told]
        texts = (f"{head}\n\n{text}" for head, (_, text) in zip(heads, told, strict=True))
        return "\n\n".join(texts)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the pointer is."""
        number = self.grid.at(event.y + self.scroll_offset.y, event.x)
        if number is not None:
            self.go(number)

    def action_move(self, step: int) -> None:
        """Scroll where the text goes on out of sight, else go to the text below or above."""
        if not self.shown:
            return
        lines, top = self.grid.lines(self.at), self.scroll_offset.y
        goes_on = lines.stop > top + self.size.height if step > 0 else lines.start < top
        other = self.at + step * self.grid.across
        if goes_on or not 0 <= other < len(self.shown):
            self.scroll_lines(step)
        else:
            self.go(other)

    def action_beside(self, step: int) -> None:
        """Go to the text beside it; beyond the outermost the key is the page's."""
        other, across = self.at + step, self.grid.across
        if not 0 <= other < len(self.shown) or other // across != self.at // across:
            raise SkipAction
        self.go(other)

    def action_page(self, pages: float) -> None:
        """Scroll; the cursor comes along."""
        before = self.scroll_offset.y
        self.scroll_lines(round(pages * max(1, self.size.height - 1)))
        top, bottom = self.scroll_offset.y, self.scroll_offset.y + self.size.height
        if top == before:
            self.go(len(self.shown) - 1 if pages > 0 else 0)
        places = [self.grid.lines(number) for number in range(len(self.shown))]
        inside = [at for at, one in enumerate(places) if one.start < bottom and one.stop > top]
        if inside and self.at not in inside:
            self.at = inside[0] if pages > 0 else inside[-1]
            self.refresh()

    def action_first(self) -> None:
        """Go to the first text."""
        self.go(0)
        self.scroll_lines(-self.scroll_offset.y)

    def action_last(self) -> None:
        """Go to the end of the last text."""
        self.go(len(self.shown) - 1)
        self.scroll_lines(self.grid.height)

    def action_copy(self) -> None:
        """Copy the text under the cursor."""
        text = (self.here.copied or str(self.here.text)) if self.here is not None else ""
        if text:
            self.post_message(self.CopyAsked(text))
