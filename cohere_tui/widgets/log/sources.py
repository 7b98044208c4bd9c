"""Citations in the text as numbers, and the list of what the numbers stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from rich.cells import cell_len

from cohere_tui.widgets.log.rows import fitted, row
from cohere_tui.widgets.markdown.line import Mark

if TYPE_CHECKING:
    from cohere_tui.state.turn import Citation, Source, Turn
    from cohere_tui.widgets.log.parts import Page
    from cohere_tui.widgets.markdown.line import Line

Numbered = Mapping[str, tuple[int, "Source"]]
"""Sources by id with their numbers, from 1 in order of first mention."""


def numbered(citations: Iterable[Citation]) -> Numbered:
    """Number the sources of an answer."""
    found: dict[str, tuple[int, Source]] = {}
    for citation in citations:
        for source in citation.sources:
            found.setdefault(source.id, (len(found) + 1, source))
    return found


def marks_of(turn: Turn, block: int) -> tuple[Mark, ...]:
    """The citations of one text block as marks, `[1][3]` after the cited words."""
    numbers = numbered(turn.citations)
    return tuple(
        Mark(
            citation.start,
            citation.end,
            "".join(f"[{numbers[source.id][0]}]" for source in citation.sources),
        )
        for citation in turn.citations
        if citation.block == block
    )


def source_rows(sources: Numbered, page: Page) -> list[Line]:
    """One line for each source: its number, title or first words, and id."""
    rows: list[Line] = []
    for number, source in sources.values():
        label = fitted(f"[{number}]", page.width, page)
        room = page.width - cell_len(label) - 1
        name = source.title or source.text or source.id
        rows.append(row((label, "citation"), (f" {fitted(name, room, page)}" * (room > 0), "dim")))
    return rows
