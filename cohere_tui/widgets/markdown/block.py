"""What a Markdown text consists of: leaf blocks, each knowing the quotes and items it stands in.

A list or a quote is not a block here. Its paragraphs, fences and tables are, and each carries the
path that leads to it; so a list of any length is set one item at a time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, TypeAlias

from cohere_tui.plain import plain

if TYPE_CHECKING:
    from cohere_tui.widgets.markdown.grown import Grown

Kind = Literal["paragraph", "heading", "code", "table", "rule"]
Align = Literal["", "left", "center", "right"]


class Run(NamedTuple):
    """A stretch of text in one style, and where it came from.

    `at` is the code point offset of its first character in the document, -1 for text that is not
    in it; `size` is how many code points of the source it stands for (the length of the text,
    unless that was an entity, an escape or a control character).
    """

    text: str
    style: str
    at: int
    size: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quote, opened on the line that starts at offset `at`."""

    at: int


@dataclass(frozen=True, slots=True)
class Item:
    """A list item, opened on the line that starts at offset `at`.

    `number` is None for a bullet, `task` is "" or what stood between the brackets. The rest is
    its place in the source: `markup` (the bullet, or the sign after the number), `digits` of the
    number, `column` of the marker and `inner` column of the content, within the quote.
    """

    at: int
    number: int | None
    markup: str
    digits: int
    column: int
    inner: int
    task: str = ""


Frame: TypeAlias = Quote | Item


class CodeLine(NamedTuple):
    """One line of code without its end, and the offset of its first character (or -1)."""

    text: str
    at: int


Cell: TypeAlias = tuple[Run, ...]
Row: TypeAlias = tuple[Cell, ...]


class Paints(Protocol):
    """Colours the code of one block, and remembers what it read."""

    def paint(self, code: Code, start: int = 0) -> list[list[Run]]:
        """The lines of `code` from number `start` on, coloured."""
        ...


@dataclass(frozen=True, slots=True)
class Words:
    """The text of a paragraph (`level` 0) or of a heading (1 to 6)."""

    parts: Grown[Run]
    level: int = 0


@dataclass(frozen=True, slots=True)
class Code:
    """A code block; `open` while its end has not come, so that lines may follow."""

    parts: Grown[CodeLine]
    info: str
    open: bool
    painter: Paints = field(compare=False, repr=False)

    @property
    def language(self) -> str:
        """The first word of the info string, as it may be shown."""
        words = self.info.split(None, 1)
        return plain(words[0][:40]) if words else ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; every row has as many cells as the head."""

    parts: Grown[Row]
    head: Row
    aligns: tuple[Align, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A thematic break."""


Content: TypeAlias = Words | Code | Table | Rule


@dataclass(frozen=True, slots=True)
class Block:
    """A leaf block of a document: a frozen value, and the same object while nothing changes it.

    `start` and `end` are code point offsets in the document, from the start of its first line to
    the end of its last. Of the frames in `path` those from number `fresh` on open with this block:
    it is the one that shows their bullet. `gap` says that a blank line stands before it.
    """

    kind: Kind
    start: int
    end: int
    path: tuple[Frame, ...]
    fresh: int
    gap: bool
    content: Content
    pieces: Grown[str] = field(compare=False, repr=False)

    @property
    def source(self) -> str:
        """Its Markdown, exactly as received, from the start of its first line."""
        return "".join(self.pieces)

    @property
    def code(self) -> str:
        """The code of a code block, without the fence; empty for other kinds."""
        if not isinstance(self.content, Code):
            return ""
        return "".join(f"{line.text}\n" for line in self.content.parts)

    @property
    def language(self) -> str:
        """The language a fence names, or empty."""
        return self.content.language if isinstance(self.content, Code) else ""


class Link(NamedTuple):
    """A link in a text: what is shown and where it leads."""

    text: str
    url: str


def copy_text(block: Block) -> str:
    """What copying the block gives: the code of a code block, else its Markdown. Harmless."""
    return plain(block.code or block.source).rstrip("\n")


def links(block: Block) -> tuple[Link, ...]:
    """The links of a block in reading order, images among them. Nothing in them is trusted."""
    found: list[Link] = []
    for run in _runs(block.content):
        if run.url and found and found[-1].url == run.url:
            found[-1] = Link(found[-1].text + run.text, run.url)
        elif run.url:
            found.append(Link(run.text, run.url))
    return tuple(Link(plain(link.text), link.url) for link in found)


def _runs(content: Content) -> list[Run]:
    if isinstance(content, Words):
        return content.parts.since(0)
    if isinstance(content, Table):
        return [run for row in (content.head, *content.parts) for cell in row for run in cell]
    return []
