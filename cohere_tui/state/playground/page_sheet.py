"""Pages that were read, as a table, and beside those of another run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.state.facts import Fact
from cohere_tui.state.playground.comparison import Comparison
from cohere_tui.state.playground.likeness import likeness
from cohere_tui.state.playground.page_blocks import blocks_of
from cohere_tui.state.playground.sheet import Sheet
from cohere_tui.state.playground.word_count import words_told

if TYPE_CHECKING:
    from cohere_tui.state.playground.page_blocks import PageBlock
    from cohere_tui.state.playground.read_pages import ReadDocument

_COLUMNS = ("page", "block", "kind", "text", "name", "category", "left", "top", "right", "bottom")


def sheet_of(document: ReadDocument) -> Sheet:
    """A row for each block; places are parts of the page's width and height."""
    return Sheet(_COLUMNS, tuple(map(_row, blocks_of(document))))


def compared(before: ReadDocument, after: ReadDocument) -> Comparison:
    """How much was read, and page by page how much alike it is."""
    old, new = ({page.number: page.markdown for page in one.pages} for one in (before, after))
    rows = tuple(
        (
            number,
            *(words_told(texts[number]) if number in texts else None for texts in (old, new)),
            f"{likeness(old.get(number, ''), new.get(number, '')):.0%}",
        )
        for number in sorted(old.keys() | new.keys())
    )
    facts = (Fact("read", f"{before.told} → {after.told}"),)
    return Comparison(facts, Sheet(("page", "before", "after", "alike"), rows))


def _row(block: PageBlock) -> tuple[object, ...]:
    place = block.place
    edges = (None,) * 4 if place is None else (place.left, place.top, place.right, place.bottom)
    told = (block.page, block.number, block.kind, block.text, block.name, block.category)
    return (*told, *edges)
