"""Bars of confidences: what is drawn of which answers, and that only what is seen is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App

from cohere_tui.state.playground.scoring import Judged
from cohere_tui.widgets.playground.confidence_bars import ConfidenceBars
from tests.until import until

if TYPE_CHECKING:
    from textual.app import ComposeResult

MANY = {f"label {n}": (9 - n) / 10 for n in range(9)}
ODD = (
    Judged(0, "where is it?", ("ship",), 0.75, ("ship",), confidences={"ship": 0.75, "pay": 0.25}),
    Judged(1, "money!", ("ship",), 0.6, ("pay",), confidences={"ship": 0.6, "pay": 0.4}),
    Judged(2, "lost", came=False),
    Judged(3, "null", ("ship",)),
    Judged(4, "several", ("a", "b"), 0.9, confidences={"a": 0.9, "b": 0.8, "c": 0.1}),
    Judged(5, "none", confidences={}),
    Judged(6, "word " * 30, ("label 0",), 0.9, confidences=MANY),
)


class Page(App[None]):
    """The bars alone."""

    def __init__(self) -> None:
        super().__init__()
        self.bars = ConfidenceBars()
        self.copied: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.bars

    def copy_to_clipboard(self, text: str) -> None:
        self.copied.append(text)

    async def show(self, items: tuple[Judged, ...]) -> None:
        self.bars.items = items
        self.bars.focus()
        await until(lambda: self.bars.has_focus)

    def lines(self) -> list[str]:
        return [strip.text.rstrip() for strip in self.bars.render_lines(self.bars.size.region)]


async def test_labels_are_ranked_with_bars_and_figures() -> None:
    page = Page()
    async with page.run_test(size=(50, 30)):
        await page.show(ODD)
        assert page.lines() == [
            "▌ where is it?                            ● right",
            "▌ ● ship    ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓░░░░░░░  75.0 %",
            "▌   pay     ▓▓▓▓▓▓▓░░░░░░░░░░░░░░░░░░░░░░  25.0 %",
            "",
            "  money!                           ✗ pay expected",
            "  ● ship    ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓░░░░░░░░░░░░  60.0 %",
            "  ○ pay     ▓▓▓▓▓▓▓▓▓▓▓▓░░░░░░░░░░░░░░░░░  40.0 %",
            "",
            "  lost",
            "    no answer",
            "",
            "  null",
            "  ● ship    no figure",
            "",
            "  several",
            "  ● a       ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓░░░  90.0 %",
            "  ● b       ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓░░░░░░  80.0 %",
            "    c       ▓▓▓░░░░░░░░░░░░░░░░░░░░░░░░░░  10.0 %",
            "",
            "  none",
            "    no label applies",
            "",
            "  word word word word word word word word word w…",
            "  ● label 0 ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓░░░  90.0 %",
            "    label 1 ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓░░░░░░  80.0 %",
            "    label 2 ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓░░░░░░░░░  70.0 %",
            "    label 3 ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓░░░░░░░░░░░░  60.0 %",
            "    ▸ 5 more",
            "",
            "",
        ]


async def test_one_is_opened_whole_and_copied() -> None:
    page = Page()
    async with page.run_test(size=(50, 14)) as pilot:
        await page.show(ODD)
        await pilot.press("G", "space", "y")
        lines = page.lines()
        assert lines[1].startswith("▌ word word")
        assert lines[4].startswith("▌ word")
        assert lines[13].startswith("▌   label 8")
        assert page.copied == ["word " * 30]
        await pilot.press("space")
        assert "▌   ▸ 5 more" in page.lines()


async def test_thousands_scroll_and_only_what_is_seen_is_drawn() -> None:
    page = Page()
    many = tuple(
        Judged(n, f"text {n}", ("a",), 0.9, confidences={"a": 0.9, "b": 0.1}) for n in range(5_000)
    )
    async with page.run_test(size=(50, 12)) as pilot:
        await page.show(many)
        drawn: list[Judged] = []
        head = page.bars._head

        def seen(one: Judged, text: str) -> object:
            drawn.append(one)
            return head(one, text)

        page.bars._head = seen  # type: ignore[method-assign,assignment]
        await pilot.press("G", "k", "j", "pagedown")
        assert page.lines()[9].startswith("▌ text 4999")
        assert len({one.place for one in drawn}) < 12
        await pilot.press("g", "pagedown", "ctrl+d", "ctrl+u", "pageup", "j")
        assert page.bars.cursor_item == many[1]
        await pilot.click(offset=(4, 8))
        assert page.bars.cursor_item == many[2]


async def test_while_more_comes_the_cursor_stays_and_others_begin_anew() -> None:
    page = Page()
    async with page.run_test(size=(50, 12)) as pilot:
        page.bars.empty = "Nothing yet."
        await page.show(())
        assert page.lines()[0] == "  Nothing yet."
        await pilot.press("j", "space", "y", "G", "pagedown")
        await page.show(ODD[:3])
        await pilot.press("j")
        await page.show(ODD)
        assert page.bars.cursor_item == ODD[1]
        await page.show(ODD[3:])
        assert page.bars.cursor_item == ODD[3]


async def test_hostile_and_wide_names_keep_their_place() -> None:
    page = Page()
    name = "[b]\x1b[31m漢字" * 9
    async with page.run_test(size=(40, 8)):
        await page.show((Judged(0, name, (name,), 1.0, ("x" * 90,), confidences={name: 1.0}),))
        lines = page.lines()
        assert all("\x1b" not in line for line in lines)
        assert lines[0].endswith("✗ xxxxxx… expected")
        assert lines[1].endswith(" 100.0 %")
