"""The curves of several fine-tunes over each other, live while it is open."""

from __future__ import annotations

from collections import Counter
from contextlib import aclosing
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from cohere_tui.errors import CohereTuiError
from cohere_tui.plain import one_line
from cohere_tui.state.curves import Curve
from cohere_tui.widgets.curves import Chart
from cohere_tui.widgets.dialog import Dialog

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from cohere_tui.models.finetunes import FinetunedModel
    from cohere_tui.services.finetunes import FinetuneService
    from cohere_tui.state.training import Training

MOST: Final = 8
"""So many curves can be told apart in one chart."""


class Comparison(Dialog[None]):
    """One metric of `models` at a time; those in training grow while one looks."""

    DEFAULT_CSS = """
    Comparison {
        & .dialog { width: 120; height: 92%; }
        & .compare--note { height: auto; max-height: 4; color: $text-muted; }
        & .compare--note:ansi { text-style: dim; }
        & Chart { margin-top: 1; padding: 0; background: $surface; }
        & Plot { background: $surface; }
    }
    Comparison.-short Chart { margin-top: 0; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,c", "close", "Close", id="dialog.close"),
        Binding("l,right,tab", "turn(1)", "Next metric", id="compare.next"),
        Binding("h,left,shift+tab", "turn(-1)", "Previous", id="compare.previous", show=False),
        Binding("t", "smooth", "Smooth", id="compare.smooth"),
        Binding("z", "whole", "Whole scale", id="compare.whole"),
    ]

    BINDING_GROUP_TITLE = "Comparing curves"
    cancelled = None

    def __init__(
        self,
        service: FinetuneService,
        models: Sequence[FinetunedModel],
        known: dict[str, Training],
    ) -> None:
        super().__init__(f"Curves of {len(models)} fine-tunes")
        self._service = service
        self._models = tuple(models)
        self._trainings = {one.id: known[one.id] for one in models if one.id in known}
        self._troubles: dict[str, str] = {}
        self._note = Static("", classes="compare--note", markup=False)
        self.chart = Chart("", headed=False)
        """The drawing."""

    def body(self) -> ComposeResult:
        """What goes on, and the chart."""
        yield self._note
        yield self.chart

    def on_mount(self) -> None:
        """Show what is known; ask for the rest."""
        self._show()
        for model in self._models:
            known = self._trainings.get(model.id)
            if known is None or not known.over:
                self.run_worker(self._follow(model.id))

    async def _follow(self, finetune_id: str) -> None:
        try:
            async with aclosing(self._service.follow(finetune_id)) as looks:
                async for look in looks:
                    self._trainings[finetune_id] = look.value
                    told = look.trouble.told if look.trouble is not None else ""
                    self._say(finetune_id, told)
        except CohereTuiError as error:
            self._say(finetune_id, error.told)

    def _say(self, finetune_id: str, trouble: str) -> None:
        self._troubles[finetune_id] = one_line(trouble, 200)
        self._show()

    @property
    def metrics(self) -> tuple[str, ...]:
        """Everything that was measured of any of them."""
        known = (self._trainings[one.id] for one in self._models if one.id in self._trainings)
        return tuple(dict.fromkeys(metric for training in known for metric in training.curves))

    def _show(self) -> None:
        metrics = self.metrics
        if self.chart.metric not in metrics:
            self.chart.metric = metrics[0] if metrics else ""
        self.chart.curves = tuple(
            Curve(name, self._trainings[one.id].curves.get(self.chart.metric, ()))
            if one.id in self._trainings
            else Curve(name, ())
            for one, name in zip(self._models, self._names(), strict=True)
        )
        self._note.update(Content("\n").join(self._notes()))

    def _names(self) -> list[str]:
        """What they are called; of those with the same name also the beginning of the id."""
        times = Counter(one.name for one in self._models)
        return [
            f"{one.name} {one.id[:8]}" if times[one.name] > 1 else one.name or one.id
            for one in self._models
        ]

    def _notes(self) -> list[Content]:
        """Which metrics there are, what is waited for, and what went wrong."""
        shown = self.chart.metric
        metrics: list[Content | tuple[str, str]] = [
            (f"[{one_line(name, 40)}]", "bold $foreground")
            if name == shown
            else Content(one_line(name, 40))
            for name in self.metrics
        ]
        if self.chart.smooth and metrics:
            metrics.append(Content("smoothed"))
        waiting = sum(
            one.id not in self._trainings and not self._troubles.get(one.id) for one in self._models
        )
        if self.chart.whole and metrics:
            metrics.append(Content("whole scale"))
        if waiting:
            metrics.append(Content(f"asking for {waiting} of {len(self._models)}…"))
        elif not metrics:
            metrics.append(Content("Nothing was measured of any of them."))
        wrong = [
            Content(f"{one_line(name, 40)}: {trouble}")
            for one, name in zip(self._models, self._names(), strict=True)
            if (trouble := self._troubles.get(one.id))
        ]
        apart = [Content("  ")] * len(metrics)
        line = [part for pair in zip(metrics, apart, strict=True) for part in pair][:-1]
        return [Content.assemble(*line), *wrong]

    def action_turn(self, step: int) -> None:
        """Show the next metric, or the one before; round at the ends."""
        metrics = self.metrics
        if metrics:
            at = metrics.index(self.chart.metric) + step
            self.chart.metric = metrics[at % len(metrics)]
            self._show()

    def action_smooth(self) -> None:
        """Take the noise out of the curves, or show it."""
        self.chart.smooth = not self.chart.smooth
        self._show()

    def action_whole(self) -> None:
        """Draw what runs away too, or leave it out so that the rest is readable."""
        self.chart.whole = not self.chart.whole
        self._show()
