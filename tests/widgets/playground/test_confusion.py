"""The confusion matrix: what is in its cells, and what its keys do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import App

from cohere_tui.state.playground.scoring import Confusion, Judged, Score, score
from cohere_tui.widgets.playground.confusion import ConfusionMatrix
from cohere_tui.widgets.playground.matrix_layout import laid_out, scrolled
from cohere_tui.widgets.themes import ANSI
from tests.until import until

if TYPE_CHECKING:
    from textual.app import ComposeResult


def judged(*pairs: tuple[str, str]) -> Score:
    return score(
        Judged(n, f"text {n}", (two,) if two else (), 0.5, (one,))
        for n, (one, two) in enumerate(pairs)
    )


FEW = judged(*[("ship", "ship")] * 3, ("ship", "pay"), ("pay", "pay"), ("pay", ""))
MANY = judged(*((f"label {n:02}", f"label {n * 7 % 40:02}") for n in range(40)))


class Page(App[None]):
    """The matrix alone."""

    def __init__(self) -> None:
        super().__init__()
        self.matrix = ConfusionMatrix()
        self.copied: list[str] = []
        self.cells: list[tuple[int, int]] = []
        self.opened = 0
        self.turned: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.matrix

    def copy_to_clipboard(self, text: str) -> None:
        self.copied.append(text)

    @on(ConfusionMatrix.Moved)
    def keep(self, event: ConfusionMatrix.Moved) -> None:
        self.cells.append((event.row, event.column))

    @on(ConfusionMatrix.Opened)
    def count(self) -> None:
        self.opened += 1

    def key_left(self) -> None:
        self.turned.append("left")

    def key_right(self) -> None:
        self.turned.append("right")

    async def show(self, found: Score, height: int) -> None:
        self.matrix.scores = {one.label: one for one in found.labels}
        self.matrix.confusion = found.confusion
        self.matrix.focus()
        await until(lambda: self.matrix.has_focus and self.matrix.size.height == height)

    def lines(self) -> list[str]:
        region = self.matrix.size.region
        return [strip.text.rstrip() for strip in self.matrix.render_lines(region)]


async def test_counts_are_aligned_under_their_labels() -> None:
    page = Page()
    async with page.run_test(size=(60, 12)) as pilot:
        await page.show(FEW, 4)
        expected = [
            "                          taken for",
            "  is       recall   prec     ship     pay  (none)",
            "▌ ship        75%   100%        3       1       ·",
            "  pay         50%    50%        ·       1       1",
        ]
        await until(lambda: page.lines() == expected)
        await pilot.press("j", "l", "l", "right", "y", "enter")
        assert page.matrix.cursor == (1, 2)
        assert page.turned == ["right"]
        assert page.opened == 1
        assert page.copied == ["\tship\tpay\t(none)\nship\t3\t1\t0\npay\t0\t1\t1"]
        await pilot.press("n", "N", "g", "h", "h", "left")
        assert page.cells[-5:] == [(0, 1), (1, 2), (0, 2), (0, 1), (0, 0)]
        assert page.turned == ["right", "left"]
        await pilot.click(offset=(38, 3))
        assert page.matrix.cursor == (1, 1)


async def test_more_labels_than_fit_scroll_both_ways() -> None:
    page = Page()
    async with page.run_test(size=(60, 20)) as pilot:
        await page.show(MANY, 10)
        await until(lambda: page.lines()[0].endswith("taken for 1-3 of 40 →"))
        await until(lambda: page.lines()[1].startswith("  is 1-8 of 40"))
        await pilot.press("G", *["right"] * 39)
        assert page.matrix.cursor == (39, 39)
        lines = page.lines()
        assert lines[0].endswith("← taken for 38-40 of 40")
        assert lines[1].startswith("  is 33-40 of 40")
        assert lines[1].endswith(" label 37 label 38 label 39")
        assert lines[-1].startswith("▌ label 39")
        await pilot.press("pageup", "ctrl+u", "ctrl+d", "k")
        assert page.matrix.cursor == (30, 39)
        await page.show(FEW, 4)
        assert page.matrix.cursor == (1, 2)


async def test_shades_are_signs_where_the_terminals_own_colours_rule() -> None:
    page = Page()
    async with page.run_test(size=(60, 12)):
        page.register_theme(ANSI)
        page.theme = "ansi"
        await page.show(FEW, 4)
        await until(lambda: "█ 3" in page.lines()[-2] and "▒ 1" in page.lines()[-2])


async def test_nothing_wrong_and_nothing_at_all() -> None:
    page = Page()
    async with page.run_test(size=(60, 12)) as pilot:
        await page.show(judged(("a", "a")), 3)
        await pilot.press("n", "j", "k")
        assert page.matrix.cursor == (0, 0)
        await page.show(score(()), 3)
        await pilot.press("j", "n", "y", "G")
        assert [line for line in page.lines() if line] == []


def test_as_many_columns_as_can_be_read_are_in_sight() -> None:
    few = laid_out(FEW.confusion, 80, 10)
    assert (few.shares, few.across, few.down) == (True, 6, 8)
    assert not laid_out(FEW.confusion, 30, 10).shares
    long = score([Judged(0, "", ("y" * 90,), 0.5, ("x" * 90,))]).confusion
    laid = laid_out(long, 60, 10)
    assert (laid.name, laid.cell) == (20, 11)
    assert laid_out(Confusion((), (), {}), 1, 1).across == 1


def test_scrolling_goes_no_further_than_it_must() -> None:
    assert scrolled(0, 3, 5, 10) == 0
    assert scrolled(0, 7, 5, 10) == 3
    assert scrolled(6, 2, 5, 10) == 2
    assert scrolled(9, 9, 5, 10) == 5
    assert scrolled(4, 0, 5, 1) == 0
