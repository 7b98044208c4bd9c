"""The block cursor: which part of which entry the reader is on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cohere_tui.widgets.log.cards import Card
    from cohere_tui.widgets.log.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Cursor:
    """A part, named so that it survives growth and folding."""

    entry_id: str
    key: str


def part_under(sheet: Sheet, cursor: Cursor | None) -> tuple[Card, int] | None:
    """The card and the number of the part the cursor is on; None when it is nowhere."""
    if cursor is None or not sheet.holds(cursor.entry_id):
        return None
    card = sheet.made(cursor.entry_id)
    number = card.number_of(cursor.key)
    return (card, len(card.parts) - 1 if number is None else number)


def cursor_at(sheet: Sheet, line: int) -> Cursor | None:
    """The cursor on the part that holds a line of the sheet, or that ends above it."""
    if not sheet.cards:
        return None
    number, within = sheet.at(max(0, min(line, sheet.height - 1)))
    card = sheet.made(sheet.cards[number].entry.id)
    return _on(card, card.part_at(within))


def cursor_among(sheet: Sheet, lines: Iterable[int]) -> Cursor | None:
    """The cursor on the part that holds the first of some lines that is no blank between two."""
    for line in lines:
        cursor = cursor_at(sheet, line)
        if line in drawn_lines(sheet, cursor):
            return cursor
    return None


def next_part(sheet: Sheet, cursor: Cursor, step: int) -> Cursor:
    """One part further (`step` 1) or back (-1), over the borders of entries; stays at the ends."""
    found = part_under(sheet, cursor)
    if found is None:
        return cursor
    card, number = found
    if 0 <= number + step < len(card.parts):
        return _on(card, number + step)
    neighbour = _neighbour(sheet, card, step)
    if neighbour is None:
        return cursor
    return _on(neighbour, 0 if step > 0 else len(neighbour.parts) - 1)


def next_entry(sheet: Sheet, cursor: Cursor, step: int) -> Cursor:
    """The head of the next (`step` 1) or previous (-1) entry; back goes to one's own head first."""
    found = part_under(sheet, cursor)
    if found is None:
        return cursor
    card, number = found
    if step < 0 and number > 0:
        return _on(card, 0)
    neighbour = _neighbour(sheet, card, step)
    return cursor if neighbour is None else _on(neighbour, 0)


def lines_of(sheet: Sheet, cursor: Cursor) -> tuple[int, int]:
    """The first line of the part under the cursor, and the one after its last."""
    found = part_under(sheet, cursor)
    if found is None:
        return (0, 0)
    card, number = found
    top = sheet.top_of(cursor.entry_id) + card.top(number)
    return (top, top + card.parts[number].height)


def drawn_lines(sheet: Sheet, cursor: Cursor | None) -> range:
    """The lines of the part under the cursor as far as they are made; makes none itself."""
    if cursor is None or not sheet.holds(cursor.entry_id):
        return range(0)
    card = sheet.cards[sheet.number(cursor.entry_id)]
    number = card.number_of(cursor.key)
    if number is None:
        return range(0)
    top = sheet.top_of(cursor.entry_id) + card.top(number)
    return range(top, top + card.parts[number].height)


def _on(card: Card, number: int) -> Cursor:
    return Cursor(card.entry.id, card.parts[number].key)


def _neighbour(sheet: Sheet, card: Card, step: int) -> Card | None:
    number = sheet.number(card.entry.id) + step
    if not 0 <= number < len(sheet.cards):
        return None
    return sheet.made(sheet.cards[number].entry.id)
