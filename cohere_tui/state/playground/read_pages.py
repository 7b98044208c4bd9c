"""Pages that were read (API.md 10), as Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cohere_tui.state.naming import count
from cohere_tui.state.playground.html_tables import with_tables
from cohere_tui.state.playground.word_count import words_told

if TYPE_CHECKING:
    from cohere_tui.models.meta import Meta
    from cohere_tui.models.parse import Block, ParsedPage, ParseResponse

EMPTY: Final = "Nothing was read on this page."


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page of the document, and the answer about it."""

    number: int
    """From 1, in the document."""
    answer: ParseResponse

    @property
    def markdown(self) -> str:
        """Its text as Markdown, as the server wrote it: tables are HTML. Empty for nothing."""
        return "\n\n".join(filter(None, map(_markdown, self.answer.pages)))

    @property
    def shown(self) -> str:
        """The same to be looked at: tables are drawn, of pictures it is told what they are."""
        return "\n\n".join(filter(None, map(_shown, self.answer.pages)))


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """The pages that were read so far, in their order."""

    name: str
    """Of the file."""
    pages: tuple[ReadPage, ...]
    asked: int
    """How many were wanted."""
    meta: Meta
    id: str = ""
    warning: str = ""

    @property
    def markdown(self) -> str:
        """All that was read, a rule between two pages."""
        return "\n\n---\n\n".join(filter(None, (page.markdown for page in self.pages)))

    @property
    def cut(self) -> tuple[int, ...]:
        """The pages on which there was more than the model had room for."""
        return tuple(page.number for page in self.pages if page.answer.cut_off)

    @property
    def told(self) -> str:
        """How much was read, in a few words: `412 words`, `2 of 3 pages, 412 words`."""
        words = words_told(self.markdown)
        if len(self.pages) == self.asked:
            return words
        return f"{len(self.pages):,} of {count(self.asked, 'page')}, {words}"


def _markdown(page: ParsedPage) -> str:
    """As the API would write it, also where blocks were asked for."""
    return page.content or "\n\n".join(filter(None, map(_block_markdown, page.blocks)))


def _block_markdown(block: Block) -> str:
    if block.image is not None:
        return f"![{block.image.description}]({block.image.id})"
    if block.table is not None:
        return "\n\n".join(filter(None, (block.table.title, block.table.html)))
    return block.text


def _shown(page: ParsedPage) -> str:
    text = with_tables(_markdown(page))
    pictures = (*page.images, *(block.image for block in page.blocks if block.image is not None))
    for picture in pictures:
        kind = picture.category if picture.category not in ("", "other") else "picture"
        told = f"[{kind} {picture.id}: {picture.description}]"
        text = text.replace(f"![{picture.description}]({picture.id})", _escaped(told))
    return text


def _escaped(text: str) -> str:
    """As text that Markdown leaves alone."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>|" else sign for sign in text)
