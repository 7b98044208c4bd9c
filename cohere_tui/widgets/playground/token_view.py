"""The keys of a text of tokens: going through it, finding, ids, copying."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.message import Message

from cohere_tui.state.playground.aligning import Fit
from cohere_tui.state.playground.token_finding import found_in
from cohere_tui.widgets.ask import Ask
from cohere_tui.widgets.playground.token_text import TokenText

if TYPE_CHECKING:
    from textual import events


def _key(keys: str, action: str, what: str, name: str, *, show: bool = False) -> Binding:
    return Binding(keys, action, what, id=f"tokens.{name}", show=show)


class TokenView(TokenText, inherit_bindings=False):
    """Shows tokens; n and N go through those that stand out. `unmarked` says why there are none."""

    BINDING_GROUP_TITLE = "Tokens"

    BINDINGS: ClassVar[list[BindingType]] = [
        _key("right", "step(1)", "Next token", "next"),
        _key("left", "step(-1)", "Previous token", "previous"),
        _key("j,down", "move(1)", "Row down", "down"),
        _key("k,up", "move(-1)", "Row up", "up"),
        _key("pagedown", "page(1)", "Page down", "page_down"),
        _key("pageup", "page(-1)", "Page up", "page_up"),
        _key("ctrl+d", "page(0.5)", "Half a page down", "half_down"),
        _key("ctrl+u", "page(-0.5)", "Half a page up", "half_up"),
        _key("g,home", "go(0)", "First token", "first"),
        _key("G,end", "go(-1)", "Last token", "last"),
        _key("t", "ids", "Ids", "ids", show=True),
        _key("slash,ctrl+f", "find", "Find", "find", show=True),
        _key("n", "to_marked(1)", "Next match", "next_marked"),
        _key("N", "to_marked(-1)", "Previous match", "previous_marked"),
        _key("y", "copy", "Copy the token", "copy", show=True),
    ]

    @dataclass
    class CopyAsked(Message):
        """The person wants `text` on the clipboard."""

        text: str

    def __init__(self, *, unmarked: str = "Nothing was looked for: / finds.") -> None:
        super().__init__()
        self._words = ""
        self._unmarked = unmarked

    def action_step(self, step: int) -> None:
        """Go to the token beside this one; beyond the last and the first the key is the page's."""
        if not 0 <= self.at + step < len(self.tokens):
            raise SkipAction
        self.go(self.at + step)

    def action_move(self, rows: int) -> None:
        """Go to another row, to the token that stands nearest."""
        if self.here is None:
            return
        first, last = self.rows.rows_of(self.at)
        column = self.rows.column_of(self.at)
        row = last + rows if rows > 0 else first + rows
        while 0 <= row < len(self.rows):
            token = self.rows.token_at(row, column)
            if token is not None:
                self.go(token)
                return
            row += 1 if rows > 0 else -1
        self.scroll_relative(y=rows, animate=False)

    def action_page(self, pages: float) -> None:
        """Go on by screenfuls; in the last one to its end."""
        if self.here is None:
            return
        rows = round(pages * max(1, self.size.height // self.tall - 1)) or round(pages * 2)
        row = self.rows.row_of(self.at)
        wanted = max(0, min(row + rows, len(self.rows) - 1))
        token = self.rows.token_at(wanted, self.rows.column_of(self.at))
        if wanted == row:
            self.action_go(-1 if pages > 0 else 0)
        elif token is not None:
            self.go(token)

    def action_go(self, number: int) -> None:
        """Go to a token; -1 is the last one."""
        self.go(number % max(1, len(self.tokens)))

    def action_ids(self) -> None:
        """Show the ids under the tokens, or hide them."""
        self.ids = not self.ids

    def action_find(self) -> None:
        """Ask for words or an id, and go to the next token that has them."""

        def found(text: str | None) -> None:
            if text is not None:
                self.find(text)

        self.app.push_screen(Ask("Find words, or an id", self._words, may_be_empty=True), found)

    def find(self, words: str) -> None:
        """Mark the tokens that say, or are part of, `words`; go to the first from here on."""
        self._words = words
        self.marked = found_in(self.tokens, words)
        if words and not self.marked:
            self.app.notify(f"Nothing matches “{words}”.")
        elif self.marked and self.at not in self.marked:
            self.action_to_marked(1)

    def action_to_marked(self, step: int) -> None:
        """Go to the next token that stands out, or the one before; round at the ends."""
        numbers = sorted(self.marked)
        if not numbers:
            self.app.notify(self._unmarked)
            return
        at = bisect_right(numbers, self.at) if step > 0 else bisect_left(numbers, self.at) - 1
        self.go(numbers[at % len(numbers)])

    def action_copy(self) -> None:
        """Copy what the token says."""
        token = self.here
        if token is not None:
            words = self.tokens.words_of(token) if token.fit is Fit.EXACT else token.string
            self.post_message(self.CopyAsked(words or token.string))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor there."""
        row = (event.y + self.scroll_offset.y) // self.tall
        if row < len(self.rows):
            token = self.rows.token_at(row, event.x - 1)
            if token is not None:
                self.go(token)
