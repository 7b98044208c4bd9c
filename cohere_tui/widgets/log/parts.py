"""The runs of lines a card is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING

from cohere_tui.widgets.markdown.block import copy_text, links
from cohere_tui.widgets.markdown.line import Line, Lines, Look
from cohere_tui.widgets.themes import UNICODE, Signs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.state.pieces import Pieces
    from cohere_tui.widgets.markdown.block import Block

BLANK = Line(())


@dataclass(frozen=True, slots=True)
class Page:
    """What lines are made for: a width and a look. Another page means other lines."""

    width: int
    """Cells of a line of prose."""
    look: Look = field(default_factory=Look)
    """How Markdown is set."""
    signs: Signs = UNICODE


@dataclass(frozen=True, slots=True)
class Part:
    """A run of lines the cursor can stand on: a head, a paragraph, a fence, a folded thought."""

    key: str
    """Its name within the card; the same part keeps it while an answer grows."""
    kind: str
    """`head`, `searches`, `thinking`, `plan`, `call`, `prose`, `code`, `sources` or `foot`."""
    lines: Sequence[Line]
    made_of: object
    """What the lines were made of; the same value needs no new lines."""
    said: str | Pieces = ""
    """What copying this part gives, when it is not Markdown."""
    block: Block | None = None
    """The Markdown it shows."""
    folds: bool = False
    """Whether it opens and closes, …"""
    opened: bool = False
    """… and is open."""
    gap: bool = False
    """Whether a blank line stands before it."""

    @property
    def copy(self) -> str:
        """What copying this part alone gives: the code of a code block, else the text."""
        return copy_text(self.block) if self.block is not None else str(self.said)

    @property
    def urls(self) -> tuple[str, ...]:
        """Where the links in it lead."""
        return tuple(link.url for link in links(self.block)) if self.block is not None else ()

    @property
    def height(self) -> int:
        """In lines, the gap included."""
        return self.gap + len(self.lines)

    def line(self, number: int) -> Line:
        """Line `number` of it, the gap being the first."""
        number -= self.gap
        return self.lines[number] if number >= 0 else BLANK

    def kept_of(self, before: Part) -> int:
        """How many lines from the first on are the same as in `before`."""
        if self.gap != before.gap:
            return 0
        if isinstance(self.lines, Lines):
            return self.gap + self.lines.kept
        pairs = zip(before.lines, self.lines, strict=False)
        same = takewhile(lambda pair: pair[0] is pair[1] or pair[0] == pair[1], pairs)
        return self.gap + sum(1 for _ in same)
