"""The blocks of pages that were read (API.md 10): what they are, and where on the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from cohere_tui.state.playground.html_tables import table_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cohere_tui.models.parse import Block, Box, Picture
    from cohere_tui.state.playground.read_pages import ReadDocument, ReadPage

_LONGEST_LINE: Final = 400


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is on a page, in parts of its width and height, from 0 to 1."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def told(self) -> str:
        """For people, from the left and from the top: `12%, 8% to 90%, 31%`."""
        return f"{self.left:.0%}, {self.top:.0%} to {self.right:.0%}, {self.bottom:.0%}"


@dataclass(frozen=True, slots=True)
class PageBlock:
    """One block of a page."""

    page: int
    number: int
    """On its page, from 1."""
    kind: str
    text: str
    """What is said in it; of a picture, what it shows."""
    name: str = ""
    """Of a picture its id, of a table its title."""
    category: str = ""
    """Of a picture."""
    place: Place | None = None
    """None: the answer does not say."""
    shape: float = 0.0
    """Height by width of the page, as far as the answer tells; 0: not at all."""

    @property
    def id(self) -> str:
        """What a list knows it by."""
        return f"{self.page}.{self.number}"

    @property
    def line(self) -> str:
        """Its beginning on one line."""
        words = " ".join(self.text[: 4 * _LONGEST_LINE].split())
        return words[:_LONGEST_LINE] or self.name


def blocks_of(document: ReadDocument) -> tuple[PageBlock, ...]:
    """Every block of every page. Of a page as Markdown: its text, and its pictures."""
    return tuple(
        PageBlock(page.number, number, *found)
        for page in document.pages
        for number, found in enumerate(_blocks(page), 1)
    )


class _Found(NamedTuple):
    kind: str
    text: str
    name: str = ""
    category: str = ""
    place: Place | None = None
    shape: float = 0.0


def _blocks(page: ReadPage) -> Iterator[_Found]:
    for part in page.answer.pages:
        if part.content:
            yield _Found("markdown", part.content)
        for picture in part.images:
            yield _picture(picture)
        yield from map(_block, part.blocks)


def _block(block: Block) -> _Found:
    if block.image is not None:
        return _picture(block.image)
    if block.table is not None:
        table = block.table
        text = "\n\n".join(filter(None, (table.description, table_of(table.html) or table.html)))
        where = _place(table.bounding_box, table.bounding_box_normalized)
        return _Found(block.type or "table", text, table.title, "", *where)
    return _Found(block.type or "text", block.text)


def _picture(picture: Picture) -> _Found:
    where = _place(picture.bounding_box, picture.bounding_box_normalized)
    return _Found("image", picture.description, picture.id, picture.category, *where)


def _place(pixels: Box | None, normalized: Box | None) -> tuple[Place | None, float]:
    """Where it is on the page, and the shape of the page where both kinds of box tell it."""
    if normalized is None:
        return None, 0.0
    edges = (normalized.left, normalized.top, normalized.right, normalized.bottom)
    if any(edge is None for edge in edges):
        return None, 0.0
    left, top, right, bottom = (min(1.0, max(0.0, edge or 0.0)) for edge in edges)
    place = Place(min(left, right), min(top, bottom), max(left, right), max(top, bottom))
    if pixels is None or not (pixels.right and pixels.bottom and right and bottom):
        return place, 0.0
    return place, (pixels.bottom / bottom) / (pixels.right / right)
