from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.app import App
from textual.widgets import OptionList, Static

from cohere_tui.errors import StoreLocked
from cohere_tui.widgets.recall import Found, Recall, Recalled, Scope, marked
from cohere_tui.widgets.themes import ANSI
from tests.until import until

if TYPE_CHECKING:
    from collections.abc import Sequence

NOW = 1_000_000.0
MILLS = Found("c1", "Tide mills in Wales", "the mill at Carew\nopened", ((4, 8),), NOW - 7200)
NOTES = Found("c2", "Release notes", at=NOW - 60)
PROMPT = Found("p1", "When did the mill open?")


class Page(App[None]):
    """Opens Recall at once over canned rows; `held` keeps answers back."""

    def __init__(self, chats: Sequence[Found] = (MILLS, NOTES)) -> None:
        super().__init__()
        self.chats = chats
        self.asked: list[str] = []
        self.chosen: list[Recalled | None] = []
        self.held: asyncio.Event | None = None
        self.fails = False
        self.recall = Recall(
            {Scope.CHATS: self.search_chats, Scope.PROMPTS: self.search_prompts}, now=NOW
        )

    def on_mount(self) -> None:
        self.push_screen(self.recall, self.chosen.append)

    async def search_chats(self, text: str) -> Sequence[Found]:
        self.asked.append(text)
        if self.held is not None:
            await self.held.wait()
        if self.fails:
            raise StoreLocked("the store is locked")
        return [found for found in self.chats if text.lower() in found.title.lower()]

    async def search_prompts(self, text: str) -> Sequence[Found]:
        self.asked.append(f"prompts:{text}")
        return [PROMPT]

    @property
    def rows(self) -> list[str]:
        options = self.recall.query_one(OptionList)
        return [str(option.prompt) for option in options.options]

    @property
    def note(self) -> str:
        return str(self.recall.query_one("#recall-note", Static).render())

    @property
    def heading(self) -> str:
        return str(self.recall.query_one(".dialog--title", Static).render())


SIZES = pytest.mark.parametrize("size", [(40, 15), (120, 40)], ids=["40x15", "120x40"])


@SIZES
async def test_typing_finds_and_enter_opens(size: tuple[int, int]) -> None:
    page = Page()
    async with page.run_test(size=size) as pilot:
        await until(lambda: len(page.rows) == 2)
        title, snippet = page.rows[0].split("\n")
        assert title.split() == ["Tide", "mills", "in", "Wales", "2h"]
        assert snippet == "the mill at Carew opened"
        await pilot.press(*"notes")
        await until(lambda: len(page.rows) == 1)
        await pilot.press("enter")
        await until(lambda: page.chosen)
        assert page.chosen == [Recalled(Scope.CHATS, NOTES)]


async def test_tab_switches_between_chats_and_prompts() -> None:
    page = Page()
    async with page.run_test() as pilot:
        await until(lambda: len(page.rows) == 2)
        await pilot.press("m", "tab")
        await until(lambda: page.rows[0].strip() == "When did the mill open?")
        assert page.asked[-1] == "prompts:m"
        await pilot.press("enter")
        await until(lambda: page.chosen)
        assert page.chosen == [Recalled(Scope.PROMPTS, PROMPT)]


async def test_enter_waits_for_what_was_typed() -> None:
    page = Page()
    async with page.run_test() as pilot:
        await until(lambda: len(page.rows) == 2)
        page.held = asyncio.Event()
        await pilot.press(*"rel", "enter")
        await until(lambda: page.asked[-1] == "rel")
        assert "searching" in page.heading
        assert len(page.rows) == 2
        assert not page.chosen
        page.held.set()
        await until(lambda: page.chosen)
        assert page.chosen == [Recalled(Scope.CHATS, NOTES)]


async def test_enter_does_not_overtake_the_letters_before_it() -> None:
    page = Page()
    async with page.run_test():
        await until(lambda: len(page.rows) == 2)
        for key in (*"notes", "enter"):
            page.post_message(events.Key(key, key if len(key) == 1 else "\r"))
        await until(lambda: page.chosen)
        assert page.chosen == [Recalled(Scope.CHATS, NOTES)]


async def test_the_marked_row_can_be_told_in_the_terminals_own_colours() -> None:
    page = Page()
    page.register_theme(ANSI)
    page.theme = ANSI.name
    async with page.run_test() as pilot:
        await until(lambda: len(page.rows) == 2)
        await pilot.pause()
        strip = page.recall.query_one(OptionList).render_line(0)
        assert all(segment.style is not None and segment.style.reverse for segment in strip)


async def test_arrows_and_ctrl_r_move_while_typing_goes_on() -> None:
    page = Page()
    async with page.run_test() as pilot:
        await until(lambda: len(page.rows) == 2)
        await pilot.press("down", "up", "ctrl+r", "enter")
        await until(lambda: page.chosen)
        assert page.chosen == [Recalled(Scope.CHATS, NOTES)]


async def test_escape_leaves_without_an_answer() -> None:
    page = Page()
    async with page.run_test() as pilot:
        await until(lambda: len(page.rows) == 2)
        await pilot.press("escape")
        await until(lambda: page.chosen)
        assert page.chosen == [None]


async def test_nothing_found_says_so_and_enter_does_nothing() -> None:
    page = Page(chats=())
    async with page.run_test() as pilot:
        await until(lambda: "will be found here" in page.note)
        await pilot.press("x", "enter")
        await until(lambda: "matches “x”" in page.note)
        assert not page.chosen


async def test_an_error_is_told_and_the_rows_stay() -> None:
    page = Page()
    async with page.run_test() as pilot:
        await until(lambda: len(page.rows) == 2)
        page.fails = True
        await pilot.press("x")
        error = page.recall.query_one(".dialog--error", Static)
        await until(lambda: "locked" in str(error.render()))
        assert len(page.rows) == 2
        page.fails = False
        await pilot.press("backspace")
        await until(lambda: not error.display)


async def test_what_is_found_is_only_text() -> None:
    evil = Found(
        "e",
        "[/red][@click=app.quit]\x1b]0;x\x07 漢字" + "x" * 5_000,
        "[/b]\x1b[2J\u202e",
        ((0, 2),),
    )
    page = Page(chats=(evil,))
    async with page.run_test(size=(60, 20)) as pilot:
        await until(lambda: page.rows)
        title, snippet = page.rows[0].split("\n")
        assert title.startswith("[/red][@click=app.quit]␛]0;x␇ 漢字xxx")
        assert snippet == "[/b]␛[2J‹U+202E›"
        await pilot.press("enter")
        await until(lambda: page.chosen)
        assert page.is_running


def test_marks_are_bold_and_the_rest_is_dim() -> None:
    content = marked("one\ntwo\tthree", ((4, 7),), "dim")
    assert content.plain == "one two three"
    assert [(span.start, span.end, str(span.style)) for span in content.spans] == [
        (0, 4, "dim"),
        (4, 7, "bold"),
        (7, 13, "dim"),
    ]
