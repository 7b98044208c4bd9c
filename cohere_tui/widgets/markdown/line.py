"""What a block becomes at one width: lines of styled spans. No colour, so a theme changes none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cohere_tui.widgets.markdown.block import Block, Run


class Span(NamedTuple):
    """Text in one style (`styles.NAMES`, joined by spaces).

    `at` is the code point offset in the document of its first character; its other characters
    follow one by one. -1: it is not in the document (a bullet, a bar, a label).
    """

    text: str
    style: str
    at: int = -1


class LinkSpan(NamedTuple):
    """The cells of a line, `start` to `end` (exclusive), that lead to `url`."""

    start: int
    end: int
    url: str


class Mark(NamedTuple):
    """A cited range of the document in code points, and the label to set behind it ("[1]")."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Look:
    """What the terminal allows: `ascii` signs only; code wrapped or cut with a sign."""

    ascii: bool = False
    wrap_code: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """One row on the screen.

    The first `indent` cells are decoration: a selection leaves them out. When `wraps`, the text
    goes on in the next line, and `joint` is what stood between the two (a space, or nothing in a
    word that was too long).
    """

    spans: tuple[Span, ...]
    indent: int = 0
    wraps: bool = False
    joint: str = ""
    links: tuple[LinkSpan, ...] = ()

    @property
    def text(self) -> str:
        """All its characters, decoration too."""
        return "".join([span.text for span in self.spans])

    @property
    def width(self) -> int:
        """How many cells it takes."""
        return sum([cell_len(span.text) for span in self.spans])


class Lines(list[Line]):
    """The lines of a block as laid out for one width, look and marks.

    The first `kept` of them are the very lines of the layout it was made from. The rest is what
    the next layout needs to go on from here: treat it as private.
    """

    __slots__ = ("edge", "kept", "laid", "made_for", "parts", "shape", "wanted")

    def __init__(self, lines: Iterable[Line], made_for: Made, kept: int = 0) -> None:
        super().__init__(lines)
        self.kept = kept
        self.made_for = made_for
        self.parts = 0
        """How many parts of the block are laid for good, and …"""
        self.laid = 0
        """… how many lines they took, with what comes before them, and …"""
        self.edge = 0
        """… the offset in the document up to which those lines go."""
        self.shape: tuple[int, ...] = ()
        """The widths of a table's columns, and …"""
        self.wanted: tuple[int, ...] = ()
        """… those that its parts laid for good would like to have."""


class Made(NamedTuple):
    """What lines were made for."""

    block: Block
    width: int
    look: Look
    marks: Sequence[Mark]


def set_line(
    margin: Sequence[Span],
    runs: Sequence[Run],
    indent: int,
    *,
    wraps: bool = False,
    joint: str = "",
) -> Line:
    """A line of `runs` behind a `margin`."""
    spans = (*margin, *[Span(run.text, run.style, run.at) for run in runs])
    return Line(spans, indent, wraps, joint, _links(margin, runs))


def _links(margin: Sequence[Span], runs: Sequence[Run]) -> tuple[LinkSpan, ...]:
    if not any(run.url for run in runs):
        return ()
    found: list[LinkSpan] = []
    cell = sum(cell_len(span.text) for span in margin)
    for run in runs:
        end = cell + cell_len(run.text)
        if run.url and found and found[-1].url == run.url and found[-1].end == cell:
            found[-1] = LinkSpan(found[-1].start, end, run.url)
        elif run.url:
            found.append(LinkSpan(cell, end, run.url))
        cell = end
    return tuple(found)
