"""Blocks of pages as rows of a list, and each in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cohere_tui.state.columns import Cell, Column, Tone
from cohere_tui.state.facts import Fact
from cohere_tui.state.listing import Listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.state.facts import FactLine
    from cohere_tui.state.playground.page_blocks import PageBlock


def listed(blocks: Sequence[PageBlock]) -> Listing[PageBlock]:
    """The blocks in the order in which they are read."""
    several = len({block.page for block in blocks}) > 1
    columns = (_PAGE, *_COLUMNS) if several else _COLUMNS
    return Listing(columns, lambda block: block.id).with_rows(blocks)


def block_facts(block: PageBlock) -> tuple[FactLine, ...]:
    """Everything that is known of a block."""
    named = Fact("title" if block.kind == "table" else "id", block.name)
    lines = (
        Fact("block", f"{block.number} on page {block.page}"),
        Fact("kind", block.kind),
        Fact("category", block.category),
        named,
        Fact("place", block.place.told if block.place is not None else ""),
        Fact("description" if block.kind == "image" else "text", block.text),
    )
    return tuple(one for one in lines if one.value)


def _place(block: PageBlock, _: float) -> Cell:
    return Cell(block.place.told, Tone.QUIET) if block.place is not None else Cell("")


def _number(block: PageBlock, _: float) -> Cell:
    return Cell(str(block.number), Tone.QUIET)


def _kind(block: PageBlock, _: float) -> Cell:
    """Of a picture what it is of, where that is known."""
    return Cell(block.kind if block.category in ("", "other") else block.category)


_PAGE: Final[Column[PageBlock]] = Column(
    "page", lambda block, _: Cell(str(block.page)), 4, key=lambda block: block.page, right=True
)
_COLUMNS: Final[tuple[Column[PageBlock], ...]] = (
    Column("#", _number, 3, key=lambda block: block.number, right=True),
    Column("kind", _kind, 9),
    Column("text", lambda block, _: Cell(block.line), 16, grows=True),
    Column("place", _place, 20, rank=1),
)
