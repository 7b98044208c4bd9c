"""Training curves, drawn by plotext: one chart for each metric, or several curves in one chart.

Only what opens this module loads plotext: nothing that is painted first does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cell_len
from rich.text import Text
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static
from textual_plotext import PlotextPlot

from cohere_tui.plain import one_line
from cohere_tui.state.curve_span import Span, above, below, leavings, ordinary, pieces, within
from cohere_tui.state.curve_words import told, told_beyond
from cohere_tui.state.curves import Curve, best, drawable, short, smoothed, thinned, ticks
from cohere_tui.widgets.cells import fit
from cohere_tui.widgets.themes import ASCII, quiet, signs_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.color import Color
    from textual.app import ComposeResult

    from cohere_tui.state.curve_span import Beyond, Place
    from cohere_tui.state.training import Point

LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""What tells curves in one chart apart, beside their colours."""

_COLOURS: Final = 5
_FINE: Final = "braille"
_APART: Final = 14
"""So many cells lie between two letters on a curve."""
_TO_ASCII: Final = str.maketrans("│─┤┬└┼├┴┌┐┘", "|-" + 9 * "+")


class Plot(PlotextPlot):
    """The chart itself: axes and lines."""

    DEFAULT_CSS = """
    Plot {
        height: 1fr; color: $text-muted; background: $background;
        .plot--1 { color: $accent; }
        .plot--2 { color: $link-color; }
        .plot--3 { color: $success; }
        .plot--4 { color: $secondary; }
        .plot--5 { color: $warning; }
    }
    Plot:ansi {
        color: ansi_default;
        .plot--1 { color: ansi_cyan; }
        .plot--2 { color: ansi_yellow; }
        .plot--3 { color: ansi_green; }
        .plot--4 { color: ansi_magenta; }
        .plot--5 { color: ansi_red; }
    }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"plot--{n + 1}" for n in range(_COLOURS)}

    curves: reactive[tuple[Curve, ...]] = reactive((), init=False)
    """What is drawn."""
    mark: reactive[Point | None] = reactive(None, init=False)
    """A point that stands out."""
    span: reactive[Span | None] = reactive(None, init=False)
    """The values that are drawn; None for all. What is beyond them ends at the edge."""
    away: reactive[tuple[tuple[Place, ...], ...]] = reactive((), init=False)
    """Where each curve leaves the picture."""

    def __init__(self) -> None:
        super().__init__()
        self.theme = "clear"

    def style_of(self, number: int) -> str:
        """The name of the component class of a curve, counted from 0."""
        return f"plot--{number % _COLOURS + 1}"

    def render(self) -> Text:
        """Draw everything again; plotext keeps nothing."""
        self.plt.clear_data()
        lines = [drawable(curve.points) for curve in self.curves]
        everything = [point for line in lines for point in within(line, self.span)]
        if not everything or not self.size:
            return Text()
        edges = self._axes(everything, [point.step for line in lines for point in line])
        length = max(point.step for point in everything) - min(point.step for point in everything)
        for number, line in enumerate(lines):
            self._line(number, line, length, edges)
        self._mark()
        self._leave(edges)
        text = super().render()
        assert isinstance(text, Text)
        if self._is_ascii:
            text.plain = text.plain.translate(_TO_ASCII)
        return text

    @property
    def _is_ascii(self) -> bool:
        return signs_of(self.app) is ASCII

    def _axes(self, points: Sequence[Point], steps: Sequence[int]) -> Span:
        """Draw them; the values that have a place between them."""
        values = [point.value for point in points] + ([self.mark.value] if self.mark else [])
        first, last = min(steps), max(steps)
        across = ticks(first, last, max(2, self.size.width // 12), whole=True)
        up = ticks(min(values), max(values), max(2, min(6, self.size.height // 2)))
        plot = self.plt
        plot.frame(False)
        plot.xaxes(True, False)
        plot.yaxes(True, False)
        if first < last:
            # Of labels that would run into each other plotext leaves out the later ones.
            across = (first, last, *(tick for tick in across if first < tick < last))
        plot.xlim(min(first, across[0]), max(last, across[-1]))
        plot.ylim(up[0], up[-1])
        plot.xticks(list(across), [short(tick) for tick in across])
        plot.yticks(list(up), [short(tick) for tick in up])
        return Span(up[0], up[-1])

    def _line(self, number: int, points: Sequence[Point], length: int, edges: Span) -> None:
        """A curve in a chart of `length` steps; among several, letters tell which it is."""
        if not points:
            return
        colour = self._colour(number)
        points = thinned(points, max(8, self.size.width * 4))
        steps, values = [point.step for point in points], [point.value for point in points]
        marker = ("." if len(self.curves) > 1 else "*") if self._is_ascii else _FINE
        for piece in pieces(points, edges):
            self.plt.plot(*zip(*piece, strict=True), marker=marker, color=colour)
        if len(self.curves) > 1:
            share = (points[-1].step - points[0].step) / length if length else 0
            letters = max(1, int(self.size.width * share / _APART))
            spread = _spread(points, letters, number, len(self.curves))
            places = [one for one in spread if edges.has(values[one])]
            self.plt.scatter(
                [steps[place] for place in places],
                [values[place] for place in places],
                marker=LETTERS[number % len(LETTERS)],
                color=colour,
            )

    def _leave(self, edges: Span) -> None:
        """Mark where curves leave the picture."""
        for number, places in enumerate(self.away):
            for step, value in places:
                up = self.span is not None and value >= self.span.high
                sign = edge_sign(up=up, ascii_only=self._is_ascii)
                edge = edges.high if up else edges.low
                self.plt.scatter([step], [edge], marker=sign, color=self._colour(number))

    def _mark(self) -> None:
        if self.mark is not None:
            sign = best_sign(ascii_only=self._is_ascii)
            self.plt.scatter([self.mark.step], [self.mark.value], marker=sign, color="default")

    def _colour(self, number: int) -> int | tuple[int, int, int] | str:
        """A curve's colour as plotext wants it."""
        colour = self.get_component_rich_style(self.style_of(number), partial=True).color
        return _plotext_colour(colour)


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


def _plotext_colour(colour: Color | None) -> int | tuple[int, int, int] | str:
    if colour is None or colour.is_default:
        return "default"
    if colour.triplet is not None:
        red, green, blue = colour.triplet
        return red, green, blue
    return "default" if colour.number is None else colour.number


def _spread(points: Sequence[Point], many: int, number: int, of: int) -> list[int]:
    """The places of some points evenly across the steps, others for each of `of` curves."""
    first, last = points[0].step, points[-1].step
    apart = (last - first) / many
    wanted = [first + apart * (piece + (number + 0.5) / of) for piece in range(many)]
    found, place = [], 0
    for step in wanted:
        while place < len(points) - 1 and points[place].step < step:
            place += 1
        found.append(place)
    return sorted(set(found))


def edge_sign(*, up: bool, ascii_only: bool) -> str:
    """What is marked with it goes on beyond the edge."""
    return ("^" if up else "v") if ascii_only else ("▲" if up else "▼")


def best_sign(*, ascii_only: bool) -> str:
    """What the best step is marked with."""
    return "#" if ascii_only else "◆"
