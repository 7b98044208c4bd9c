"""A text with its tokens: every boundary visible, at any width, in any writing."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual import on
from textual.app import App

from cohere_tui.sandbox.answers.bpe import encode, pieces_of
from cohere_tui.state.columns import Tone
from cohere_tui.state.playground.token_words import ASCII_MARKS
from cohere_tui.state.playground.tokens import Tokens
from cohere_tui.widgets.playground.token_layout import Rows, written
from cohere_tui.widgets.playground.token_page import TokenLines, TokenPage, TokenPair, told_of
from cohere_tui.widgets.playground.token_view import TokenView
from cohere_tui.widgets.themes import ANSI, DARK
from tests.keyboard import typed
from tests.until import until

if TYPE_CHECKING:
    from textual.app import ComposeResult

TEXT = "the tide mill\nat Carew  ground"
TEXTS = st.text(st.sampled_from("ab \n\té日😀\u0301\u200dא🇩"), max_size=80)


def told(text: str) -> Tokens:
    return Tokens.of(text, list(zip(encode(text), pieces_of(encode(text)), strict=True)))


# --- rows


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.integers(14, 60), st.booleans(), st.booleans())
def test_rows_fit_and_hold_everything(text: str, width: int, bars: bool, ids: bool) -> None:
    what = written(told(text))
    rows = Rows(what, width, bars=bars, ids=ids)
    shown = [piece for row in range(len(rows)) for piece in rows[row]]
    assert "".join(piece.text for piece in shown) == "".join(piece.text for piece in what.pieces)
    for row in range(len(rows)):
        assert sum(map(rows.room, rows[row])) <= width
        assert sum(cell_len(piece.text) for piece in rows[row]) <= width
    for token in range(len(what.tokens)):
        first, last = rows.rows_of(token)
        assert 0 <= first <= last < len(rows)
        assert rows.token_at(first, rows.column_of(token)) == token


def test_what_is_wider_than_a_row_goes_on_in_the_next() -> None:
    tokens = Tokens.of("x" * 25, [(7, "x" * 25)])
    rows = Rows(written(tokens), 10, bars=True, ids=False)
    assert [[piece.text for piece in rows[row]] for row in range(len(rows))] == [
        ["x" * 9], ["x" * 9], ["x" * 7],
    ]  # fmt: skip
    assert rows.rows_of(0) == (0, 2)


def test_signs_for_terminals_without_them() -> None:
    pieces = written(told("a b\n\t"), ASCII_MARKS).pieces
    assert "".join(piece.text for piece in pieces) == "a_b\\n\\t"


# --- the widget


class Sheet(App[None]):
    def __init__(self, text: str = TEXT, *, theme: str = DARK.name) -> None:
        super().__init__()
        self.page = TokenPage()
        self.text = text
        self.copied: list[str] = []
        self.register_theme(DARK)
        self.register_theme(ANSI)
        self.theme = theme

    def compose(self) -> ComposeResult:
        yield self.page

    def on_mount(self) -> None:
        check = ("put together again", Tone.READY)
        self.page.show(TokenLines(written(told(self.text)), "9 tokens", check, "in doubt"))
        self.page.focus()

    @on(TokenView.CopyAsked)
    def copy(self, event: TokenView.CopyAsked) -> None:
        self.copied.append(event.text)

    @property
    def view(self) -> TokenView:
        return self.page.view

    def lines(self) -> list[str]:
        strips = self.view.render_lines(self.view.size.region)
        return [strip.text.rstrip() for strip in strips if strip.text.strip()]

    @property
    def here(self) -> str:
        return str(self.page.query_one(".tokens--here").render())


@pytest.fixture(autouse=True)
def coloured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)


async def test_the_cursor_goes_over_tokens_and_rows() -> None:
    sheet = Sheet()
    async with sheet.run_test(size=(40, 16)) as pilot:
        await until(lambda: sheet.view.has_focus and sheet.lines())
        assert sheet.lines()[0] == " the·tide·mill↵"
        assert sheet.here.startswith(
            f"1 of {len(sheet.view.tokens)} · id {encode('the')[0]} · “the”"
        )
        await pilot.press("right", "y")
        assert sheet.copied == [" tide"]
        assert "5 bytes 20 74 69 64 65 · characters 4 to 8, line 1" in sheet.here
        await pilot.press("j")
        assert sheet.view.here is not None
        assert "line 2" in sheet.here
        await pilot.press("k", "left", "left")
        assert sheet.view.here.number == 0
        await pilot.press("G", "right", "g", "end", "pageup", "ctrl+d", "pagedown")
        assert sheet.view.here.number == len(sheet.view.tokens) - 1
        await pilot.click(sheet.view, offset=(5, 0))
        assert sheet.view.here.number == 1
        text = str(sheet.screen.query_one(".tokens--note").render())
        assert text == "! in doubt"


async def test_shades_change_at_every_boundary_and_bars_stand_without_colour() -> None:
    sheet = Sheet("a日 b")
    async with sheet.run_test(size=(40, 12)):
        await until(lambda: sheet.view.has_focus and sheet.lines())
        assert sheet.lines() == [" a日++·b"]
        segments = [one for one in sheet.view.render_line(0) if one.text.strip()]
        shades = [one.style.bgcolor for one in segments if one.style is not None]
        assert all(one != other for one, other in pairwise(shades))
        sheet.theme = ANSI.name
        await until(lambda: sheet.lines() == [" │a│日│+│+│·b"])


async def test_ids_stand_under_their_tokens() -> None:
    sheet = Sheet("the mill", theme=ANSI.name)
    async with sheet.run_test(size=(40, 12)) as pilot:
        await until(lambda: sheet.view.has_focus and sheet.lines())
        await pilot.press("t")
        words, ids = sheet.lines()
        for token in sheet.view.tokens.all:
            shown = token.string.replace(" ", "·")
            assert ids.index(str(token.id)) == words.index(shown)
        await pilot.press("t")
        assert len(sheet.lines()) == 1


async def test_words_are_found() -> None:
    sheet = Sheet("the tide, the mill, the tide")
    async with sheet.run_test(size=(60, 16)) as pilot:
        await until(lambda: sheet.view.has_focus)
        await pilot.press("n", "slash")
        await typed(pilot, "TIDE")
        await pilot.press("enter")
        await until(lambda: sheet.view.marked)
        first = sheet.view.at
        await pilot.press("n")
        assert sheet.view.at > first
        await pilot.press("n")
        assert sheet.view.at == first
        await pilot.press("N")
        assert sheet.view.at > first
        sheet.view.find("nowhere")
        assert not sheet.view.marked


async def test_a_long_text_is_drawn_only_where_it_is_seen() -> None:
    sheet = Sheet(("The tide mill at Carew, rebuilt in 1801. " * 1_600)[:65_536])
    async with sheet.run_test(size=(80, 24)) as pilot:
        await until(lambda: sheet.view.has_focus and sheet.lines())
        assert sheet.view.virtual_size.height > 800
        assert len(sheet.lines()) <= 24
        await pilot.press("G")
        await until(lambda: sheet.view.scroll_offset.y > 800)
        last = sheet.view.tokens.all[-1]
        assert sheet.view.here == last
        await pilot.resize_terminal(30, 16)
        await until(lambda: sheet.view.virtual_size.height > 2_000)
        assert sheet.view.here == last


async def test_nothing_in_a_text_acts_on_the_terminal() -> None:
    sheet = Sheet("\x1b[31m[/b]\u202e\u0301 \u200dשלום")
    async with sheet.run_test(size=(70, 12)):
        await until(lambda: sheet.view.has_focus and sheet.lines())
        shown = re.sub(r"(?<!U)\+", "", sheet.lines()[0])
        assert shown == " ␛[31m[/b]‹U+202E›◌\u0301·‹U+200D›שלום"


async def test_without_tokens_there_is_the_text() -> None:
    sheet = Sheet("")
    async with sheet.run_test(size=(60, 12)) as pilot:
        await until(lambda: sheet.view.has_focus)
        await pilot.press("j", "right", "y", "pagedown", "G", "t", "n")
        assert sheet.lines() == []
        assert sheet.copied == []
        sheet.page.show(TokenLines(written(Tokens("plain text"))))
        assert sheet.lines()[0] == " plain·text"


def test_what_is_told_of_tokens_that_are_not_in_the_text() -> None:
    tokens = Tokens.of("a", [(1, "<BOS>"), (2, "a")])
    assert told_of(tokens, tokens.all[0]) == ("1 of 2 · id 1 · “<BOS>”", "not in the text")
    assert told_of(tokens, None) == ()


class Pair(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.pair = TokenPair()

    def compose(self) -> ComposeResult:
        yield self.pair


async def test_two_models_side_by_side_the_cursors_together() -> None:
    pair = Pair()
    ours = Tokens.of("tide mills", [(1, "tide"), (2, " mills")])
    theirs = Tokens.of("tide mills", [(1, "ti"), (2, "de"), (3, " mill"), (4, "s")])
    async with pair.run_test(size=(90, 20)) as pilot:
        left, right = pair.pair.pages
        pair.pair.show("One side", TokenLines(written(ours)))
        assert not right.display
        both = (
            TokenLines(written(ours), "a", marked=frozenset({0, 1})),
            TokenLines(written(theirs), "b", marked=frozenset({0, 1, 2, 3})),
        )
        pair.pair.show("Both", *both)
        pair.pair.focus()
        await until(lambda: left.view.has_focus and 0 < left.region.y == right.region.y)
        await pilot.press("right")
        await until(lambda: right.view.at == 2)
        assert "“·mill”" in str(right.query_one(".tokens--here").render())
        await pilot.press("tab")
        await until(lambda: right.view.has_focus)
        await pilot.press("n")
        await until(lambda: right.view.at == 3 and left.view.at == 1)
        await pilot.resize_terminal(60, 30)
        await until(lambda: left.region.y < right.region.y)
