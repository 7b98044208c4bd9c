"""Ranked documents, and the keys that go through them, unfold, find and copy them.

A key costs the same with a thousand documents of any length and with ten short ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from cohere_tui.widgets.ask import Ask
from cohere_tui.widgets.playground.ranked_view import RankedView

if TYPE_CHECKING:
    from textual import events


def _key(keys: str, action: str, what: str, name: str, *, show: bool = False) -> Binding:
    return Binding(keys, action, what, id=f"ranked.{name}", show=show)


class ScoreBars(RankedView):
    """Shows a `ranking`; the person may want the text of a document (`CopyAsked`)."""

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

    @dataclass
    class CopyAsked(Message):
        """The person wants `text` on the clipboard."""

        text: str

    def place_here(self) -> int:
        """Below the cursor's document."""
        return self.at + 1 if self.ranking.rows else 0

    def action_move(self, rows: int) -> None:
        """Move the cursor by documents."""
        self.go(self.at + rows)

    def action_page(self, pages: float) -> None:
        """Scroll by screenfuls, and take the cursor along: a document may be longer than one."""
        before = self.scroll_offset.y
        top = before + round(pages * max(1, self.size.height - 2))
        self.scroll_to(y=top, animate=False, force=True)
        now = round(self.scroll_target_y)
        if now == before:
            self.go(len(self.ranking.rows) - 1 if pages > 0 else 0)
        elif self.ranking.rows:
            self.at = self.sheet.standing_at(now)
            self.refresh()

    def action_first(self) -> None:
        """Go to the best document."""
        self.go(0)

    def action_last(self) -> None:
        """Go to the last document."""
        self.go(len(self.ranking.rows) - 1)

    def action_unfold(self) -> None:
        """Show all of the document under the cursor, or its beginning only."""
        if self.here is not None:
            self.sheet.unfold(self.at)
            self.laid_out()
            self.go(self.at)

    def action_wrap(self) -> None:
        """Show some more lines of every document, or one."""
        self.sheet.wrap()
        self.laid_out()
        self.go(self.at)

    def action_find(self) -> None:
        """Ask for words and go to the next document that has them; no words end it."""

        def found(text: str | None) -> None:
            if text is not None:
                self.find(text)

        self.app.push_screen(Ask("Find in the documents", self.words, may_be_empty=True), found)

    def find(self, words: str) -> None:
        """Go to the next document that has these words, this one included; they stand out."""
        self.words = words
        self.sheet.look_for(words)
        self.laid_out()
        if words and not self._step(self.at, 1):
            self._say_nothing_matches()

    def action_next(self, step: int) -> None:
        """Go to the next document that has them, or the one before; round at the ends."""
        if not self.words:
            self.app.notify("Nothing was looked for: / finds.")
        elif not self._step(self.at + step, step):
            self._say_nothing_matches()

    def _say_nothing_matches(self) -> None:
        self.app.notify(f"Nothing matches “{self.words}”.")

    def action_copy(self) -> None:
        """Copy the document under the cursor."""
        if self.here is not None:
            self.post_message(self.CopyAsked(self.here.text))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor there; a second click unfolds."""
        spot = self.sheet.spot(event.y - 1 + self.scroll_offset.y) if event.y else None
        if spot is None or spot.standing < 0:
            return
        if spot.standing == self.at:
            self.action_unfold()
        else:
            self.go(spot.standing)

    def _step(self, start: int, step: int) -> bool:
        rows, words = self.ranking.rows, self.words.casefold()
        for far in range(len(rows)):
            at = (start + far * step) % len(rows)
            if words in rows[at].text.casefold():
                self.go(at)
                return True
        return False
