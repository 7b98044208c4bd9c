"""Charts: right at any size, told apart without colour, harmless whatever was measured."""

from __future__ import annotations

import subprocess
import sys

import pytest
from textual.app import App, ComposeResult

from cohere_tui.state.curves import Curve
from cohere_tui.state.training import Point, Training
from cohere_tui.widgets.curves import Chart
from cohere_tui.widgets.detail.curves_page import Curves
from cohere_tui.widgets.themes import ASCII, DARK, THEMES, UNICODE
from tests.until import until


def falling(count: int = 100, floor: float = 0.5) -> tuple[Point, ...]:
    return tuple(Point(step, floor + 2 / step) for step in range(1, count + 1))


class Page(App[None]):
    """A chart, or the page of a training."""

    def __init__(self, shown: Chart | Curves, *, ascii_only: bool = False) -> None:
        super().__init__()
        self.signs = ASCII if ascii_only else UNICODE
        self.shown = shown
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DARK.name

    def compose(self) -> ComposeResult:
        yield self.shown

    @property
    def lines(self) -> list[str]:
        """What is on the screen."""
        strips = self.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    @property
    def picture(self) -> str:
        return "\n".join(self.lines)


async def test_a_curve_has_axes_its_newest_value_and_a_mark_at_the_best() -> None:
    page = Page(Chart("loss", Curve("loss", falling())))
    async with page.run_test(size=(80, 12)):
        await until(lambda: "◆ best 0.52 at step 100" in page.picture)
        assert page.lines[0].strip().startswith("loss  0.52 at step 100")
        assert page.lines[-1].split()[0] == "1"
        assert page.lines[-1].split()[-1] == "100"
        assert page.picture.count("◆") == 2  # in words, and on the curve
        assert any("⠀" < letter <= "⣿" for letter in page.picture)


async def test_where_one_cannot_tell_what_is_good_nothing_is_marked() -> None:
    page = Page(Chart("grad_norm", Curve("grad_norm", falling())))
    async with page.run_test(size=(80, 12)):
        await until(lambda: "0.52 at step 100" in page.picture)
        assert "◆" not in page.picture


async def test_several_curves_are_told_apart_by_letters_and_named() -> None:
    curves = (
        Curve("ebb [bold]", falling()),
        Curve("flood", falling(60, 1.5)),
        Curve("slack", ()),
    )
    page = Page(Chart("loss", *curves))
    async with page.run_test(size=(80, 24)):
        await until(lambda: "A ebb [bold]" in page.picture)
        assert "C slack       nothing measured yet" in page.picture
        drawn = "\n".join(page.lines[4:])
        assert drawn.count("A") > 2 < drawn.count("B")
        assert "C" not in drawn


async def test_a_terminal_without_signs_is_sent_only_ascii() -> None:
    curves = (Curve("ebb", falling()), Curve("flood", falling(60, 1.5)))
    page = Page(Chart("loss", *curves), ascii_only=True)
    async with page.run_test(size=(60, 16)):
        await until(lambda: "# " in page.picture)
        assert page.picture.isascii()
        assert "+---" in page.picture
    page = Page(Chart("loss", curves[0]), ascii_only=True)
    async with page.run_test(size=(60, 16)):
        await until(lambda: "*" in page.picture)
        assert page.picture.isascii()


async def test_colours_are_those_of_the_theme() -> None:
    page = Page(Chart("loss", Curve("loss", falling())))
    async with page.run_test(size=(80, 12)) as pilot:
        seen = set()
        for theme in THEMES:
            page.theme = theme.name
            await pilot.pause()
            plot = page.query_one(Chart).plot
            seen.add(str(plot.render().spans))
        assert len(seen) == len(THEMES)


@pytest.mark.parametrize("size", [(120, 40), (20, 6), (8, 3), (3, 2), (1, 1)])
async def test_it_fits_any_size(size: tuple[int, int]) -> None:
    page = Page(Chart("loss", Curve("ebb", falling()), Curve("flood", falling(3))))
    async with page.run_test(size=size) as pilot:
        await pilot.pause()
        assert all(len(line) <= size[0] for line in page.lines)


@pytest.mark.parametrize(
    "points",
    [
        (),
        (Point(1, 0.5),),
        (Point(7, 0.0), Point(7, 0.0)),
        (Point(0, 5e-324), Point(1, -5e-324)),
        (Point(1, 1e308), Point(2, -1e308)),
        (Point(1, 1e99), Point(2, -1e99)),
        (Point(-(10**400), 1.0), Point(10**400, 2.0)),
        (Point(1, 1.0), Point(2, 1.0 + 1e-15)),
        tuple(Point(step, step % 7 / 7) for step in range(20_000)),
    ],
    ids=lambda points: f"{len(points)}-{points[:1]}",
)
async def test_whatever_was_measured_is_drawn_or_left_out(points: tuple[Point, ...]) -> None:
    page = Page(Chart("loss", Curve("loss", points), smooth=True))
    async with page.run_test(size=(60, 14)):
        await until(lambda: "loss" in page.picture)
        page.query_one(Chart).smooth = False
        page.query_one(Chart).curves = (Curve("loss", points), Curve("other", falling()))
        await until(lambda: "B other" in page.picture)


async def test_each_metric_has_a_chart_that_stays_while_it_grows() -> None:
    shown = Curves()
    page = Page(shown)
    async with page.run_test(size=(80, 24)) as pilot:
        shown.note = "asking…"
        await until(lambda: "asking…" in page.picture)
        shown.note = ""
        shown.training = Training(curves={"loss": falling(5)})
        await until(lambda: "at step 5" in page.picture)
        chart = shown.charts["loss"]
        shown.training = Training(curves={"loss": falling(9), "accuracy": falling(4)})
        await until(lambda: "at step 9" in page.picture and "accuracy" in page.picture)
        assert shown.charts["loss"] is chart
        shown.focus()
        await pilot.press("t")
        await until(lambda: page.picture.count("smoothed") == 2)
        shown.training = None
        await until(lambda: not shown.charts)


async def test_many_metrics_are_scrolled() -> None:
    shown = Curves()
    page = Page(shown)
    async with page.run_test(size=(80, 24)) as pilot:
        shown.training = Training(curves={f"loss {n}": falling() for n in range(6)})
        await until(lambda: "loss 1" in page.picture and "loss 5" not in page.picture)
        shown.focus()
        await pilot.press("G")
        await until(lambda: "loss 5" in page.picture)
        await pilot.press("g")
        await until(lambda: "loss 0" in page.picture)


def test_plotext_is_not_loaded_before_it_is_needed() -> None:
    code = (
        "import sys, cohere_tui.app, cohere_tui.wiring, cohere_tui.screens.chat,"
        " cohere_tui.screens.models\n"
        "print(*[name for name in ('plotext', 'textual_plotext') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
