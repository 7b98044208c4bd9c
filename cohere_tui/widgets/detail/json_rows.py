"""A document on rows: how many each line takes, and which of them is where. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len, chop_cells

from cohere_tui.state.json_document import Document, document_of
from cohere_tui.state.json_folds import how_many

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.state.json_folds import Folds

LONGEST: Final = 2_000
"""Characters of a line that are drawn, and a sign where there are more; all of it is copied."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn of a line: JSON, and what is said of the rest of it."""

    json: str
    told: str = ""

    @property
    def text(self) -> str:
        """All of it."""
        return self.json + self.told


def drawn(document: Document, line: int, ellipsis: str, *, folded: bool = False) -> Drawn:
    """What is drawn of a line."""
    text = document.lines[line]
    if folded:
        text, closing = text[:-1], document.lines[document.mates[line]].lstrip(" ")[0]
        told = f"{ellipsis}{closing} {how_many(document, line)}"
        return Drawn(_cut(text, ellipsis).text + document.lines[line][-1], told)
    return _cut(text, ellipsis)


def _cut(text: str, ellipsis: str) -> Drawn:
    more = len(text) - LONGEST
    if more <= 0:
        return Drawn(text)
    return Drawn(text[:LONGEST], f"{ellipsis} {more:,} more characters")


def pieces(text: str, room: int) -> list[str]:
    """A text in rows of `room` cells; those after the first begin below it, two cells in."""
    if cell_len(text) <= room:
        return [text]
    first = chop_cells(text, room)[0]
    hang = hanging(text, room)
    return [first, *(" " * hang + one for one in chop_cells(text[len(first) :], room - hang))]


def hanging(text: str, room: int) -> int:
    """How far the rows of a text after its first are indented."""
    return min(len(text) - len(text.lstrip(" ")) + 2, room // 2)


def height(text: str, room: int) -> int:
    """How many `pieces` there are."""
    if len(text) <= room // 2:  # no letter is wider than two cells
        return 1
    if not text.isascii():
        return len(pieces(text, room))
    over = len(text) - room
    return 1 if over <= 0 else 1 - -over // (room - hanging(text, room)) * 1


@dataclass(frozen=True, slots=True)
class Measured:
    """A document, and how many rows each of its lines takes in so many cells."""

    document: Document = field(default_factory=Document)
    room: int = 0
    ellipsis: str = "…"
    heights: list[int] = field(default_factory=list)
    widths: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, document: Document, room: int, ellipsis: str) -> Measured:
        """Measure every line."""
        texts = [
            line if len(line) <= LONGEST else _cut(line, ellipsis).text for line in document.lines
        ]
        heights = [height(text, room) for text in texts]
        widths = [len(text) if text.isascii() else cell_len(text) for text in texts]
        return cls(document, room, ellipsis, heights, widths)
