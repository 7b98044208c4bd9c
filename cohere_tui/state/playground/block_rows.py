"""Blocks of pages as rows of a list, and each in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cohere_tui.state.columns import Cell, Column, Tone
from cohere_tui.state.facts import Fact
from cohere_tui.state.listing import Listing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cohere_tui.state.facts import FactLine
    from cohere_tui.state.playground.page_blocks import PageBlock


def listed(blocks: Iterable[PageBlock]) -> Listing[PageBlock]:
    """The blocks in the order in which they are read."""
    return Listing(_COLUMNS, lambda block: block.id).with_rows(blocks)


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
    return Cell(block.category or block.kind if block.kind == "image" else block.kind)


_COLUMNS: Final[tuple[Column[PageBlock], ...]] = (
    Column("page", lambda block, _: Cell(str(block.page)), 4, key=lambda b: b.page, right=True),
    Column("#", _number, 3, key=lambda block: block.number, right=True),
    Column("kind", _kind, 9),
    Column("text", lambda block, _: Cell(block.line), 16, grows=True),
    Column("place", _place, 20, rank=1),
)
