"""A whole conversation as lines, of which only those in sight are made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.widgets.log.heights import Heights

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cohere_tui.state.turn import Entry
    from cohere_tui.widgets.log.cards import Card
    from cohere_tui.widgets.log.parts import Page
    from cohere_tui.widgets.markdown.line import Line

_KEEP_LAID_OUT = 120
"""Cards that keep their lines once out of sight; the oldest seen are forgotten beyond."""


class Sheet:
    """The cards of a conversation stacked on one column of lines.

    Heights of cards not yet seen are estimates; `settle` makes those true that come into sight.
    """

    card_of: Callable[[Entry], Card]
    """Makes the card of an entry; set before anything is shown."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._cards: list[Card] = []
        self._numbers: dict[str, int] = {}
        self._heights = Heights()
        self._seen: dict[str, None] = {}
        self.first = 0
        """The number of the first entry, counted so that entries keep theirs when others come."""

    @property
    def cards(self) -> Sequence[Card]:
        """From the top."""
        return self._cards

    @property
    def height(self) -> int:
        """All lines, estimated ones included."""
        return self._heights.total

    def show(self, entries: Sequence[Entry]) -> None:
        """Stack these entries; the cards of those that stood here before are kept."""
        before = {card.entry.id: card for card in self._cards}
        stayed = next((n for n, entry in enumerate(entries) if entry.id in before), None)
        if stayed is not None:
            self.first += self._numbers[entries[stayed].id] - stayed
        self._cards = [self._card(before.get(entry.id), entry) for entry in entries]
        self._numbers = {entry.id: number for number, entry in enumerate(entries)}
        self._seen = {entry_id: None for entry_id in self._seen if entry_id in self._numbers}
        self._heights = Heights(self._height(card) for card in self._cards)

    def grow(self, entry: Entry) -> int:
        """Take the newer state of an entry that is here; returns the sheet's first changed line."""
        number = self._numbers[entry.id]
        card = self._cards[number]
        changed = card.grow(entry)
        self._heights[number] = self._height(card)
        return self._heights.top(number) + changed

    def holds(self, entry_id: str) -> bool:
        """Whether the entry is on the sheet."""
        return entry_id in self._numbers

    def number(self, entry_id: str) -> int:
        """How many entries are above one that is here."""
        return self._numbers[entry_id]

    def made(self, entry_id: str) -> Card:
        """The card of an entry that is here, its lines made."""
        number = self._numbers[entry_id]
        self._lay_out(number)
        return self._cards[number]

    def turn_to(self, page: Page) -> None:
        """Begin another page: every line is made anew when it comes into sight."""
        self.page = page
        self._seen.clear()
        for card in self._cards:
            card.forget()
        self._heights = Heights(self._height(card) for card in self._cards)

    def remade(self, entry_id: str) -> None:
        """Say that a card was composed again."""
        number = self._numbers[entry_id]
        self._heights[number] = self._height(self._cards[number])

    def settle(self, top: int, bottom: int) -> None:
        """Make the lines from `top` to before `bottom` true, those of the cards in it included.

        Cards below move when an estimate was wrong; `top` stays where it is.
        """
        if not self._cards:
            return
        first, _ = self._heights.at(max(0, min(top, self.height - 1)))
        number = first
        while number < len(self._cards) and self._heights.top(number) < bottom:
            self._lay_out(number)
            number += 1
        self._forget_the_oldest(number - first)

    def settle_end(self, lines: int) -> None:
        """Make the last `lines` lines true."""
        number, needed = len(self._cards), lines
        while number and needed > 0:
            number -= 1
            self._lay_out(number)
            needed -= self._heights[number]
        self._forget_the_oldest(len(self._cards) - number)

    def line(self, number: int) -> Line | None:
        """A settled line, or None below the last one."""
        if not 0 <= number < self.height:
            return None
        card, line = self._heights.at(number)
        return self._cards[card].line(line)

    def at(self, line: int) -> tuple[int, int]:
        """The number of the card that holds `line`, and the line within it; for lines there are."""
        return self._heights.at(line)

    def top_of(self, entry_id: str) -> int:
        """The first line of an entry."""
        return self._heights.top(self._numbers[entry_id])

    def _card(self, card: Card | None, entry: Entry) -> Card:
        if card is None:
            return self.card_of(entry)
        if card.entry is not entry:
            card.grow(entry)
        return card

    def _height(self, card: Card) -> int:
        return card.height(self.page)

    def _lay_out(self, number: int) -> None:
        card = self._cards[number]
        card.lay_out(self.page)
        self._heights[number] = card.height(self.page)
        self._seen.pop(card.entry.id, None)
        self._seen[card.entry.id] = None

    def _forget_the_oldest(self, needed: int) -> None:
        spare = len(self._seen) - max(needed, _KEEP_LAID_OUT)
        for entry_id in list(self._seen)[: max(0, spare)]:
            del self._seen[entry_id]
            self._cards[self._numbers[entry_id]].forget()
