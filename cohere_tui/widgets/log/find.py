"""Where in a conversation some words are. Entries that cannot hold them are never laid out."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cohere_tui.state.turn import Prompt, ToolResult

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cohere_tui.state.turn import Entry
    from cohere_tui.widgets.log.cards import Card
    from cohere_tui.widgets.log.parts import Part
    from cohere_tui.widgets.log.sheet import Sheet
    from cohere_tui.widgets.markdown.line import Line


@dataclass(frozen=True, slots=True)
class Hit:
    """Where the words are drawn, or the folded part that hides them."""

    entry_id: str
    part: str
    line: int
    """Within the part."""
    start: int
    """Characters from the start of the line; -1: before whatever is on it."""
    size: int = 0
    folded: bool = False


class Words:
    """What is looked for: words in this order, whatever their case and the white space between."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._words = text.casefold().split()
        self.pattern = re.compile(r"\s+".join(map(re.escape, text.split())), re.IGNORECASE)

    def next(self, sheet: Sheet, after: Hit, step: int) -> Hit | None:
        """The first hit after (`step` 1) or the last before (-1) `after`; None up to the end."""
        number = sheet.number(after.entry_id) if sheet.holds(after.entry_id) else 0
        first = number
        while 0 <= number < len(sheet.cards):
            if self._may_be_in(sheet.cards[number].entry):
                card = sheet.made(sheet.cards[number].entry.id)
                hits = list(self.hits(card))
                if number == first:
                    hits = _beyond(card, hits, after, step)
                if hits:
                    return hits[0 if step > 0 else -1]
            number += step
        return None

    def hits(self, card: Card) -> Iterator[Hit]:
        """Where the words are on a card that is laid out, from the top."""
        for part in card.parts:
            if part.kind == "head":
                continue
            drawn = list(self._drawn(card, part))
            yield from drawn
            if not drawn and part.folds and not part.opened and self.pattern.search(str(part.said)):
                yield Hit(card.entry.id, part.key, 0, 0, folded=True)

    def on(self, line: Line) -> Iterator[tuple[int, int]]:
        """The characters of one line (from, to) that are the words."""
        for match in self.pattern.finditer(line.text, line.indent):
            yield match.span()

    def _drawn(self, card: Card, part: Part) -> Iterator[Hit]:
        pieces: list[str] = []
        starts: list[int] = []
        at = 0
        for number in range(part.height):
            line = part.line(number)
            piece = line.text[line.indent :] + (line.joint if line.wraps else "\n")
            pieces.append(piece)
            starts.append(at)
            at += len(piece)
        for match in self.pattern.finditer("".join(pieces)):
            number = bisect_right(starts, match.start()) - 1
            start = match.start() - starts[number] + part.line(number).indent
            size = match.end() - match.start()
            yield Hit(card.entry.id, part.key, number, start, size)

    def _may_be_in(self, entry: Entry) -> bool:
        """Whether every word is somewhere in the text: Markdown signs may stand between them."""
        text = "\n".join(_texts(entry)).casefold()
        return all(word in text for word in self._words)


def _texts(entry: Entry) -> Iterator[str]:
    if isinstance(entry, Prompt):
        yield entry.text
    elif isinstance(entry, ToolResult):
        yield entry.content
    else:
        yield from (str(block.text) for block in entry.blocks)
        yield str(entry.plan)
        for call in entry.calls:
            yield f"{call.name} {call.arguments}"
        for citation in entry.citations:
            for source in citation.sources:
                yield f"{source.title} {source.id}"
        if entry.failure is not None:
            yield f"{entry.failure.reason} {entry.failure.remedy}"


def _beyond(card: Card, hits: list[Hit], after: Hit, step: int) -> list[Hit]:
    """Those of a card's hits that are further on than `after`."""
    places = [_place(card, hit) for hit in hits]
    here = _place(card, after)
    if step > 0:
        return hits[bisect_right(places, here) :]
    return hits[: bisect_left(places, here)]


def _place(card: Card, hit: Hit) -> tuple[int, int, int]:
    number = card.number_of(hit.part)
    if number is None:
        number = -1 if hit.line < 0 else len(card.parts)
    return (number, hit.line, hit.start)


def beginning(sheet: Sheet) -> Hit:
    """Before everything on a sheet that is not empty."""
    return Hit(sheet.cards[0].entry.id, "", -1, -1)


def end(sheet: Sheet) -> Hit:
    """After everything on a sheet that is not empty."""
    return Hit(sheet.cards[-1].entry.id, "", 0, 0)
