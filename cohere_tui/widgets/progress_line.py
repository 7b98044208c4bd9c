"""A bar, and beside it how much is done, how fast it goes and how long it will take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from cohere_tui.state.pace import NOTHING_YET, Pace
from cohere_tui.state.sizes import bar, pace_words
from cohere_tui.widgets.themes import quiet, signs_of

if TYPE_CHECKING:
    from textual.app import App

_WIDEST: Final = 30
_NARROWEST: Final = 6
_GAP: Final = 2


class ProgressLine(Widget):
    """Shows a `pace` of bytes on one line; without a total there is no bar."""

    DEFAULT_CSS = """
    ProgressLine { height: 1; width: 1fr; color: $foreground; }
    """

    pace: reactive[Pace] = reactive(NOTHING_YET)

    def render(self) -> Content:
        """The bar, as wide as the words leave room; the words that matter least go first."""
        signs = signs_of(self.app)
        words = list(pace_words(self.pace))
        share = self.pace.share
        if share is None:
            return Content(f" {signs.dot} ".join(words))
        room = self.size.width
        while len(words) > 1 and len(_joined(words, self.app)) + _GAP + _NARROWEST > room:
            words.pop()
        text = _joined(words, self.app)
        cells = max(0, min(_WIDEST, room - len(text) - _GAP))
        done = bar(share, cells, signs.full, "")
        rest = signs.hollow * (cells - len(done))
        return Content.assemble((done, "$accent"), (rest, quiet(self.app)), " " * _GAP, text)


def _joined(words: list[str], app: App[object]) -> str:
    return f" {signs_of(app).dot} ".join(words)
