"""Charts in which something runs away: the rest is readable, and what is beyond is said."""

from __future__ import annotations

from cohere_tui.state.curves import Curve
from cohere_tui.state.training import Point, Training
from cohere_tui.widgets.curves import Chart
from cohere_tui.widgets.detail.curves_page import Curves
from tests.until import until
from tests.widgets.test_curves import Page, falling

AWAY = tuple(Point(step, 2 - step / 60 if step < 60 else 1e6) for step in range(1, 101))


async def test_one_run_that_diverges_does_not_flatten_the_others() -> None:
    chart = Chart("loss", Curve("calm", falling()), Curve("wild", AWAY))
    page = Page(chart)
    async with page.run_test(size=(80, 24)):
        await until(
            lambda: "▲ outside the picture: B 41 points, up to 1e+06 at step 60" in page.picture
        )
        assert "▼" not in page.picture
        assert page.picture.count("▲") == 2  # in words, and where it leaves
        assert "500,000" not in page.picture  # no tick of the axis
        chart.smooth = True
        await until(lambda: "smoothed" in page.picture)
        assert "up to 1e+06 at step 60" in page.picture
        chart.whole = True
        await until(lambda: "outside the picture" not in page.picture)
        await until(lambda: "500,000" in page.picture or "1e+06" in page.lines[3])


async def test_without_unicode_and_for_a_page_of_one_training() -> None:
    drop = (*falling(50), Point(51, -3e5), Point(52, 0.6))
    curves = Curves()
    page = Page(curves, ascii_only=True)
    async with page.run_test(size=(80, 24)) as pilot:
        curves.training = Training(curves={"reward": drop})
        await until(lambda: "v outside the picture: 1 point, down to -3" in page.picture)
        assert page.picture.isascii()
        curves.focus()
        await pilot.press("z")
        await until(lambda: "outside" not in page.picture)
        await pilot.press("z")
        await until(lambda: "outside" in page.picture)
