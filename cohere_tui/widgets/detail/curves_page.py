"""The page of a detail that shows the curves of one training."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from cohere_tui.plain import plain
from cohere_tui.state.curves import Curve
from cohere_tui.widgets.aligned import aligned
from cohere_tui.widgets.curves import Chart
from cohere_tui.widgets.own_keys import act_on

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from cohere_tui.state.training import Training

_LEAST: Final = 8
"""The least height of a chart: of two, both are seen whole where there are 24 lines."""


class Curves(VerticalScroll, can_focus=True, inherit_bindings=False):
    """The curves of one training, a chart for each metric.

    Give it `training`, and in `note` what is going on with it.
    """

    DEFAULT_CSS = """
    Curves {
        height: 1fr; scrollbar-size-vertical: 1; background: $background;
        & .curves--note { height: auto; padding: 0 1; color: $text-muted; }
        & .curves--note:ansi { text-style: dim; }
    }
    """

    BINDING_GROUP_TITLE = "Training curves"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "smooth", "Smooth", id="curves.smooth"),
        Binding("z", "whole", "Whole scale", id="curves.whole"),
        Binding("j,down", "scroll(1)", "Down", id="curves.down", show=False),
        Binding("k,up", "scroll(-1)", "Up", id="curves.up", show=False),
        Binding("pagedown,ctrl+d", "page(1)", "Page down", id="curves.page_down", show=False),
        Binding("pageup,ctrl+u", "page(-1)", "Page up", id="curves.page_up", show=False),
        Binding("g,home", "scroll_home", "First", id="curves.first", show=False),
        Binding("G,end", "scroll_end", "Last", id="curves.last", show=False),
    ]

    training: reactive[Training | None] = reactive(None, init=False)
    smooth: reactive[bool] = reactive(False, init=False)
    whole: reactive[bool] = reactive(False, init=False)
    note: reactive[str] = reactive("", init=False)

    def __init__(self) -> None:
        super().__init__()
        self._note = Static("", classes="curves--note", markup=False)
        self._note.display = False

    def compose(self) -> ComposeResult:
        """The note; charts follow when there is something to draw."""
        yield self._note

    async def text_to_read(self) -> str:
        """What was measured, a line for each step."""
        curves = self.training.curves if self.training is not None else {}
        values = {name: {one.step: one.value for one in points} for name, points in curves.items()}
        steps = sorted({step for points in values.values() for step in points})
        rows = [(str(step), *(_number(one.get(step)) for one in values.values())) for step in steps]
        names = ("step", *values)
        table = aligned(names, rows, [True] * len(names)) if rows else ""
        return "\n\n".join(part for part in (self.note, table) if part)

    @property
    def charts(self) -> dict[str, Chart]:
        """The charts by their metrics."""
        return {chart.metric: chart for chart in self.query(Chart) if chart.is_attached}

    def watch_note(self) -> None:
        """Say what is going on."""
        self._note.update(Content(plain(self.note)))
        self._note.display = bool(self.note)
        self.call_after_refresh(self._share_out)

    def watch_smooth(self, smooth: bool) -> None:
        """Draw all of them so."""
        for chart in self.charts.values():
            chart.smooth = smooth

    def watch_whole(self, whole: bool) -> None:
        """Give all of it room, also what runs away."""
        for chart in self.charts.values():
            chart.whole = whole

    def watch_training(self, training: Training | None) -> None:
        """Draw what is new; charts stay where they are while their metrics do."""
        curves = training.curves if training is not None else {}
        charts = self.charts
        for metric in charts.keys() - curves.keys():
            charts[metric].remove()
        for metric, points in curves.items():
            if metric in charts:
                charts[metric].curves = (Curve(metric, points),)
            else:
                chart = Chart(metric, Curve(metric, points), smooth=self.smooth)
                chart.set_reactive(Chart.whole, self.whole)
                self.mount(chart)
        self._share_out()

    def on_resize(self) -> None:
        """Share out the new height."""
        self._share_out()

    def _share_out(self) -> None:
        """All charts are equally high, and together as high as the page, unless they are many."""
        charts = list(self.query(Chart))
        room = self.size.height - (self._note.outer_size.height if self._note.display else 0)
        for chart in charts:
            chart.styles.height = max(_LEAST, room // len(charts))

    # --- keys

    async def on_key(self, event: events.Key) -> None:
        """Act on our own keys in their order."""
        await act_on(self, event)

    def action_smooth(self) -> None:
        """Take the noise out of the curves, or show it."""
        self.smooth = not self.smooth

    def action_whole(self) -> None:
        """Draw what runs away too, or leave it out so that the rest is readable."""
        self.whole = not self.whole

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self.scroll_relative(y=lines, animate=False)

    def action_page(self, pages: int) -> None:
        """Scroll by screenfuls."""
        self.scroll_relative(y=pages * max(1, self.size.height - 1), animate=False)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.6g}"
