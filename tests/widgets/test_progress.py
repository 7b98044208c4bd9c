"""Something long, watched to its end or stopped."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual.app import App
from textual.widgets import Static

from cohere_tui.errors import CohereTuiError, FileUnusable
from cohere_tui.state.pace import Pace
from cohere_tui.widgets.confirm import Confirm
from cohere_tui.widgets.progress import Progress, Stopped, UnderWay
from cohere_tui.widgets.progress_line import ProgressLine
from tests.until import until

if TYPE_CHECKING:
    from collections.abc import Callable


class Page(App[None]):
    """Something long goes on, until the gate is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[int | CohereTuiError | None] = []
        self.gate = asyncio.Event()
        self.trouble: CohereTuiError | None = None
        self.cleaned = False

    async def run_long(self, show: Callable[[UnderWay], None]) -> int:
        show(UnderWay("receiving", Pace(total=100).at(50, 1.0)))
        try:
            await self.gate.wait()
        finally:
            self.cleaned = True
        if self.trouble is not None:
            raise self.trouble
        return 7

    def watch_it(self, loss: str = "Nothing is kept.") -> Progress[int]:
        dialog = Progress("Downloading", self.run_long, loss=loss)
        self.push_screen(dialog, self.answers.append)
        return dialog


async def test_how_far_it_is_and_what_comes_of_it() -> None:
    page = Page()
    async with page.run_test():
        dialog = page.watch_it()
        await until(lambda: dialog.query(ProgressLine) and dialog.query_one(ProgressLine).display)
        await until(lambda: "50 of 100 B" in str(dialog.query_one(ProgressLine).render()))
        assert "receiving" in str(dialog.query_one("#progress-words", Static).render())
        assert dialog.unfinished() == "Downloading: Nothing is kept."
        page.gate.set()
        await until(lambda: page.answers == [7])


async def test_it_is_stopped_by_two_times_esc() -> None:
    page = Page()
    async with page.run_test() as pilot:
        dialog = page.watch_it()
        await until(lambda: dialog.is_current and dialog._worker is not None)
        await pilot.press("escape")
        assert "esc again stops" in str(dialog.query_one(".dialog--error", Static).render())
        assert not page.cleaned
        await pilot.press("escape")
        await until(lambda: page.answers != [])
        assert isinstance(page.answers[0], Stopped)
        assert page.cleaned


async def test_what_costs_nothing_is_stopped_at_once() -> None:
    page = Page()
    async with page.run_test() as pilot:
        dialog = page.watch_it(loss="")
        await until(lambda: page.screen is dialog and dialog._worker is not None)
        await pilot.press("escape")
        await until(lambda: isinstance(page.answers and page.answers[0], Stopped))
        assert page.cleaned


async def test_what_goes_wrong_is_the_answer_even_under_another_dialog() -> None:
    page = Page()
    page.trouble = FileUnusable("the disk is full")
    async with page.run_test() as pilot:
        dialog = page.watch_it()
        await until(lambda: dialog.is_current)
        question = Confirm("Quit now?")
        page.push_screen(question)
        await until(lambda: page.screen is question)
        page.gate.set()
        await until(lambda: page.cleaned)
        assert page.screen is question
        await pilot.press("n")
        await until(lambda: page.answers == [page.trouble])
