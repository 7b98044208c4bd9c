"""The title line of a pane: bold and accented while something in the pane has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from cohere_tui.plain import one_line
from cohere_tui.widgets.themes import ASCII, quiet, signs_of

if TYPE_CHECKING:
    from textual.app import RenderResult


class PaneTitle(Widget):
    """` Conversations  reloading…    /`: a title, a dim word on what goes on, a dim key.

    The pane tells it whether the focus is within. (`:focus-within` in a style sheet misses that it
    was lost, and restyles all that is in the outermost pane at each change.)
    """

    DEFAULT_CSS = """
    PaneTitle {
        height: 1; padding: 0 1 0 0; border-left: blank $background; background: $background;
        text-style: bold;
        &.-focused { color: $accent; border-left: outer $accent; }
        &.-focused.-ascii { border-left: ascii $accent; }
    }
    """

    text: reactive[str] = reactive("")
    """The title."""
    word: reactive[str] = reactive("")
    """What goes on, such as `reloading…`; empty when nothing does."""
    focused: reactive[bool] = reactive(False, toggle_class="-focused")
    """Whether the focus is in the pane."""

    def __init__(self, title: str, key: str = "", *, word: str = "") -> None:
        super().__init__()
        self.set_reactive(PaneTitle.text, title)
        self._key = key
        self.set_reactive(PaneTitle.word, word)

    def on_mount(self) -> None:
        """Use a left edge that the terminal can show."""
        self.set_class(signs_of(self.app) is ASCII, "-ascii")

    def render(self) -> RenderResult:
        """The line, what matters less left out when there is no room for it."""
        room = self.content_size.width
        dim = quiet(self.app)
        title = one_line(self.text)
        left = [(title, "")]
        used = cell_len(title)
        word = one_line(self.word)
        if word and used + 2 + cell_len(word) + 2 <= room:
            left.append((f"  {word}", f"not bold {dim}"))
            used += 2 + cell_len(word)
        gap = room - used - cell_len(self._key)
        if self._key and gap >= 1:
            left += [(" " * gap, ""), (self._key, f"not bold {dim}")]
        return Content.assemble(*left).truncate(room, ellipsis=True)
