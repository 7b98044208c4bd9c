"""What came of Tokenize, in pages: tokens in their text, as ids, beside those of another model."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from textual import on

from cohere_tui.screens.playground.panel import Panel
from cohere_tui.state.playground.token_differences import apart, beside, compared, sheet_of
from cohere_tui.state.playground.token_numbers import doubts_of, headline, numbers_of
from cohere_tui.state.playground.token_rows import listing_of
from cohere_tui.state.playground.tokenized import Tokenized
from cohere_tui.state.playground.tokens import Tokens
from cohere_tui.widgets.detail.fact_list import FactList
from cohere_tui.widgets.playground.ids_page import IdsPage
from cohere_tui.widgets.playground.token_layout import written
from cohere_tui.widgets.playground.token_page import TokenLines, TokenPage, TokenPair, marks_of
from cohere_tui.widgets.playground.token_view import TokenView

if TYPE_CHECKING:
    from textual.widget import Widget

    from cohere_tui.state.facts import FactLine
    from cohere_tui.state.playground.comparison import Comparison
    from cohere_tui.state.playground.run import Run
    from cohere_tui.state.playground.sheet import Sheet
    from cohere_tui.state.playground.token_words import Marks

_ONE_MODEL: Final = "No second model was asked: name one in the form to see what it cuts otherwise."


class TokenizePages(Panel[Tokenized]):
    """Shows tokens in four ways, as a table, and beside those of another run."""

    PAGES = ("Tokens", "Ids", "Two models", "Numbers")

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[Tokenized, tuple[TokenLines, ...]] | None = None

    def make_page(self, name: str) -> Widget:
        """Tokens in their text, as rows, beside those of another model, or in numbers."""
        kinds: dict[str, type[Widget]] = {
            "Tokens": TokenPage,
            "Ids": IdsPage,
            "Two models": TokenPair,
        }
        return kinds.get(name, FactList)()

    async def fill_page(self, name: str, run: Run[Tokenized]) -> None:
        """Show what came."""
        page, answer = self.answer.body(name), run.answer
        if isinstance(page, FactList):
            page.facts = await asyncio.to_thread(self._numbers, answer)
            return
        if isinstance(page, IdsPage):
            listing = await asyncio.to_thread(lambda: listing_of(answer.first.placed))
            page.show(listing, doubts_of(answer.first))
            return
        lines = await asyncio.to_thread(self._lines_of, answer, marks_of(self.app))
        if isinstance(page, TokenPage):
            page.show(replace(lines[0], head=headline(answer.first), marked=frozenset()))
        elif isinstance(page, TokenPair):
            told = _ONE_MODEL if len(lines) < 2 else beside(*answer.sides[:2])
            page.show(told, *lines)

    def _lines_of(self, answer: Tokenized, marks: Marks) -> tuple[TokenLines, ...]:
        """What is shown of each side, made once."""
        if self._lines is None or self._lines[0] is not answer:
            self._lines = answer, _lines(answer, marks)
        return self._lines[1]

    def _numbers(self, answer: Tokenized) -> tuple[FactLine, ...]:
        assert self.house is not None
        prices = self.house.prices
        return tuple(line for side in answer.sides for line in numbers_of(side, prices))

    @on(TokenView.CopyAsked)
    @on(IdsPage.CopyAsked)
    def _copy_tokens(self, event: TokenView.CopyAsked | IdsPage.CopyAsked) -> None:
        event.stop()
        self.app.copy_to_clipboard(event.text)

    # --- as a table, and beside another

    def sheet(self, run: Run[Tokenized]) -> Sheet:
        """Place, id and token."""
        return sheet_of(run.answer.sides)

    def compare(self, before: Run[Tokenized], after: Run[Tokenized]) -> Comparison:
        """How many tokens there were and are, and which differ."""
        return compared(before.answer.sides, after.answer.sides)


def _lines(answer: Tokenized, marks: Marks) -> tuple[TokenLines, ...]:
    sides = answer.sides[:2] or (answer.first,)
    differing: tuple[frozenset[int], ...] = (frozenset(), frozenset())
    if len(sides) == 2:
        found = apart(sides[0].placed, sides[1].placed)
        differing = (found.ours, found.theirs)
    return tuple(
        TokenLines(
            # Without a word of them, tokens cannot be drawn: then it is the text alone.
            written(side.placed if side.placed.told else Tokens(side.text), marks),
            f"{side.model} · {headline(side)}",
            side.check,
            doubts_of(side),
            marked,
        )
        for side, marked in zip(sides, differing, strict=False)
    )
