"""JSON: shown, folded, wrapped, searched, copied."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import App

from cohere_tui.widgets.detail.detail import Detail
from cohere_tui.widgets.detail.json_view import JsonView
from cohere_tui.widgets.themes import ASCII, UNICODE
from tests.keyboard import typed
from tests.until import until

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.pilot import Pilot

VALUE = {"id": "a-1", "sizes": [10, 2.5], "none": None, "note": 'a "quote" \x1b[31m [/b]'}
DEEP = {
    "id": "a-1",
    "usage": {"billed": {"in": 1, "out": 2}, "tokens": 3},
    "list": [{"name": "tide"}, {"name": "mill"}],
}
MANY = {"rows": [{"id": f"row-{number}", "of": [number]} for number in range(3_000)]}


class Page(App[None]):
    def __init__(self, value: Any = None, *, ascii_signs: bool = False) -> None:
        super().__init__()
        self.signs = ASCII if ascii_signs else UNICODE
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

    def said(self) -> list[str]:
        return [notice.message for notice in self._notifications]

    @property
    def here(self) -> str:
        """The line under the cursor."""
        return self.view.document.lines[self.view.at].strip()


async def look_for(pilot: Pilot[None], words: str) -> None:
    await pilot.press("slash")
    await typed(pilot, words)
    await pilot.press("enter")
    await until(lambda: len(pilot.app.screen_stack) == 1)


async def test_it_is_indented_and_harmless() -> None:
    page = Page()
    async with page.run_test(size=(50, 12)):
        lines = page.lines()
        assert lines[:3] == [" ▾ {", '     "id": "a-1",', '   ▾ "sizes": [']
        assert lines[3:5] == ["       10,", "       2.5"]
        assert "\x1b" not in "".join(lines)
        assert "[/b]" in lines[7]


async def test_values_are_copied() -> None:
    page = Page()
    async with page.run_test(size=(50, 12)) as pilot:
        await pilot.press("y", "j", "y", "j", "y", "j", "y", "G", "y", "Y")
        assert page.copied[1:5] == ["a-1", "[\n  10,\n  2.5\n]", "10", page.copied[0]]
        assert page.copied[0] == page.copied[5] == page.view.text
        assert json.loads(page.view.text) == VALUE
        assert page.copied[0].startswith('{\n  "id"')


async def test_words_are_found_forwards_and_backwards() -> None:
    page = Page({"items": [{"name": f"mill {number}"} for number in range(40)]})
    async with page.run_test(size=(40, 10)) as pilot:
        await pilot.press("n")
        await look_for(pilot, "MILL 3")
        await until(lambda: any("mill 3" in line for line in page.lines()))
        await pilot.press("y", "n", "y", "N", "N", "y")
        assert page.copied == ["mill 3", "mill 30", "mill 39"]


async def test_long_lines_are_wrapped_and_the_cursor_goes_from_line_to_line() -> None:
    page = Page({"a": "x" * 100, "b": "漢字" * 30, "c": 1})
    async with page.run_test(size=(40, 12)) as pilot:
        text = "".join(line.strip() for line in page.lines())
        assert "x" * 100 in text
        assert "漢字" * 30 in text
        assert len(page.lines()) == 1 + 4 + 5 + 1 + 1
        await pilot.press("j", "y", "j", "j", "y", "k", "y")
        assert page.copied == ["x" * 100, "1", "漢字" * 30]
        await pilot.resize_terminal(20, 5)
        await pilot.press("G", "pageup", "y", "pageup", "pageup", "pageup", "pageup", "pageup", "y")
        assert page.copied[-2:] == ["漢字" * 30, page.copied[-1]]
        assert page.copied[-1].startswith("{")
        await pilot.press("pagedown", "y", *["pagedown"] * 9, "y")
        assert page.copied[-2:] == ["x" * 100, page.view.text]


async def test_only_the_beginning_of_an_endless_line_is_drawn() -> None:
    page = Page({"a": "x" * 50_000})
    async with page.run_test(size=(40, 6)) as pilot:
        assert page.view.virtual_size.height < 70
        await pilot.press("j", "y")
        assert page.copied == ["x" * 50_000]
        await pilot.press("G")
        await until(lambda: page.lines()[-1] == "   }")
        # Of the line two blanks, the name and the quotes are drawn or left out too.
        left_out = 50_000 + len('  "a": ""') - 2_000
        told = "".join(line[7:] for line in page.lines()[-3:-1])
        assert told.endswith(f"x… {left_out:,} more characters"), told


async def test_what_is_drawn_as_a_whole_has_no_sign() -> None:
    page = Page({"a": "x" * 1_991})
    async with page.run_test(size=(40, 60)):
        assert "…" not in "".join(page.lines())


async def test_what_is_under_the_cursor_is_folded_and_all_below_the_top() -> None:
    page = Page(DEEP)
    async with page.run_test(size=(50, 24)) as pilot:
        whole = page.lines()
        await pilot.press("j", "j", "j", "j", "f")
        assert page.here == '"billed": {'  # the cursor was in it
        await until(lambda: '     ▸ "billed": {…} 2 keys' in page.lines())
        await pilot.press("y", "j", "f")
        assert page.here == '"usage": {'
        await until(lambda: '   ▸ "usage": {…} 2 keys' in page.lines())
        await pilot.press("y", "f", "j", "f")
        await until(lambda: page.lines() == whole)
        assert [json.loads(text) for text in page.copied] == [{"in": 1, "out": 2}, DEEP["usage"]]
        await pilot.press("G", "k", "F")
        folded = [
            " ▾ {",
            '     "id": "a-1",',
            '   ▸ "usage": {…} 2 keys',
            '   ▸ "list": […] 2 items',
            "   }",
        ]
        await until(lambda: page.lines() == folded)
        assert page.here == '"list": ['
        await pilot.press("Y", "f")
        await until(lambda: page.lines()[4] == "     ▸ {…} 1 key")
        await pilot.press("F", "F", "g", "f")
        await until(lambda: page.lines() == [" ▸ {…} 3 keys"])
        await pilot.press("Y", "f")
        await until(lambda: page.lines() == whole)
        assert [json.loads(text) for text in page.copied[2:]] == [DEEP, DEEP]


async def test_where_nothing_can_be_folded_it_is_said() -> None:
    page = Page("alone")
    async with page.run_test(size=(50, 5)) as pilot:
        await pilot.press("F", "f", "w", "l", "y")
        await until(lambda: page.said() == ["There is nothing to fold here."])
        assert page.copied == ["alone"]


async def test_signs_have_twins() -> None:
    page = Page({"a": {"b": 1}, "c": "x" * 60}, ascii_signs=True)
    async with page.run_test(size=(40, 8)) as pilot:
        await pilot.press("F", "w")
        await until(lambda: '   + "a": {~} 1 key' in page.lines())
        assert page.lines()[0] == " - {"
        assert page.lines()[2].endswith("x~")


async def test_folds_outlive_news_of_the_same_thing_but_not_another() -> None:
    page = Page()
    async with page.run_test(size=(50, 24)) as pilot:
        view = page.view
        view.show(DEEP, of="a")
        await pilot.press("j", "j", "f", "j", "j")
        assert page.here == "{"
        await pilot.press("j")
        view.show({"new": [1, 2], **DEEP, "list": [*DEEP["list"], {"name": "new"}]}, of="a")
        await until(lambda: '   ▸ "usage": {…} 2 keys' in page.lines())
        assert page.here == '"name": "tide"'  # though it stands three lines further down
        view.show({**DEEP, "list": []}, of="a")
        await until(lambda: '     "list": []' in page.lines())
        assert page.here == '"list": []'
        assert '   ▸ "usage": {…} 2 keys' in page.lines()
        view.show(DEEP, of="b")
        await until(lambda: '   ▾ "usage": {' in page.lines())
        assert page.here == '"list": ['
        view.show({**DEEP, "id": True}, of="b")
        await until(lambda: '     "id": true,' in page.lines())
        view.show({**DEEP, "id": 1}, of="b")  # which is equal, and not the same
        await until(lambda: '     "id": 1,' in page.lines())


async def test_the_cursor_keeps_its_height_when_lines_come_above_it() -> None:
    page = Page({"log": [1], "rows": list(range(50))})
    async with page.run_test(size=(40, 10)) as pilot:
        await pilot.press("G", *["k"] * 15)
        view = page.view
        here, height = page.here, view.laid.rows(view.at).start - view.scroll_offset.y
        view.show({"log": [1, 2, 3, 4], "rows": list(range(50))})
        await until(lambda: len(view.document.lines) == 60)
        assert page.here == here
        assert view.laid.rows(view.at).start - view.scroll_offset.y == height


async def test_words_in_folded_parts_are_found_and_shown() -> None:
    page = Page(DEEP)
    async with page.run_test(size=(50, 24)) as pilot:
        await pilot.press("F", "G")
        await look_for(pilot, "NAME")
        await until(lambda: '         "name": "tide"' in page.lines())
        assert page.here == '"name": "tide"'
        assert "     ▸ {…} 1 key" in page.lines()
        await pilot.press("n")
        assert page.here == '"name": "mill"'
        await pilot.press("g", "f", "N")
        assert page.here == '"name": "mill"'
        await until(lambda: '   ▸ "usage": {…} 2 keys' in page.lines())
        await look_for(pilot, "nowhere")  # behind what was looked for
        await until(lambda: page.said() == ["Nothing matches “NAMEnowhere”."])
        assert page.here == '"name": "mill"'


async def test_lines_that_are_not_wrapped_are_seen_by_going_sideways() -> None:
    page = Page({"a": "0123456789" * 12 + " harbour", "b": "漢字" * 20, "c": 1})
    async with page.run_test(size=(40, 12)) as pilot:
        view = page.view

        def row(number: int) -> str:
            return view.render_line(number).text.rstrip()

        await pilot.press("w")
        await until(lambda: len(page.lines()) == 5)
        assert row(1) == '     "a": "' + "0123456789" * 2 + "01234567" + "…"
        await pilot.press("l")
        await until(lambda: view.scroll_offset.x == 20)
        assert row(0) == row(3) == row(4) == ""
        assert row(1) == "…" + "0123456789" * 3 + "01234567" + "…"
        assert row(2).count("漢") == 9
        await pilot.press("right", "right", "right", "right", "right", "right")
        await until(lambda: row(1).endswith('harbour",'))
        await pilot.press("left", "h", "h", "h", "h", "h", "h")
        await until(lambda: view.scroll_offset.x == 0)
        await look_for(pilot, "harbour")
        await until(lambda: " harbour" in row(1))
        view.find('c": 1')  # which is seen from the left edge, too
        await until(lambda: row(3) == '     "c": 1')
        await pilot.press("k", "k")
        await pilot.press("y", "w")
        assert page.copied[0].endswith(" harbour")
        await until(lambda: view.scroll_offset.x == 0 and len(page.lines()) == 11)


class Pages(App[None]):
    """A page of JSON and another one."""

    def compose(self) -> ComposeResult:
        yield Detail(("JSON", "Other", "Third"), lambda _: JsonView({"a": "x" * 60}))


async def test_the_keys_that_go_sideways_turn_the_page_where_nothing_lies_there() -> None:
    app = Pages()
    async with app.run_test(size=(40, 12)) as pilot:
        detail = app.query_one(Detail)
        detail.focus()
        await until(lambda: detail.shown.has_focus and detail.shown.virtual_size.height)
        view = detail.shown
        await pilot.press("w", "l")
        await until(lambda: view.scroll_offset.x > 0)
        await pilot.press("l", "h", "h")
        await until(lambda: view.scroll_offset.x == 0)
        assert detail.page == "JSON"
        await pilot.press("h")
        await until(lambda: detail.page == "Third")
        await pilot.press("l", "l", "l", "l")
        await until(lambda: detail.page == "Other")
        await pilot.press("h", "shift+left")
        await until(lambda: detail.page == "Third")


async def test_what_is_large_is_read_aside_and_never_shown_as_something_else() -> None:
    page = Page({"small": 1})
    async with page.run_test(size=(50, 12)) as pilot:
        view = page.view
        view.show(MANY, of="many")
        assert view.text == json.dumps(MANY, indent=2)
        assert view.laid.height == 0
        assert view.render_line(0).text.rstrip() == " reading…"
        for action in ("fold", "copy", "last", "page(1)", "move(1)", "next(1)", "wrap", "wrap"):
            await view.run_action(action)  # before there is anything; keys might come too late
        assert page.copied == []
        await until(lambda: view.laid.height == 3_000 * 6 + 4)
        assert view.text == json.dumps(MANY, indent=2)
        await pilot.press("g", "j", "F", "f", "j", "j", "f", "j")
        assert page.here == '"id": "row-1",'
        view.show({"new": 0, **MANY}, of="many")
        assert view.laid.height == 3_000 + 4 + 3
        await until(lambda: view.laid.height == 3_000 + 4 + 3 + 1)
        assert page.here == '"id": "row-1",'
        await pilot.resize_terminal(40, 12)
        await until(lambda: view.measured.room == 35)
        view.show(MANY, of="others")
        view.show({"small": 2}, of="small")  # before the large one is read
        await until(lambda: page.lines()[1:2] == ['     "small": 2'])
        await until(lambda: not any(one.is_running for one in page.workers))
        assert len(page.lines()) == 3


async def test_a_click_puts_the_cursor_there_and_turns_a_fold() -> None:
    page = Page(DEEP)
    async with page.run_test(size=(50, 24)) as pilot:
        await until(lambda: len(page.lines()) == 18)
        await pilot.click(JsonView, offset=(12, 7))
        await until(lambda: page.here == '"tokens": 3')
        await pilot.click(JsonView, offset=(3, 2))
        await until(lambda: page.lines()[2] == '   ▸ "usage": {…} 2 keys')
        await pilot.click(JsonView, offset=(3, 2))
        await until(lambda: len(page.lines()) == 18)
        await pilot.click(JsonView, offset=(3, 1))
        await pilot.click(JsonView, offset=(3, 22))
        assert page.here == '"id": "a-1",'
        assert len(page.lines()) == 18


async def test_no_sign_is_under_the_scrollbar_and_the_cursor_is_as_wide_as_the_room() -> None:
    page = Page({"a": "x" * 90, "rows": list(range(30))})
    async with page.run_test(size=(40, 12)) as pilot:
        view = page.view
        await pilot.press("w", "j")
        await until(lambda: view.show_vertical_scrollbar and view.scrollable_content_region)
        assert view.scrollable_content_region.width == 39
        await until(lambda: view.render_line(1).text == '     "a": "' + "x" * 27 + "… ")
        styles = {segment.style.bgcolor for segment in view.render_line(1) if segment.style}
        assert len(styles) == 1
        await pilot.press("j")
        other = {segment.style.bgcolor for segment in view.render_line(1) if segment.style}
        assert len(other) == 1
        assert other != styles
