"""Conversations for tests, and the lines of a sheet as one reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.state.parts import Block, Phase
from cohere_tui.state.pieces import Pieces
from cohere_tui.state.turn import Prompt, Turn
from cohere_tui.widgets.log.entry_cards import card_of
from cohere_tui.widgets.log.parts import Page
from cohere_tui.widgets.log.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cohere_tui.state.turn import Entry
    from cohere_tui.widgets.log.cards import Card
    from cohere_tui.widgets.markdown.line import Line

PAGE = Page(60)

ANSWERS = (
    "Yes.",
    "A paragraph of some length, which goes on over the end of its line and then further on.",
    "# Tide mills\n\n- one\n- two\n- three\n\n```python\nfor mill in mills:\n    grind()\n```\n",
    "| mill | since |\n|---|---|\n| Carew | 1801 |\n| Eling | 1785 |\n\nBoth still stand.",
    "one\n\n" * 30,
    "> quoted " + "words " * 40 + "\n\n1. first\n2. second\n",
    "潮汐 🌊 " * 20,
)
"""Markdown whose height is guessed badly as well as rightly."""


def prompt(text: str, name: str = "") -> Prompt:
    """Something said at a fixed time."""
    return Prompt(name or text[:20], text, 0.0)


def answer(text: str, name: str = "", *, phase: Phase = Phase.DONE, thinking: str = "") -> Turn:
    """An answer with a text, and a thought before it."""
    blocks = [Block("thinking", Pieces.of(thinking))] if thinking else []
    blocks.append(Block("text", Pieces.of(text), open=not phase.over))
    return Turn(name or text[:20], model="command-a-03-2025", blocks=tuple(blocks), phase=phase)


def growing(text: str, name: str = "growing", *, thinking: str = "") -> Turn:
    """An answer that is being received; while there is no `text` it still thinks."""
    if thinking and not text:
        block = Block("thinking", Pieces.of(thinking), open=True)
        return Turn(name, model="command-a-03-2025", blocks=(block,), phase=Phase.STREAMING)
    return answer(text, name, phase=Phase.STREAMING, thinking=thinking)


def talk(count: int, first: int = 0) -> list[Entry]:
    """`count` entries, prompts and answers by turns; those of one number are always the same."""
    return [
        prompt(f"Question {number}?", f"e{number}")
        if number % 2 == 0
        else answer(f"**{number}** {ANSWERS[number // 2 % len(ANSWERS)]}", f"e{number}")
        for number in range(first, first + count)
    ]


def sheet_of(entries: Sequence[Entry], page: Page = PAGE) -> Sheet:
    """A sheet that shows `entries`."""
    sheet = Sheet(page)
    sheet.card_of = card_of
    sheet.show(entries)
    return sheet


def all_lines(entries: Sequence[Entry], page: Page = PAGE) -> list[Line]:
    """Every line of a sheet of `entries`, each card made by itself from the whole entry."""
    return [line for entry in entries for line in card_lines(laid_out(entry, page), page)]


def laid_out(entry: Entry, page: Page = PAGE) -> Card:
    """The card of an entry with its lines made."""
    card = card_of(entry)
    card.lay_out(page)
    return card


def card_lines(card: Card, page: Page = PAGE) -> list[Line]:
    """The lines of a card that is laid out, the blank one below included."""
    return [card.line(number) for number in range(card.height(page))]


def drawn(lines: Iterable[Line | None]) -> list[object]:
    """Lines by what is seen and known of each character, however they are cut into spans."""
    return [line and _drawn(line) for line in lines]


def _drawn(line: Line) -> object:
    characters = [
        (character, span.style, span.at + number if span.at >= 0 else -1)
        for span in line.spans
        for number, character in enumerate(span.text)
    ]
    return (characters, line.indent, line.wraps, line.joint, line.links)


def texts(lines: Iterable[Line]) -> list[str]:
    """What is written on lines."""
    return [line.text for line in lines]
