"""The table: what it shows at which width, and what its keys do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from textual import on
from textual.app import App

from cohere_tui.state.columns import Cell, Column, Tone
from cohere_tui.state.listing import Listing
from cohere_tui.widgets.table.layout import laid_out
from cohere_tui.widgets.table.rows import TableRows
from cohere_tui.widgets.table.table import Table
from tests.keyboard import typed
from tests.until import until

if TYPE_CHECKING:
    from textual.app import ComposeResult


@dataclass(frozen=True)
class Mill:
    id: str
    name: str
    opened: int = 1800
    tone: Tone = Tone.PLAIN


COLUMNS: tuple[Column[Mill], ...] = (
    Column("name", lambda mill, _: Cell(mill.name), 8, grows=True),
    Column(
        "opened", lambda mill, _: Cell(str(mill.opened)), 6, lambda mill: mill.opened, right=True
    ),
    Column("river", lambda mill, _: Cell("Cleddau", Tone.QUIET), 8, rank=2),
    Column("st", lambda mill, _: Cell("", mill.tone), 2, rank=1),
    Column("id", lambda mill, _: Cell(mill.id, Tone.QUIET), 10, wide=True),
)


def mills(count: int) -> tuple[Mill, ...]:
    return tuple(Mill(f"m{n}", f"Mill {n:03}", 1880 + n * 7 % 9) for n in range(count))


class Page(App[None]):
    """A table whose changes are made at once; keeps what it opens and how often the end is seen."""

    def __init__(self) -> None:
        super().__init__()
        self.table = Table()
        self.opened: list[str] = []
        self.ends = 0
        self.moved: list[str] = []
        self.peeled = 0

    def compose(self) -> ComposeResult:
        yield self.table

    async def show(self, *rows: Mill, empty: str = "") -> None:
        self.table.empty = empty
        self.table.listing = Listing(COLUMNS, lambda mill: mill.id).with_rows(rows)
        self.table.focus()
        await until(lambda: self.table.rows.has_focus)

    def lines(self) -> list[str]:
        rows = self.table.rows
        shown = [strip.text.rstrip() for strip in rows.render_lines(rows.size.region)]
        while shown and not shown[-1]:
            shown.pop()
        return shown

    def names(self) -> list[str]:
        return [line[2:].partition("  ")[0] for line in self.lines()[1:]]

    @on(Table.Changed)
    def change(self, event: Table.Changed) -> None:
        assert self.table.listing is not None
        self.table.listing = event.change(self.table.listing)

    @on(Table.Opened)
    def keep(self, event: Table.Opened) -> None:
        self.opened.append(event.id)

    @on(Table.EndSeen)
    def count(self) -> None:
        self.ends += 1

    @on(Table.Moved)
    def follow(self, event: Table.Moved) -> None:
        self.moved.append(event.id)

    def key_escape(self) -> None:
        self.peeled += 1


async def test_columns_are_aligned_under_their_names() -> None:
    page = Page()
    async with page.run_test(size=(45, 8)):
        await page.show(Mill("a", "Carew", 1801, Tone.READY), Mill("b", "Eling", 85, Tone.FAILED))
        assert page.lines() == [
            "  name                 opened  river     st",
            "  Carew                  1801  Cleddau   ●",
            "  Eling                    85  Cleddau   ✗",
        ]


async def test_columns_stay_where_they_are_when_the_rows_are_more_than_fit() -> None:
    page = Page()
    # With the bar beside them they do not all fit: none of them is to come and go with it.
    async with page.run_test(size=(36, 8)):
        await page.show(*mills(2))
        few = page.lines()[0]
        await page.show(*mills(20))
        await until(lambda: page.table.rows.show_vertical_scrollbar)
        assert page.lines()[0] == few
        page.table.rows.on_resize()
        assert page.lines()[0] == few


async def test_the_cursor_stays_in_sight_when_the_room_shrinks() -> None:
    page = Page()
    async with page.run_test(size=(40, 12)) as pilot:
        await page.show(*mills(30))
        await pilot.press("G")
        await until(lambda: page.names()[-1] == "Mill 029")
        await pilot.resize_terminal(40, 7)
        await until(lambda: page.table.rows.size.height == 7)
        await until(lambda: page.names()[-1] == "Mill 029")
        page.table.rows.scroll_to(y=0, animate=False, force=True)
        await pilot.resize_terminal(40, 6)
        await until(lambda: page.table.rows.size.height == 6)
        # What the person scrolled away from is not brought back.
        assert page.names()[0] == "Mill 000"


@pytest.mark.parametrize(
    ("room", "names"),
    [
        (60, "name opened river st"),
        (30, "name opened river st"),
        (29, "name opened st"),
        (19, "name opened"),
        (15, "name"),
        (3, "name"),
    ],
)
def test_what_has_no_room_goes_by_rank(room: int, names: str) -> None:
    placed = laid_out(COLUMNS, room)
    assert " ".join(one.column.name for one in placed) == names
    assert sum(one.width + 2 for one in placed) - 2 <= room


def test_all_columns_are_reached_one_after_the_other() -> None:
    wide = [one.column.name for one in laid_out(COLUMNS, 30, wide=True)]
    assert wide == ["name", "opened", "river", "st"]
    assert [one.column.name for one in laid_out(COLUMNS, 30, wide=True, at="id")] == [
        "name",
        "st",
        "id",
    ]
    assert len(laid_out(COLUMNS, 100, wide=True)) == 5
    assert laid_out((), 30) == ()


@pytest.mark.parametrize(
    "name",
    [
        "[/red] [@click=app.quit]x",
        "漢字とかな" * 20,
        "👩‍💻" * 9,
        "x" * 5000,
        "\x1b[31m\u202ea",
        "a\nb",
    ],
)
async def test_a_cell_is_harmless_and_keeps_its_width(name: str) -> None:
    page = Page()
    async with page.run_test(size=(44, 6)):
        await page.show(Mill("a", name, 1801), Mill("b", "Eling", 1785))
        lines = page.lines()
        assert "\x1b" not in lines[1]
        assert "\u202e" not in lines[1]
        assert cell_len(lines[1].partition("1801")[0]) == cell_len(lines[2].partition("1785")[0])


async def test_a_row_without_an_id_is_never_the_one_that_is_open() -> None:
    page = Page()
    async with page.run_test(size=(60, 10)):
        await page.show(Mill("a", "Known"), Mill("", "Nameless"))
        page.table.opened = "a"
        await until(lambda: page.lines()[1].startswith("▌ Known"))
        page.table.opened = ""
        await until(lambda: page.lines()[1].startswith("  Known"))
        assert page.lines()[2].startswith("  Nameless")


async def test_the_cursor_moves_and_stays_with_its_row() -> None:
    page = Page()
    async with page.run_test(size=(50, 12)) as pilot:
        await page.show(*mills(40))
        await pilot.press("j", "j", "down", "k")
        assert page.table.cursor_id == "m2"
        assert page.moved == ["m0", "m1", "m2", "m3", "m2"]
        await pilot.press("pagedown")
        assert page.table.cursor_id == "m12"
        await pilot.press("G")
        assert page.table.cursor_id == "m39"
        assert page.names()[-1] == "Mill 039"
        assert page.names()[0] == "Mill 029"
        await pilot.press("j", "g", "k")
        assert page.table.cursor_id == "m0"
        await pilot.press("j", "j")
        page.table.listing = page.table.listing and page.table.listing.without({"m0"})
        await pilot.pause()
        assert page.table.cursor_id == "m2"
        page.table.listing = page.table.listing and page.table.listing.without({"m2"})
        await pilot.pause()
        assert page.table.cursor_id == "m3"


async def test_the_filter_is_typed_and_keeps_the_cursor() -> None:
    page = Page()
    async with page.run_test(size=(50, 12)) as pilot:
        await page.show(*mills(300))
        await pilot.press("j", "j")
        await typed(pilot, "/02")
        await until(lambda: len(page.table.listing or ()) == 13)
        assert page.names()[0] == "Mill 002"
        assert page.table.cursor_id == "m2"
        await pilot.press("down")
        assert page.table.cursor_id == "m20"
        await pilot.press("enter", "enter")
        assert page.opened == ["m20"]
        await pilot.press("escape")
        await until(lambda: len(page.table.listing or ()) == 300)
        assert page.table.cursor_id == "m20"
        assert not page.table.filtering
        assert page.peeled == 0
        await pilot.press("escape")
        await until(lambda: page.peeled == 1)
        await pilot.press("slash", "x", "escape")
        await until(lambda: len(page.table.listing or ()) == 300)
        await until(lambda: page.table.filtering)
        await pilot.press("escape")
        await until(lambda: not page.table.filtering)
        assert page.table.rows.has_focus


async def test_the_cursor_stays_in_sight_when_rows_come_and_go() -> None:
    page = Page()
    async with page.run_test(size=(50, 12)) as pilot:
        await page.show(*mills(300))
        page.table.rows.go(250)
        await typed(pilot, "/x")
        await until(lambda: not len(page.table.listing or ()))
        await pilot.press("escape")
        await until(lambda: page.table.cursor_id == "m0")
        await until(lambda: "Mill 000" in page.names())
        page.table.rows.go(250)
        await until(lambda: "Mill 250" in page.names())
        listing = page.table.listing
        assert listing is not None
        page.table.listing = listing.with_rows(reversed(mills(300)))
        await until(lambda: "Mill 250" in page.names())
        # What the person scrolled away from is not brought back.
        page.table.rows.scroll_to(y=200, animate=False, force=True)
        await until(lambda: "Mill 095" in page.names())
        page.table.listing = listing
        await until(lambda: "Mill 205" in page.names())


async def test_sorting_goes_by_the_column_under_its_cursor() -> None:
    page = Page()
    async with page.run_test(size=(50, 6)) as pilot:
        await page.show(Mill("a", "B", 3), Mill("b", "A", 2), Mill("c", "C", 1))
        await pilot.press("s")
        assert page.names() == ["A", "B", "C"]
        assert "↑" in page.lines()[0]
        await pilot.press("s")
        assert page.names() == ["C", "B", "A"]
        await pilot.press("s", "l", "s")
        assert page.names() == ["C", "A", "B"]
        assert "opened↑" in page.lines()[0]
        await pilot.press("h", "h", "h")
        assert page.table.column == "name"


async def test_marks_are_set_shown_and_cleared() -> None:
    page = Page()
    async with page.run_test(size=(50, 8)) as pilot:
        await page.show(*mills(5))
        await pilot.press("space", "j", "space")
        assert page.table.listing is not None
        assert page.table.listing.marked == {"m0", "m2"}
        assert [line[1] for line in page.lines()[1:]] == ["+", " ", "+", " ", " "]
        await pilot.press("A")
        assert len(page.table.listing.marked) == 5
        await pilot.press("escape")
        assert page.table.listing.marked == set()
        assert page.peeled == 0


async def test_wide_shows_what_else_there_is() -> None:
    page = Page()
    async with page.run_test(size=(40, 6)) as pilot:
        await page.show(*mills(2))
        assert "id" not in page.lines()[0]
        await pilot.press("W", "l", "l", "l", "l", "l", "l")
        assert page.table.column == "id"
        assert "id" in page.lines()[0]
        assert "m1" in page.lines()[2]


async def test_the_end_is_told_when_it_is_seen() -> None:
    page = Page()
    async with page.run_test(size=(50, 12)) as pilot:
        await page.show(*mills(60))
        await pilot.pause()
        assert page.ends == 0
        await pilot.press("G")
        await until(lambda: page.ends > 0)


async def test_an_empty_place_says_what_it_is_for() -> None:
    page = Page()
    async with page.run_test(size=(30, 8)) as pilot:
        await page.show(empty="Mills are kept here.\n\nn adds the first one.")
        await pilot.press("j", "space", "enter", "s", "A")
        assert page.lines() == ["", "  Mills are kept here.", "", "  n adds the first one."]
        assert page.opened == []


async def test_a_click_opens() -> None:
    page = Page()
    async with page.run_test(size=(50, 8)) as pilot:
        await page.show(*mills(5))
        await pilot.click(TableRows, offset=(4, 3))
        assert page.opened == ["m2"]
        await pilot.click(TableRows, offset=(4, 0))
        await pilot.click(TableRows, offset=(4, 7))
        assert page.opened == ["m2"]


async def test_a_pattern_that_is_not_finished_is_told_calmly_and_filters_nothing() -> None:
    app = Page()
    async with app.run_test(size=(80, 12)) as pilot:
        await app.show(*mills(20))
        await typed(pilot, "/re:0[")
        fault = app.table.query_one(".table--fault")
        await until(lambda: fault.display)
        assert "! re: unterminated character set" in str(fault.render())
        assert len(app.names()) == 10, "all that there is room for"
        await typed(pilot, "12]$")
        await until(lambda: app.names() == ["Mill 001", "Mill 002"])
        assert not fault.display
