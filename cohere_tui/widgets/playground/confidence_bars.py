"""What each text was taken for: its labels with bars and figures, the best first."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Region

from cohere_tui.widgets.playground.confidence_strips import ConfidenceStrips

if TYPE_CHECKING:
    from textual import events


def _key(keys: str, action: str, what: str, name: str, *, show: bool = False) -> Binding:
    return Binding(keys, action, what, id=f"bars.{name}", show=show)


class ConfidenceBars(ConfidenceStrips):
    """Shows `items`; the one under the cursor can be opened: the whole text and all its labels."""

    BINDING_GROUP_TITLE = "Labels of texts"

    BINDINGS: ClassVar[list[BindingType]] = [
        _key("j,down", "move(1)", "Next text", "down"),
        _key("k,up", "move(-1)", "Previous text", "up"),
        _key("pagedown", "page(1)", "Page down", "page_down"),
        _key("pageup", "page(-1)", "Page up", "page_up"),
        _key("ctrl+d", "page(0.5)", "Half a page down", "half_down"),
        _key("ctrl+u", "page(-0.5)", "Half a page up", "half_up"),
        _key("g,home", "go(0)", "First text", "first"),
        _key("G,end", "go(-1)", "Last text", "last"),
        _key("space", "open", "Whole text, all labels", "open", show=True),
        _key("y", "copy", "Copy the text", "copy", show=True),
    ]

    # --- keys

    def action_move(self, step: int) -> None:
        """Go to another text."""
        self.action_go(max(0, self._cursor + step))

    def action_go(self, place: int) -> None:
        """Go to a text, counted from 0; -1 is the last."""
        if not self.items:
            return
        self._cursor = len(self.items) - 1 if place < 0 else min(place, len(self.items) - 1)
        top, bottom = self._tops[self._cursor : self._cursor + 2]
        region = Region(0, top, 1, min(bottom - top, max(1, self.size.height)))
        self.scroll_to_region(region, animate=False, force=True)
        self.refresh()

    def action_page(self, pages: float) -> None:
        """Move by screenfuls."""
        line = self._tops[self._cursor] + round(pages * max(1, self.size.height - 1))
        there = self._at(line)
        self.action_go(max(0, there if there != self._cursor else there + (1 if pages > 0 else -1)))

    def action_open(self) -> None:
        """Show the whole text and all its labels, or the best ones again."""
        if self.cursor_item is not None:
            self._opened ^= {self.cursor_item.place}
            self._lay_out()
            self.action_go(self._cursor)

    def action_copy(self) -> None:
        """Copy the text under the cursor."""
        if self.cursor_item is not None:
            self.app.copy_to_clipboard(self.cursor_item.text)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor there."""
        line = event.y + self.scroll_offset.y
        if line < self._tops[-1]:
            self.action_go(self._at(line))
