"""A text to be read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import App
from textual.binding import Binding, BindingType

from cohere_tui.widgets.ask import Ask
from cohere_tui.widgets.log.reader import Reader
from cohere_tui.widgets.playground.markdown_page import Chapter, MarkdownPage
from tests.keyboard import typed
from tests.until import until

if TYPE_CHECKING:
    from textual.app import ComposeResult

FIRST = Chapter(
    "1",
    "# Tides\n\n<table>…</table>",
    title="Page 1",
    markdown="# Tides\n\n| Day |\n| --- |\n| Mon |",
)
SECOND = Chapter("3", "", title="Page 3", note="Nothing was read on this page.")
LONG = Chapter("x", " ".join(f"word{number}" for number in range(400)))


class Desk(App[None]):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "beyond('l')"),
        Binding("Y", "beyond('Y')"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.page = MarkdownPage()
        self.copied: list[str] = []
        self.beyond: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.page

    @on(Reader.CopyAsked)
    def keep(self, asked: Reader.CopyAsked) -> None:
        self.copied.append(asked.text)

    def action_beyond(self, key: str) -> None:
        self.beyond.append(key)

    @property
    def rows(self) -> list[str]:
        strips = self.page.render_lines(self.page.size.region)
        return [strip.text.rstrip() for strip in strips]


async def test_chapters_are_read_and_copied_as_they_were_written() -> None:
    desk = Desk()
    async with desk.run_test(size=(40, 16)) as pilot:
        desk.page.show((FIRST, SECOND))
        desk.page.focus()
        await until(lambda: desk.page.has_focus and desk.rows[0] == "▌ Page 1")
        assert desk.rows[:9] == [
            "▌ Page 1",
            "  Tides",
            "",
            "  Day",
            "  ───",
            "  Mon",
            "",
            "  Page 3",
            "  ! Nothing was read on this page.",
        ]
        await pilot.press("y", "J", "y", "l", "Y")
        assert desk.copied == ["# Tides\n\n<table>…</table>", ""]
        assert desk.beyond == ["l", "Y"]
        desk.page.show((LONG,))
        await until(lambda: desk.rows[0].startswith("▌ word0 word1"))
        desk.page.show((replace(LONG, text="Another text."),))
        await until(lambda: desk.rows[0] == "▌ Another text.")
        await pilot.press("y")
        assert desk.copied[-1] == "Another text."


async def test_a_long_text_is_scrolled_by_lines_and_selected() -> None:
    desk = Desk()
    async with desk.run_test(size=(40, 8)) as pilot:
        desk.page.show((LONG,))
        desk.page.focus()
        await until(lambda: desk.rows[0].startswith("▌ word0"))
        await pilot.press("j", "j")
        await until(lambda: desk.page.top == 2)
        await pilot.press("k")
        await until(lambda: desk.page.top == 1)
        await pilot.press("G")
        await until(lambda: "word399" in desk.rows[6])
        await pilot.press("g", "v", "j", "y")
        assert desk.copied[0].startswith("word0 word1")
        assert len(desk.copied[0]) < len(LONG.text)
        await pilot.press("slash")
        await until(lambda: isinstance(desk.screen, Ask))
        await typed(pilot, "word250")
        await pilot.press("enter")
        await until(lambda: any("word250" in row for row in desk.rows))
        assert desk.page.found == "word250"
