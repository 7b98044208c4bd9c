"""Training curves: one chart for each metric, or several curves in one chart, told in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from cohere_tui.plain import one_line
from cohere_tui.state.curve_span import above, below, leavings, ordinary, within
from cohere_tui.state.curve_words import told, told_beyond
from cohere_tui.state.curves import Curve, best, drawable, smoothed
from cohere_tui.widgets.cells import fit
from cohere_tui.widgets.plot import LETTERS, Plot, best_sign, edge_sign
from cohere_tui.widgets.themes import ASCII, quiet, signs_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from cohere_tui.state.curve_span import Beyond


class Chart(Vertical):
    """One metric: what it says in words, and below that its curve, or several ones.

    Give it `curves` and `smooth`. Words tell measured values, also where smoothed ones are drawn.
    `headed`: whether they begin with what is measured, where there are several curves.
    """

    DEFAULT_CSS = """
    Chart { height: 1fr; padding: 0 1; }
    Chart .chart--words { height: auto; max-height: 50%; }
    Chart .chart--beyond { height: auto; max-height: 3; }
    """

    metric: reactive[str] = reactive("", init=False)
    curves: reactive[tuple[Curve, ...]] = reactive((), init=False)
    smooth: reactive[bool] = reactive(False, init=False)
    whole: reactive[bool] = reactive(False, init=False)
    """Whether all has room, also what runs away and leaves none for the rest."""

    def __init__(
        self, metric: str, *curves: Curve, smooth: bool = False, headed: bool = True
    ) -> None:
        super().__init__()
        self._headed = headed
        self.plot = Plot()
        """The drawing."""
        self._words = Static("", classes="chart--words")
        self._above = Static("", classes="chart--beyond")
        self._below = Static("", classes="chart--beyond")
        self.set_reactive(Chart.metric, metric)
        self.set_reactive(Chart.curves, curves)
        self.set_reactive(Chart.smooth, smooth)

    def compose(self) -> ComposeResult:
        """Words, then the drawing, and at its edges what is beyond them."""
        yield self._words
        yield self._above
        yield self.plot
        yield self._below

    def on_mount(self) -> None:
        """Show what was given from the beginning."""
        self._show()

    def on_resize(self) -> None:
        """As many words as there is room for."""
        self._words.update(self.words)

    def watch_metric(self) -> None:
        """Say what they are."""
        self._show()

    def watch_curves(self) -> None:
        """Show others."""
        self._show()

    def watch_smooth(self) -> None:
        """Draw them without their noise, or as they are."""
        self._show()

    def watch_whole(self) -> None:
        """Show more, or less."""
        self._show()

    def _show(self) -> None:
        if not self.is_attached:
            return
        lines = [drawable(curve.points) for curve in self.curves]
        span = None if self.whole else ordinary(self.metric, lines)
        self.plot.span = span
        self.plot.away = () if span is None else tuple(leavings(line, span) for line in lines)
        self.plot.curves = tuple(
            Curve(curve.name, smoothed(within(line, span))) if self.smooth else curve
            for curve, line in zip(self.curves, lines, strict=True)
        )
        top = best(self.metric, lines[0]) if len(lines) == 1 else None
        self.plot.mark = top if top is None or span is None or span.has(top.value) else None
        self._words.update(self.words)
        self._tell(self._above, above(lines, span) if span else (), up=True)
        self._tell(self._below, below(lines, span) if span else (), up=False)

    def _tell(self, line: Static, beyond: Sequence[Beyond], *, up: bool) -> None:
        """Say at an edge what is beyond it."""
        letters = LETTERS if len(self.curves) > 1 else ""
        text = told_beyond(beyond, "up" if up else "down", letters)
        sign = edge_sign(up=up, ascii_only=signs_of(self.app) is ASCII)
        line.update(Content(f"{sign} outside the picture: {text}"))
        line.display = bool(beyond)

    @property
    def words(self) -> Content:
        """What stands above the drawing: for each curve its newest and its best value."""
        drawn = ("  smoothed" if self.smooth else "", quiet(self.app))
        metric = one_line(self.metric, 40)
        room = self.content_size.width
        ellipsis = signs_of(self.app).ellipsis
        if len(self.curves) == 1:
            (one,) = self._told(room - len(metric) - len(drawn[0]) - 2)
            return Content.assemble((metric, "bold"), "  ", one, drawn)
        names = [one_line(curve.name) for curve in self.curves]
        widest = max(8, min(max(map(cell_len, names), default=0), room * 2 // 5))
        lines = [Content.assemble((metric, "bold"), drawn)] if self._headed else []
        for number, told_of in enumerate(self._told(room - widest - 4)):
            letter = LETTERS[number % len(LETTERS)]
            style = self.plot.get_component_styles(self.plot.style_of(number)).color.css
            # Names of runs often begin alike: what tells them apart stands at their end.
            named = f" {fit(names[number], widest, ellipsis, middle=True)}  "
            lines.append(Content.assemble((letter, f"bold {style}"), named, told_of))
        return Content("\n").join(lines)

    def _told(self, room: int) -> list[Content]:
        """The newest and the best value of each curve."""
        sign = best_sign(ascii_only=signs_of(self.app) is ASCII)
        return [
            Content(one.text) if one.measured else Content.styled(one.text, quiet(self.app))
            for one in told(self.metric, self.curves, room, sign)
        ]
