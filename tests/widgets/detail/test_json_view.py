"""JSON: shown, searched, copied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from textual import on
from textual.app import App

from cohere_tui.widgets.detail.json_view import JsonView
from tests.keyboard import typed
from tests.models.junk import JSON_VALUES
from tests.until import until

if TYPE_CHECKING:
    from textual.app import ComposeResult

VALUE = {"id": "a-1", "sizes": [10, 2.5], "none": None, "note": 'a "quote" \x1b[31m [/b]'}


class Page(App[None]):
    def __init__(self, value: Any = None) -> None:
        super().__init__()
        self.view = JsonView(VALUE if value is None else value)
        self.copied: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.view

    @on(JsonView.CopyAsked)
    def copy(self, event: JsonView.CopyAsked) -> None:
        self.copied.append(event.text)

    def lines(self) -> list[str]:
        view = self.view
        shown = [strip.text.rstrip() for strip in view.render_lines(view.size.region)]
        return [line for line in shown if line]


async def test_it_is_indented_and_harmless() -> None:
    page = Page()
    async with page.run_test(size=(50, 12)):
        lines = page.lines()
        assert lines[:5] == [" {", '   "id": "a-1",', '   "sizes": [', "     10,", "     2.5"]
        assert "\x1b" not in "".join(lines)
        assert "[/b]" in lines[7]


async def test_values_are_copied() -> None:
    page = Page()
    async with page.run_test(size=(50, 12)) as pilot:
        await pilot.press("y", "j", "y", "j", "y", "j", "y", "G", "y", "Y")
        assert page.copied[1:5] == ["a-1", "[\n  10,\n  2.5\n]", "10", "}"]
        assert page.copied[0] == page.copied[5]
        assert page.copied[0].startswith('{\n  "id"')


async def test_words_are_found_forwards_and_backwards() -> None:
    page = Page({"items": [{"name": f"mill {number}"} for number in range(40)]})
    async with page.run_test(size=(40, 10)) as pilot:
        await pilot.press("n", "slash")
        await typed(pilot, "MILL 3")
        await pilot.press("enter")
        await until(lambda: any("mill 3" in line for line in page.lines()))
        await pilot.press("y", "n", "y", "N", "N", "y")
        assert page.copied == ["mill 3", "mill 30", "mill 39"]


async def test_long_lines_are_wrapped_and_the_cursor_goes_from_line_to_line() -> None:
    page = Page({"a": "x" * 100, "b": "漢字" * 30, "c": 1})
    async with page.run_test(size=(40, 12)) as pilot:
        text = "".join(line.strip() for line in page.lines())
        assert "x" * 100 in text
        assert "漢字" * 30 in text
        assert len(page.lines()) == 1 + 3 + 4 + 1 + 1
        await pilot.press("j", "y", "j", "j", "y", "k", "y")
        assert page.copied == ["x" * 100, "1", "漢字" * 30]
        await pilot.resize_terminal(20, 5)
        await pilot.press("G", "pageup", "y", "pageup", "pageup", "pageup", "pageup", "pageup", "y")
        assert page.copied[-2:] == ["漢字" * 30, page.copied[-1]]
        assert page.copied[-1].startswith("{")
        await pilot.press("pagedown", "y", *["pagedown"] * 9, "y")
        assert page.copied[-2:] == ["x" * 100, "}"]


async def test_only_the_beginning_of_an_endless_line_is_drawn() -> None:
    page = Page({"a": "x" * 50_000})
    async with page.run_test(size=(40, 6)) as pilot:
        assert page.view.virtual_size.height < 60
        await pilot.press("j", "y")
        assert page.copied == ["x" * 50_000]
        await pilot.press("G")
        await until(lambda: page.lines()[-1] == " }")
        # Of the line two blanks, the name and the quotes are drawn or left out too.
        left_out = 50_000 + len('  "a": ""') - 2_000
        told = " ".join(line.strip() for line in page.lines()[-3:-1])
        assert told.endswith(f"x… {left_out:,} more characters"), told


async def test_what_is_drawn_as_a_whole_has_no_sign() -> None:
    page = Page({"a": "x" * 1_991})
    async with page.run_test(size=(40, 60)):
        assert "…" not in "".join(page.lines())


@settings(max_examples=30)
@given(JSON_VALUES)
def test_every_value_has_lines(value: Any) -> None:
    view = JsonView(value)
    view.watch_value()
    assert view.virtual_size.height >= 1
