"""A text to be read: Markdown as the conversation sets it, or words as they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType

from cohere_tui.state.parts import Block
from cohere_tui.state.pieces import Pieces
from cohere_tui.state.turn import Prompt
from cohere_tui.widgets.ask import Ask
from cohere_tui.widgets.log.cards import Card
from cohere_tui.widgets.log.cursor import cursor_at, drawn_lines
from cohere_tui.widgets.log.finding import Finding
from cohere_tui.widgets.log.flow import Flow
from cohere_tui.widgets.log.parts import Page, Part
from cohere_tui.widgets.log.plain_lines import bounded_lines, plain_lines
from cohere_tui.widgets.log.rows import head
from cohere_tui.widgets.log.sheet import Sheet
from cohere_tui.widgets.log.strips import MARGIN
from cohere_tui.widgets.markdown.line import Look
from cohere_tui.widgets.readable import ReadAsked
from cohere_tui.widgets.themes import ASCII, signs_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual import events

PROSE_WIDTH = 100
"""Prose is never wider: longer lines are hard to read."""


@dataclass(frozen=True, slots=True)
class Chapter(Prompt):
    """A text on a sheet, which knows entries of conversations: for finding words it is a prompt.

    `text` is what is copied.
    """

    title: str = ""
    """Above it; empty: nothing stands there."""
    note: str = ""
    """What should be known before it is read; a warning."""
    markdown: str = ""
    """What is drawn, as Markdown; empty: the text as it is."""


class ChapterCard(Card):
    """How a chapter is drawn."""

    @property
    def _chapter(self) -> Chapter:
        assert isinstance(self.entry, Chapter), "nothing else stands on this sheet"
        return self.entry

    @property
    def copy(self) -> str:
        """The true text."""
        return self._chapter.text

    def estimate(self, page: Page) -> int:
        """Title, note, text, and the blank line below."""
        text = self._chapter.markdown or self._chapter.text
        return 3 + len(text) // page.width + text.count("\n")

    def compose(self, page: Page) -> Iterator[Part]:
        """A head where there is a title, a warning where there is one, and the text."""
        chapter = self._chapter
        if chapter.title:
            yield Part("head", "head", [head(chapter.title, "", page)], None, chapter.title)
        if chapter.note:
            told = plain_lines(f"{page.signs.warning} {chapter.note}", page.width, "warning")
            yield Part("note", "foot", told, None, chapter.note)
        if chapter.markdown:
            flow = Flow("text")
            flow.take(Block(text=Pieces.of(chapter.markdown)))
            yield from flow.parts(page, (), self.part)
        elif chapter.text:
            lines = bounded_lines(chapter.text, page.width)
            yield Part("text", "prose", lines, None, chapter.text, gap=bool(chapter.note))


class MarkdownPage(Finding):
    """Shows chapters. `j` and `k` go from block to block, and through one that is long by lines."""

    HELP = """\
What was read. `j` and `k` move, `y` copies the page, `v` selects a part of it; `/` finds words,
`n` and `N` go on to the next and the previous of them.
"""

    DEFAULT_CSS = "MarkdownPage { height: 1fr; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash,ctrl+f", "find_words", "Find", id="reading.find"),
    ]

    def __init__(self) -> None:
        super().__init__(Sheet(Page(PROSE_WIDTH)))
        self.sheet.card_of = ChapterCard
        self.following = False

    def on_mount(self) -> None:
        """Set text as the terminal allows."""
        signs = signs_of(self.app)
        self.sheet.page = replace(self.sheet.page, look=Look(ascii=signs is ASCII), signs=signs)

    def show(self, chapters: Sequence[Chapter]) -> None:
        """Show others, from the beginning; those that stay are not drawn again."""
        if list(chapters) == [card.entry for card in self.sheet.cards]:
            return
        self.end_selection()
        self.end_find()
        self.sheet.show(chapters)
        self.following = False
        self.go_to(0)
        self._cursor = cursor_at(self.sheet, 0)
        self.refresh()

    def page_for(self, width: int) -> Page:
        """As wide as there is room for, up to a width that reads well."""
        return replace(self.sheet.page, width=max(1, min(PROSE_WIDTH, width - MARGIN - 1)))

    def on_resize(self, event: events.Resize) -> None:
        """The end is not followed. (The base class's method is called beside this one.)"""
        del event
        self.following = False

    def check_action(
        self,
        action: str,
        parameters: tuple[object, ...],  # noqa: ARG002 Textual's signature
    ) -> bool | None:
        """The key that copies code copies all of the answer here."""
        return action != "copy_code"

    async def text_to_read(self) -> str:
        """All chapters."""
        chapters = [card.entry for card in self.sheet.cards]
        told = [(one.title, one.note, one.text) for one in chapters if isinstance(one, Chapter)]
        return "\n\n".join(part for parts in told for part in parts if part)

    async def action_read(self) -> None:
        """Read all chapters in the pager."""
        self.post_message(ReadAsked(await self.text_to_read()))

    def action_find_words(self) -> None:
        """Ask for words and go to where they are; no words end it."""

        def found(words: str | None) -> None:
            if words is not None:
                self.find(words)

        self.app.push_screen(Ask("Find in the text", self.found, may_be_empty=True), found)

    def action_move(self, columns: int, lines: int) -> None:
        """Go to the next block, or on in this one; sideways the keys are the pages'."""
        if columns and not self.selecting:
            raise SkipAction
        here = drawn_lines(self.sheet, self.find_cursor())
        bottom = self.top + self.size.height
        beyond = here and (here[-1] >= bottom if lines > 0 else here[0] < self.top)
        if beyond and not self.selecting and len(here) > self.size.height:
            self.scroll_sheet(lines)
        else:
            super().action_move(columns, lines)
