"""Curves in one drawing, made by plotext: axes, lines, letters that tell them apart, edges.

Only what opens this module loads plotext: nothing that is painted first does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from rich.text import Text
from textual.reactive import reactive
from textual_plotext import PlotextPlot

from cohere_tui.state.curve_span import Span, pieces, within
from cohere_tui.state.curves import Curve, drawable, short, thinned, ticks
from cohere_tui.widgets.themes import ASCII, signs_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.color import Color

    from cohere_tui.state.curve_span import Place
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
