"""Which card an entry gets, and the cards of what a person and a tool said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.state.ago import clock
from cohere_tui.state.naming import count
from cohere_tui.state.turn import Prompt, ToolResult, Turn
from cohere_tui.widgets.log.cards import Card
from cohere_tui.widgets.log.parts import Page, Part
from cohere_tui.widgets.log.plain_lines import bounded_lines, plain_lines
from cohere_tui.widgets.log.rows import folded, head
from cohere_tui.widgets.log.turn_card import TurnCard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cohere_tui.state.turn import Entry

MOST_LINES = 40
"""A longer prompt is folded to its beginning."""


def card_of(entry: Entry) -> Card:
    """The card that draws `entry`."""
    if isinstance(entry, Turn):
        return TurnCard(entry)
    return SaidCard(entry)


class SaidCard(Card):
    """What a person typed, or a tool gave back: text as it is, folded when it is long."""

    def __init__(self, entry: Prompt | ToolResult) -> None:
        super().__init__(entry)
        self._said = entry

    @property
    def text(self) -> str:
        """What was said."""
        return self._said.text if isinstance(self._said, Prompt) else self._said.content

    @property
    def copy(self) -> str:
        """The text as it was typed."""
        return self.text

    def estimate(self, page: Page) -> int:
        """Head, text, and the blank line below."""
        shown = self.text[: MOST_LINES * page.width]
        return 2 + min(MOST_LINES, len(shown) // page.width + 1 + shown.count("\n"))

    def compose(self, page: Page) -> Iterator[Part]:
        """A head, the text, and a fold when there is more."""
        who = "You" if isinstance(self._said, Prompt) else "Tool"
        yield Part("head", "head", [head(who, clock(self._said.at), page)], None, self.text)
        opened = self.is_open("rest", habit=False)
        if opened:
            lines, cut = bounded_lines(self.text, page.width), True
        else:
            shown = self.text[: MOST_LINES * page.width]
            lines = plain_lines(shown, page.width)
            cut = len(shown) < len(self.text) or len(lines) > MOST_LINES
            lines = lines[:MOST_LINES]
        yield Part("text", "prose", lines, (opened,), self.text)
        if cut:
            what = f"{count(len(self.text), 'character')} in all"
            row = folded(opened, what, page)
            yield Part("rest", "fold", [row], opened, self.text, folds=True, opened=opened)
