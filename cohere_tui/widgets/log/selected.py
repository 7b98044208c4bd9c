"""The text of a selection on a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.widgets.log.points import TALL, card_at, covered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.selection import Selection

    from cohere_tui.widgets.log.sheet import Sheet
    from cohere_tui.widgets.markdown.line import Line


def selected_text(sheet: Sheet, selection: Selection) -> str:
    """What `selection` covers, as text: no margin, no decoration, soft-wrapped lines joined again.

    Cards that were never seen are laid out for it.
    """
    pieces: list[str] = []
    joint = ""
    for row, line in _lines(sheet, selection):
        span = covered(line, selection, row)
        if span is None:
            continue
        text = line.text[slice(*span)]
        pieces += (joint, text)
        joint = line.joint if line.wraps else "\n"
    if pieces and not pieces[-1]:
        del pieces[-2:]  # it ends where a line begins: that line is not meant
    return "".join(pieces)


def _lines(sheet: Sheet, selection: Selection) -> Iterator[tuple[int, Line]]:
    if not sheet.cards:
        return
    start, end = selection
    number, within = card_at(sheet, start.y) if start is not None else (0, 0)
    last = card_at(sheet, end.y) if end is not None else (len(sheet.cards) - 1, TALL)
    while number <= last[0]:
        card = sheet.made(sheet.cards[number].entry.id)
        for line in range(
            within, min(card.height(sheet.page), last[1] + 1 if number == last[0] else TALL)
        ):
            yield (sheet.first + number) * TALL + line, card.line(line)
        number, within = number + 1, 0
