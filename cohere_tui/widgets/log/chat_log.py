"""The conversation on screen: one widget for all of it, streaming or long past."""

from __future__ import annotations

from dataclasses import dataclass, replace
from textwrap import wrap
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip

from cohere_tui.state.turn import Turn
from cohere_tui.widgets.log.finding import Finding
from cohere_tui.widgets.log.parts import Page
from cohere_tui.widgets.log.sheet import Sheet
from cohere_tui.widgets.log.strips import MARGIN
from cohere_tui.widgets.markdown.line import Look
from cohere_tui.widgets.themes import ASCII, signs_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.timer import Timer

    from cohere_tui.state.turn import Entry
    from cohere_tui.widgets.log.cards import Card

PROSE_WIDTH = 100
"""Prose is never wider: longer lines are hard to read."""

BEATS_PER_S = 30
"""How often at most a growing answer is drawn again."""

EMPTY = (
    "Ask something.",
    "enter sends, ctrl+j breaks the line",
    "tab goes to the conversation, ? there lists what its keys do",
    "F8 chooses the model, F2 writes a system prompt, ctrl+r recalls what was said before",
)
"""The log before the first prompt."""

_OLDER_WITHIN = 40
"""Lines from the top at which older entries are asked for."""


class ChatLog(Finding):
    """All entries of a conversation, and the answer that is being received."""

    HELP = """\
The conversation. `j` and `k` move from block to block, `J` and `K` from message to message;
`space` opens and closes thoughts and tool calls, `y` copies the message, `Y` the code block;
`v` selects, `/` finds words, `n` and `N` go to the next and the previous of them.
"""

    @dataclass
    class OlderWanted(Message):
        """The top is near: older entries should be shown, if there are any."""

        everything: bool = False
        """The reader wants the very beginning: all of them."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        super().__init__(Sheet(Page(PROSE_WIDTH)), id=id)
        self._offered: dict[str, Turn] = {}
        self._newest: dict[str, Turn] = {}
        """The answers that grow, as they were offered last."""
        self._asked_above = ""
        self._pulse: Timer | None = None

    def blank(self, y: int) -> Strip:
        """Before anything was said: what this place is for, and how to begin."""
        if self.sheet.cards:
            return super().blank(y)
        width = max(1, self.size.width - MARGIN)
        rows = [
            (row, "strong" if words is EMPTY[0] else "dim")
            for words in EMPTY
            for row in wrap(words, width)
        ]
        if not 0 <= y - 1 < len(rows):
            return super().blank(y)
        words, style = rows[y - 1]
        return Strip([Segment(" " * MARGIN + words, self.ink[style])])

    def draw_with(self, card_of: Callable[[Entry], Card]) -> None:
        """Say how entries are drawn; needed before the first `show`.

        The cards know Markdown and highlighting, which are too heavy for the first paint.
        """
        self.sheet.card_of = card_of

    def knows(self, entry_id: str) -> bool:
        """Whether an entry is on the sheet."""
        return self.sheet.holds(entry_id)

    def on_mount(self) -> None:
        """Begin the beat in which growing answers are drawn."""
        signs = signs_of(self.app)
        self.sheet.page = Page(PROSE_WIDTH, Look(ascii=signs is ASCII), signs)
        self._pulse = self.set_interval(1 / BEATS_PER_S, self._beat, pause=not self._offered)

    def show(self, entries: Sequence[Entry], *, at_end: bool = False) -> None:
        """Show these entries; what the reader looks at stays where it is, unless `at_end`.

        Of an answer that grows they may hold an earlier state than was offered.
        """
        self._offered.clear()
        self._newest = {
            entry.id: self._newest[entry.id]
            for entry in entries
            if entry.id in self._newest and isinstance(entry, Turn) and not entry.phase.over
        }
        if at_end:
            self.end_selection()
            self.end_find()
            self.following = True
        with self.held():
            self.sheet.show([self._newest.get(entry.id, entry) for entry in entries])
        if self.following:
            self.go_to_end()
        self._looked_at()
        self.go_on_finding()

    def offer(self, turn: Turn) -> None:
        """A newer state of an answer that is shown; drawn with the next beat."""
        self._offered[turn.id] = self._newest[turn.id] = turn
        if self._pulse is not None:
            self._pulse.resume()

    def _beat(self) -> None:
        offered, self._offered = self._offered, {}
        if not offered and self._pulse is not None:
            self._pulse.pause()
        for turn in offered.values():
            if self.sheet.holds(turn.id):
                self.grow(turn)

    def page_for(self, width: int) -> Page:
        """Prose as wide as there is room for, up to a width that reads well."""
        return replace(self.sheet.page, width=max(1, min(PROSE_WIDTH, width - MARGIN - 1)))

    def on_resize(self, event: events.Resize) -> None:
        """A higher view shows more. (The base class's method is called beside this one.)"""
        del event
        self.call_later(self._looked_at)

    def action_first(self) -> None:
        """Go to the first message, also when it is still to be loaded."""
        super().action_first()
        self.post_message(self.OlderWanted(everything=True))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Ask for older entries when the top comes near."""
        super().watch_scroll_y(old_value, new_value)
        if new_value < old_value:
            self._near_top()

    def _looked_at(self) -> None:
        if self.has_focus:
            self.find_cursor()
        first = self.sheet.cards[0].entry.id if self.sheet.cards else ""
        if first != self._asked_above:  # asking twice would begin the loading anew
            self._asked_above = first
            self._near_top()

    def _near_top(self) -> None:
        if self.sheet.cards and self.top < _OLDER_WITHIN:
            self.want_older()

    def want_older(self) -> None:
        """Ask for older entries."""
        self.post_message(self.OlderWanted())

    def peel(self) -> bool:
        """For `esc`: end what was found, or the selection. False when there was neither."""
        if self.found:
            self.end_find()
        elif self.selecting:
            self.end_selection()
        else:
            return False
        return True
