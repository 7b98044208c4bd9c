"""Lines of a sheet named so that they are found again after the lines around them changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cohere_tui.widgets.log.parts import Part
    from cohere_tui.widgets.log.sheet import Sheet
    from cohere_tui.widgets.markdown.line import Line


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a sheet: of which entry, of which part of it, and what stands there."""

    entry_id: str
    line: int
    """Within the card."""
    part: str = ""
    """The key of the part; empty when the card was never laid out."""
    below: int = 0
    """Lines below the top of the part, …"""
    of: int = 0
    """… which has so many …"""
    width: int = 0
    """… on a page of so many cells."""
    at: int = -1
    """The offset in the source of the first character on the line, if it has one."""


def place_at(sheet: Sheet, line: int) -> Place | None:
    """The place of a line, of the nearest one when it is outside; None on an empty sheet."""
    if not sheet.cards:
        return None
    number, within = sheet.at(max(0, min(line, sheet.height - 1)))
    card = sheet.cards[number]
    if not card.laid_out:
        return Place(card.entry.id, within)
    index = card.part_at(within)
    part, below = card.parts[index], within - card.top(index)
    at = _source(part.line(below)) if below < part.height else -1
    return Place(card.entry.id, within, part.key, below, part.height, sheet.page.width, at)


def line_of(sheet: Sheet, place: Place) -> int | None:
    """Where a place is now; None when its entry is gone. The card is laid out for it."""
    if not sheet.holds(place.entry_id):
        return None
    card, top = sheet.made(place.entry_id), sheet.top_of(place.entry_id)
    number = card.number_of(place.part)
    if number is None:
        return top + min(place.line, card.height(sheet.page) - 1)
    return top + card.top(number) + _below(card.parts[number], place, sheet.page.width)


def _below(part: Part, place: Place, width: int) -> int:
    """The line of `part` that `place` means: by its text, else in proportion."""
    if place.width == width and (
        place.at < 0 or (place.below < part.height and _source(part.line(place.below)) == place.at)
    ):
        return min(place.below, part.height)
    if place.at < 0:
        return min(place.below * part.height // max(1, place.of), part.height)
    starts = [_source(part.line(number)) for number in range(part.height)]
    return max((number for number, at in enumerate(starts) if 0 <= at <= place.at), default=0)


def _source(line: Line) -> int:
    return next((span.at for span in line.spans if span.at >= 0), -1)
