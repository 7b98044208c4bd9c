"""The table of examples: every key, and what is written in it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import on
from textual.events import Key, Paste

from cohere_tui.widgets.form.choices import Filled
from cohere_tui.widgets.haste import Patience
from cohere_tui.widgets.playground.examples_table import ExamplesTable
from tests.until import until

if TYPE_CHECKING:
    from textual.app import ComposeResult

FOUR = "refund: money back\nrefund: pay me\nshipping: where is it\nshipping: not here"


class Page(Patience):
    """The table alone; counts how often it was changed."""

    def __init__(self, value: str = FOUR) -> None:
        super().__init__()
        self.table = ExamplesTable(value)
        self.changes = self.files = 0
        self.copied: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.table

    def on_mount(self) -> None:
        self.table.focus()

    def copy_to_clipboard(self, text: str) -> None:
        self.copied.append(text)

    @on(Filled)
    def count(self) -> None:
        self.changes += 1

    @on(ExamplesTable.FileWanted)
    def want(self, event: ExamplesTable.FileWanted) -> None:
        assert event.table is self.table
        self.files += 1

    def lines(self) -> list[str]:
        rows = self.table.rows
        return [strip.text.rstrip() for strip in rows.render_lines(rows.size.region)]

    @property
    def told(self) -> str:
        return str(self.table.query_one(".examples--counts").render())

    def paste(self, text: str) -> None:
        assert self.focused is not None
        self.focused.post_message(Paste(text))


async def test_rows_are_aligned_and_counted() -> None:
    page = Page()
    async with page.run_test(size=(40, 20)) as pilot:
        await until(lambda: page.told)
        assert page.lines()[:3] == [
            "  label     text",
            "▌ refund    money back",
            "  refund    pay me",
        ]
        assert page.told == "refund 2 · shipping 2"
        await pilot.press("j", "j", "D")
        await until(lambda: "fewer" in page.told)
        assert page.told == "refund 2 · shipping 1\n! fewer than 2 of “shipping”"


async def test_a_row_is_added_and_written() -> None:
    page = Page()
    async with page.run_test(size=(60, 48)) as pilot:
        await pilot.press("G", "ctrl+n")
        await until(lambda: page.focused is page.table.line)
        assert page.table.line.value == "shipping"  # the label of the row above
        await pilot.press("ctrl+u", *"lost", "enter", *"a:b", "enter")
        await until(lambda: page.focused is page.table.rows)
        assert page.table.value == f"{FOUR}\nlost: a:b"
        assert page.lines()[5] == "▌ lost      a:b"
        assert page.changes


async def test_a_cell_is_in_the_table_while_it_is_written_and_as_it_was_after_escape() -> None:
    page = Page("a: one\na: two\na: 3")
    async with page.run_test(size=(60, 20)) as pilot:
        await pilot.press("enter", "x")
        assert page.table.value == "a: onex\na: two\na: 3"
        await pilot.press("escape")
        assert page.table.value == "a: one\na: two\na: 3"
        await pilot.press("h", "e", "b", "down", "c", "tab", "d", "up", "e", "shift+tab", "enter")
        await pilot.press("enter")
        assert page.table.value == "ab: onee\nac: twod\na: 3"
        await until(lambda: page.focused is page.table.rows)


async def test_rows_are_moved_removed_and_brought_back() -> None:
    page = Page("a: 1\nb: 2\nc: 3")
    async with page.run_test(size=(60, 20)) as pilot:
        await pilot.press("shift+down")
        assert page.table.value == "b: 2\na: 1\nc: 3"
        await pilot.press("shift+down", "shift+down", "shift+up")
        assert page.table.value == "b: 2\na: 1\nc: 3"
        await pilot.press("D", "enter", "x", "enter", "ctrl+z")
        assert page.table.value == "b: 2\nc: 3"
        await pilot.press("ctrl+z")
        assert page.table.value == "b: 2\na: 1\nc: 3"
        await pilot.press("g", "D", "D", "D", "D")
        assert page.table.value == ""
        assert "ctrl+n adds" in page.lines()[1]
        await pilot.press("y", "enter", *"d", "enter")
        assert page.table.value == "d:"
        assert page.copied == []


async def test_keys_beyond_the_table_are_the_forms() -> None:
    page = Page("a: 1\nb: 2")
    pressed: list[str] = []
    async with page.run_test(size=(60, 20)) as pilot:
        page.key_up = lambda: pressed.append("up")  # type: ignore[attr-defined]
        page.key_down = lambda: pressed.append("down")  # type: ignore[attr-defined]
        await pilot.press("up", "down", "down", "y", "h", "y", "l", "l", "f7")
        assert pressed == ["up", "down"]
        assert page.copied == ["2", "b"]
        assert page.files == 1


async def test_lines_of_a_spreadsheet_are_examples_and_a_cell_takes_several_lines() -> None:
    page = Page("a: 1")
    async with page.run_test(size=(60, 20)) as pilot:
        page.paste("b\ttwo: lines\r\nb: \x1bthree")
        await until(lambda: page.table.value.count("\n") == 2)
        assert page.table.value == "a: 1\nb: two: lines\nb: ␛three"
        await pilot.press("g", "enter")
        page.paste("\nfoot\x1b")
        await until(lambda: "foot" in page.table.value)
        assert page.table.value.startswith('a: "1\\nfoot␛"\n')
        await pilot.press("shift+tab")
        page.paste("\nb")
        await until(lambda: page.table.value.startswith("a b:"))


async def test_a_value_given_from_outside_replaces_all() -> None:
    page = Page("a: 1")
    async with page.run_test(size=(60, 20)) as pilot:
        await pilot.press("enter", "x")
        page.table.value = "c: 5\nc: 6"
        await until(lambda: page.focused is page.table.rows)
        assert page.table.value == "c: 5\nc: 6"
        await until(lambda: page.told == "c 2")
        await pilot.press("ctrl+d", "ctrl+u", "G", "D")
        assert page.table.value == "c: 5"


async def test_thousands_of_rows_and_odd_labels() -> None:
    many = "\n".join(f"label {n % 40}: text {n}" for n in range(2_500))
    page = Page(f'{many}\n"[red]x{"y" * 60}": {"漢字" * 90}')
    async with page.run_test(size=(60, 30)) as pilot:
        await until(lambda: page.told)
        assert page.table.rows.size.height == 6
        assert page.told.startswith("41 labels · 2,501 examples\n! fewer than 2 of “[red]x")
        await pilot.press("G")
        assert page.lines()[-1].startswith("▌ [red]xyy… 漢字漢字")
        await pilot.press("k", "k", "enter", "x", "enter")
        assert page.table.value.splitlines()[2498] == "label 18: text 2498x"


async def test_rows_typed_in_one_piece_are_what_was_meant() -> None:
    page = Page()
    first = ("G", "ctrl+n", "ctrl+u", *"ax", "tab", *"money", "enter")
    second = ("ctrl+n", "ctrl+u", *"by", "enter", *"Do it", "enter", "k", "D", "g")
    async with page.run_test(size=(60, 20)):
        await until(lambda: page.focused is page.table.rows)
        for turns in range(6):  # of the loop, between two keys
            for key in (*first, *second):
                page.post_message(Key(key, key if len(key) == 1 else None))
                for _ in range(turns):
                    await asyncio.sleep(0)
        await until(lambda: page.table.value == FOUR + 6 * "\nby: Do it")
        await until(lambda: page.focused is page.table.rows and page.table.rows.row == 0)
