"""The line between the documents that matter and the rest, and the keys that move it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from cohere_tui.state.naming import count
from cohere_tui.state.playground.ranking import Ranking, threshold_text
from cohere_tui.widgets.ask import Ask
from cohere_tui.widgets.own_keys import act_on

if TYPE_CHECKING:
    from textual import events


def _key(keys: str, action: str, what: str, name: str, *, show: bool = False) -> Binding:
    return Binding(keys, action, what, id=f"threshold.{name}", show=show)


class Thresholded(Widget, inherit_bindings=False):
    """Something that shows a `ranking`, and asks for another threshold by `Moved`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        _key("J,shift+down", "threshold(1)", "Threshold down", "down"),
        _key("K,shift+up", "threshold(-1)", "Threshold up", "up"),
        _key("t", "threshold_here", "Threshold here", "here", show=True),
        _key("u", "use", "Use in chat", "use", show=True),
        _key("e", "threshold_number", "Threshold as a number", "number"),
    ]

    ranking: reactive[Ranking] = reactive(Ranking(), init=False)

    @dataclass
    class Moved(Message):
        """The person puts the line elsewhere; None: takes it away."""

        threshold: float | None

    class UseAsked(Message):
        """The person wants to ask a chat model about the documents above the line."""

    async def on_key(self, event: events.Key) -> None:
        """Act on our own keys in their order."""
        await act_on(self, event, beyond=True)

    def place_here(self) -> int:
        """Below which place the line belongs when it is put here; 0: where scores fall most."""
        return 0

    def action_threshold(self, step: int) -> None:
        """Move the line one document down, or up."""
        self._put(self.ranking.moved(step))

    def action_threshold_here(self) -> None:
        """Put the line here; when it is here, take it away."""
        place = self.place_here()
        ranking = self.ranking
        gap = ranking.parted_at(ranking.widest_gap)
        put = ranking.parted_below(place) if place else gap
        self._put(ranking.parted_at(None) if put.threshold == ranking.threshold else put)

    def action_threshold_number(self) -> None:
        """Ask for the threshold as a number."""
        now = self.ranking.threshold

        def set_(text: str | None) -> None:
            if text is not None:
                self._put(self.ranking.parted_at(float(text) if text else None))

        value = "" if now is None else threshold_text(now)
        note = "The least score of a document that matters; empty for none."
        question = Ask("Threshold", value, note=note, check=wrong_threshold, may_be_empty=True)
        self.app.push_screen(question, set_)

    def action_use(self) -> None:
        """Use the documents above the line."""
        self.post_message(self.UseAsked())

    def _put(self, ranking: Ranking) -> None:
        if ranking.threshold != self.ranking.threshold:
            self.post_message(self.Moved(ranking.threshold))


def wrong_threshold(text: str) -> str:
    """What is wrong with a threshold that was written; empty when nothing is."""
    try:
        number = float(text or "0")
    except ValueError:
        return "Write a number, such as 0.25."
    return "" if abs(number) < float("inf") else "Write a number, such as 0.25."


def parted(ranking: Ranking) -> str:
    """The line in words: `threshold 0.5 · 2 of 8 above`."""
    without = f" · {ranking.unscored:,} without a score" if ranking.unscored else ""
    if ranking.threshold is None:
        return f"no threshold · {count(len(ranking.rows), 'document')}{without}"
    told = threshold_text(ranking.threshold)
    return f"threshold {told} · {ranking.above:,} of {len(ranking.scores):,} above{without}"
