"""How the lines of ranked documents are painted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style

from cohere_tui.plain import plain
from cohere_tui.widgets.cells import fit
from cohere_tui.widgets.playground.ranked_lines import bar, places, score
from cohere_tui.widgets.playground.ranked_sheet import LINE, NOTE
from cohere_tui.widgets.playground.thresholds import parted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cohere_tui.state.playground.ranking import Ranking, Standing
    from cohere_tui.widgets.playground.ranked_lines import TextRow
    from cohere_tui.widgets.playground.ranked_sheet import RankedSheet, Spot
    from cohere_tui.widgets.themes import Signs

_PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Paint:
    """Paints what stands on a `sheet`, in the styles of `style`: those of `ScoreBars`."""

    sheet: RankedSheet
    ranking: Ranking
    style: Callable[[str], Style]
    signs: Signs
    note: str = ""
    words: str = ""
    """What stands out, whatever its case."""

    def line(self, spot: Spot) -> Iterator[Segment]:
        """What stands there; the first cell is left to the cursor."""
        if spot == LINE:
            yield self._rule()
        elif spot == NOTE:
            text = f" {self.signs.warning} {plain(self.note)}"
            width = self.sheet.shape.width
            yield Segment(fit(text, width, self.signs.ellipsis), self.style("note"))
        else:
            yield from self._standing(self.ranking.rows[spot.standing], spot)

    def _rule(self) -> Segment:
        words = parted(self.ranking).replace("·", self.signs.dot)
        text = f" {self.signs.rule * 2} {words} "
        return Segment(text.ljust(self.sheet.shape.width - 1, self.signs.rule), self.style("line"))

    def _standing(self, standing: Standing, spot: Spot) -> Iterator[Segment]:
        shape = self.sheet.shape
        if spot.line == 0:
            yield from self._head(standing)
        elif shape.beside:
            yield Segment(" " * shape.left)
        row = spot.line if shape.beside else spot.line - 1
        if row >= 0:
            yield Segment("" if shape.beside else " " * shape.left)
            for one in self.sheet.text(spot.standing)[row : row + 1]:
                yield from self._text(one)

    def _head(self, standing: Standing) -> Iterator[Segment]:
        shape, quiet = self.sheet.shape, self.style("quiet")
        above = standing.place <= self.ranking.above
        full, hollow = bar(standing.share, shape.bar, self.signs)
        if standing.score is None:
            full, hollow = "", " " * shape.bar
        yield Segment("  " + places(standing, shape, self.signs))
        yield Segment(full, self.style("bar") if above else quiet)
        yield Segment(hollow + " ", quiet)
        yield Segment(score(standing) + "  ", None if above else quiet)

    def _text(self, row: TextRow) -> Iterator[Segment]:
        for run in row.runs:
            yield from self._found(run.text, self.style(run.style) if run.style else _PLAIN)

    def _found(self, text: str, style: Style) -> Iterator[Segment]:
        """A piece of a line; what is looked for stands out."""
        words, folded, at = self.words.casefold(), text.casefold(), 0
        while words and len(folded) == len(text) and (found := folded.find(words, at)) >= 0:
            yield Segment(text[at:found], style)
            at = found + len(words)
            yield Segment(text[found:at], style + self.style("found"))
        yield Segment(text[at:], style)
