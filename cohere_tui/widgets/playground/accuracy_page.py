"""How good predictions are: in a line, as a matrix, and the texts of the cell at its cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from cohere_tui.plain import plain
from cohere_tui.state.naming import count
from cohere_tui.state.playground.scoring import Confusion, Score
from cohere_tui.widgets.playground.confidence_bars import ConfidenceBars
from cohere_tui.widgets.playground.confusion import ConfusionMatrix
from cohere_tui.widgets.playground.matrix_layout import named
from cohere_tui.widgets.themes import quiet

if TYPE_CHECKING:
    from typing import Self

    from textual.app import ComposeResult


class AccuracyPage(Vertical):
    """Shows a score under what is said about it."""

    DEFAULT_CSS = """
    AccuracyPage {
        & .accuracy--line { height: auto; padding: 0 2; }
        & .accuracy--cell { height: auto; padding: 0 2; margin-top: 1; }
    }
    """

    BINDING_GROUP_TITLE = "Accuracy"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back to the matrix", id="accuracy.back", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.matrix = ConfusionMatrix()
        """Which labels are taken for which."""
        self.texts = ConfidenceBars()
        """The texts of a cell."""
        self._line = Static("", classes="accuracy--line", markup=False)
        self._cell = Static("", classes="accuracy--cell", markup=False)
        self._score = Score(())

    def compose(self) -> ComposeResult:
        """From the whole to the single text."""
        yield self._line
        yield self.matrix
        yield self._cell
        yield self.texts

    def focus(self, scroll_visible: bool = True) -> Self:
        """Focus the matrix."""
        self.matrix.focus(scroll_visible)
        return self

    def show(self, score: Score, words: str, nothing: str) -> None:
        """Show a score, and what it comes to in `words`; `nothing` where nothing can be judged."""
        self._score = score
        known = bool(score.counted)
        self._line.update(Content(plain(words if known else nothing)))
        self._line.set_class(known, "-known")
        for part in (self.matrix, self._cell, self.texts):
            part.display = known
        self.matrix.scores = {one.label: one for one in score.labels}
        self.matrix.confusion = score.confusion if known else Confusion((), (), {})
        self._show_cell()

    @on(ConfusionMatrix.Moved)
    def _moved(self, event: ConfusionMatrix.Moved) -> None:
        event.stop()
        self._show_cell()

    @on(ConfusionMatrix.Opened)
    def _opened(self, event: ConfusionMatrix.Opened) -> None:
        event.stop()
        if self.texts.items:
            self.texts.focus()

    def action_back(self) -> None:
        """Go back to the matrix; from there the key is the screen's."""
        if not self.texts.has_focus:
            raise SkipAction
        self.matrix.focus()

    def _show_cell(self) -> None:
        """Say which cell it is, and show its texts."""
        found, (row, column) = self.matrix.confusion, self.matrix.cursor
        if row >= len(found.rows) or column >= len(found.columns):
            return
        places = found.places(row, column)
        is_, taken = named(found.rows[row], 40), named(found.columns[column], 40)
        told = f"{is_}, taken for {taken}" if is_ != taken else f"{is_}, taken for what it is"
        many = f"  {len(places):,} of {count(found.totals[row], 'text')}"
        self._cell.update(Content.assemble((told, "bold"), (many, quiet(self.app))))
        self.texts.empty = "No text."
        self.texts.items = tuple(self._score.judged[place] for place in places)
