"""The scores of ranked documents as a curve, to see where a threshold belongs.

Only what opens this module loads plotext: nothing that is painted first does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from cohere_tui.state.curves import Curve
from cohere_tui.state.playground.ranking import figure
from cohere_tui.state.training import Point
from cohere_tui.widgets.playground.thresholds import Thresholded, parted
from cohere_tui.widgets.plot import Plot, best_sign
from cohere_tui.widgets.themes import ASCII, quiet, signs_of

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from cohere_tui.state.playground.ranking import Ranking


class ScoreCurve(Thresholded, Vertical, can_focus=True):
    """Shows the scores of a `ranking` by place; the last one above the threshold is marked."""

    DEFAULT_CSS = """
    ScoreCurve {
        height: 1fr; padding: 0 1; background: $background;
        & .curve--words { height: auto; margin-bottom: 1; }
    }
    """

    BINDING_GROUP_TITLE = "Scores"

    def __init__(self) -> None:
        super().__init__()
        self.plot = Plot()
        """The drawing."""
        self._words = Static("", classes="curve--words", markup=False)

    def compose(self) -> ComposeResult:
        """Words, then the drawing."""
        yield self._words
        yield self.plot

    def on_mount(self) -> None:
        """Show what was given from the beginning."""
        self.watch_ranking(self.ranking)

    def watch_ranking(self, ranking: Ranking) -> None:
        """Draw others, or the mark elsewhere."""
        if not self.is_attached:
            return
        points = tuple(Point(place, score) for place, score in enumerate(ranking.scores, 1))
        last = ranking.above
        marked = ranking.threshold is not None and last > 0
        self.plot.mark = points[last - 1] if marked else None
        self.plot.curves = (Curve("score", points),)
        self._words.update(Content("\n").join(self._told(ranking)))

    def _told(self, ranking: Ranking) -> list[Content]:
        if not ranking.rows:
            return [Content("Nothing came back.")]
        signs, last = signs_of(self.app), ranking.above
        lines = [Content.styled(parted(ranking).replace("·", signs.dot), "bold")]
        if ranking.threshold is not None and 0 < last < len(ranking.scores):
            upper, lower = ranking.rows[last - 1], ranking.rows[last]
            mark = best_sign(ascii_only=signs is ASCII)
            between = f"{mark} place {upper.place:,} has {figure(upper.score)}, "
            lines.append(Content(f"{between}place {lower.place:,} has {figure(lower.score)}"))
        gap = ranking.widest_gap
        if gap is not None and ranking.threshold != gap:
            above = ranking.parted_at(gap).above
            text = f"scores fall most below place {above:,}: t puts the threshold there"
            lines.append(Content.styled(text, quiet(self.app)))
        return lines
