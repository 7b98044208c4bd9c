"""The blocks of a page."""

from __future__ import annotations

from textual import on
from textual.app import App, ComposeResult

from cohere_tui.state.facts import Fact
from cohere_tui.state.playground.page_blocks import PageBlock, Place
from cohere_tui.widgets.detail.fact_dialog import FactDialog
from cohere_tui.widgets.playground.blocks import BlocksPage
from tests.until import until

BLOCKS = (
    PageBlock(1, 1, "text", "Tides\nof the mill"),
    PageBlock(1, 2, "image", "A mill", "img-0", "logo", Place(0, 0, 1, 0.5), 1.0),
    PageBlock(2, 1, "table", "| Day |", "Hours"),
)


class Desk(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.page = BlocksPage()
        self.copied: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.page

    @on(BlocksPage.CopyAsked)
    def keep(self, asked: BlocksPage.CopyAsked) -> None:
        self.copied.append(asked.text)

    @property
    def map(self) -> str:
        return str(self.page.map.render())


async def test_the_block_under_the_cursor_is_shown_in_full_and_on_its_page() -> None:
    desk = Desk()
    async with desk.run_test(size=(90, 20)) as pilot:
        desk.page.show_blocks(BLOCKS, "")
        desk.page.focus()
        await until(lambda: desk.page.table.rows.has_focus)
        assert desk.page.whole.facts[0] == Fact("block", "1 on page 1")
        await until(lambda: "┌2─" in desk.map)
        await pilot.press("y", "j")
        await until(lambda: "┏2━" in desk.map)
        assert Fact("place", "0%, 0% to 100%, 50%") in desk.page.whole.facts
        await pilot.press("y", "j")
        await until(lambda: not desk.page.map.display)
        assert Fact("title", "Hours") in desk.page.whole.facts
        assert desk.copied == ["Tides\nof the mill", "A mill"]
        desk.page.show_blocks((), "Nothing was read.")
        assert desk.page.whole.facts == ()
        await pilot.press("y", "enter")
        assert len(desk.copied) == 2


async def test_pages_are_told_apart_as_soon_as_there_are_several() -> None:
    desk = Desk()
    async with desk.run_test(size=(90, 20)):
        desk.page.show_blocks(BLOCKS[:2], "")
        await until(lambda: "kind" in desk.page.table.rows.shown_columns)
        assert "page" not in desk.page.table.rows.shown_columns
        desk.page.show_blocks(BLOCKS, "")
        await until(lambda: "page" in desk.page.table.rows.shown_columns)
        desk.page.show_blocks(BLOCKS[:1], "")
        await until(lambda: "page" not in desk.page.table.rows.shown_columns)


async def test_where_there_is_little_room_a_block_is_opened() -> None:
    desk = Desk()
    async with desk.run_test(size=(60, 10)) as pilot:
        desk.page.show_blocks(BLOCKS, "")
        desk.page.focus()
        await until(lambda: desk.page.table.rows.has_focus)
        await until(lambda: not desk.query_one(".blocks--below").display)
        await pilot.press("j", "enter")
        await until(lambda: isinstance(desk.screen, FactDialog))
        assert isinstance(desk.screen, FactDialog)
        assert Fact("category", "logo") in desk.screen.facts
