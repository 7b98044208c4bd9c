"""Ranked documents stacked on one column of lines, of which only those that are seen are made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from cohere_tui.state.playground.ranking import Ranking
from cohere_tui.widgets.log.heights import Heights
from cohere_tui.widgets.playground.ranked_lines import (
    Shape,
    TextRow,
    cut,
    cut_height,
    shape_for,
    whole,
)
from cohere_tui.widgets.themes import UNICODE, Signs

if TYPE_CHECKING:
    from cohere_tui.state.playground.ranking import Standing

_WRAPPED: Final = 4
"""Rows of a text that is neither cut to one nor unfolded."""
_KEPT: Final = 200
"""Documents whose rows are kept."""


class Spot(NamedTuple):
    """A line: of a document its number and which of its lines it is.

    Of `LINE` and `NOTE` there is one each.
    """

    standing: int
    line: int


LINE: Final = Spot(-1, 0)
"""What parts the documents that matter from the rest."""
NOTE: Final = Spot(-1, 1)
"""What is not right, above all documents."""


class RankedSheet:
    """What stands on which line, counted from 0 below the heading."""

    def __init__(self) -> None:
        self.shape: Shape = shape_for(80, Ranking())
        self._ranking = Ranking()
        self._signs = UNICODE
        self._noted = False
        self._unfolded: set[int] = set()
        """Indexes of documents, which stay when places change."""
        self._wrapped = False
        self._words = ""
        self._heights = Heights()
        self._rows: dict[int, list[TextRow]] = {}

    def show(self, ranking: Ranking, width: int, signs: Signs, *, noted: bool) -> None:
        """Stack these documents; those that were unfolded stay so while they are the same."""
        shape, before = shape_for(width, ranking), self._ranking
        same = ranking.rows is before.rows and (shape, signs) == (self.shape, self._signs)
        self._ranking, self.shape, self._signs, self._noted = ranking, shape, signs, noted
        if same:
            return
        if self._unfolded and ranking.rows is not before.rows:
            texts = {one.index: one.text for one in ranking.rows}
            known = {one.index: one.text for one in before.rows}
            self._unfolded = {at for at in self._unfolded if texts.get(at) == known.get(at)}
        self._stack()

    def unfold(self, number: int) -> None:
        """Show all of a document, or only its beginning."""
        self._unfolded ^= {self._ranking.rows[number].index}
        self._rows.pop(number, None)
        self._heights[number] = self._height(number)

    def wrap(self) -> None:
        """Show several rows of every document, or one."""
        self._wrapped = not self._wrapped
        self._stack()

    def look_for(self, words: str) -> None:
        """Cut texts so that these words are seen."""
        self._words = words.casefold()
        self._stack()

    def _stack(self) -> None:
        self._rows.clear()
        self._heights = Heights(self._height(number) for number in range(len(self._ranking.rows)))

    def _height(self, number: int) -> int:
        standing = self._ranking.rows[number]
        head = 0 if self.shape.beside else 1
        if standing.index in self._unfolded:
            return head + len(self.text(number))
        if not self._wrapped:
            return head + 1
        at = self._at(standing)
        return head + cut_height(standing, self.shape, self._signs, _WRAPPED, at)

    # --- what is where

    @property
    def height(self) -> int:
        """All lines."""
        return self._heights.total + self._noted + (self._ranking.threshold is not None)

    def spot(self, line: int) -> Spot | None:
        """What stands on a line; None below all of them."""
        line -= self._noted
        if line < 0:
            return NOTE
        if self._ranking.threshold is not None:
            parting = self._heights.top(self._ranking.above)
            if line == parting:
                return LINE
            line -= line > parting
        return Spot(*self._heights.at(line)) if line < self._heights.total else None

    def lines_of(self, number: int) -> tuple[int, int]:
        """The first line of a document, and how many it has."""
        below = self._ranking.threshold is not None and number >= self._ranking.above
        return self._heights.top(number) + self._noted + below, self._heights[number]

    def standing_at(self, line: int) -> int:
        """The number of the document at a line, or of the nearest one."""
        for near in (line, line + 1, line + 2):
            spot = self.spot(near)
            if spot is not None and spot.standing >= 0:
                return spot.standing
        return len(self._ranking.rows) - 1

    def text(self, number: int) -> list[TextRow]:
        """The rows of a document's text that are shown."""
        rows = self._rows.get(number)
        if rows is None:
            if len(self._rows) >= _KEPT:
                self._rows.pop(next(iter(self._rows)))
            rows = self._rows[number] = self._made(self._ranking.rows[number])
        return rows

    def _made(self, standing: Standing) -> list[TextRow]:
        if standing.index in self._unfolded:
            return whole(standing, self.shape)
        most = _WRAPPED if self._wrapped else 1
        return cut(standing, self.shape, self._signs, most, self._at(standing))

    def _at(self, standing: Standing) -> int:
        """What of a text is to be seen when it is cut."""
        found = standing.text.casefold().find(self._words) if self._words else -1
        if found >= 0:
            return found
        best = standing.best_passage
        return 0 if best is None else best.start
