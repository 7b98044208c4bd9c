"""One quiet line under the composer: which model, how it stands, what it took."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import var
from textual.widget import Widget

from cohere_tui.plain import one_line
from cohere_tui.widgets.status_text import Retry, State, figures_of, state_of
from cohere_tui.widgets.themes import quiet, signs_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import RenderResult

    from cohere_tui.state.turn import Turn

TICK_S = 0.25
"""Running figures are drawn four times a second, however many tokens come."""


class StatusLine(Widget):
    """` command-a-03-2025 · ◐ 41 tok/s          ~212 tokens · first 0.4 s`

    Bind or assign `model`, `turn` (the answer in sight, None for none), `retry` (a wait before the
    request is sent again) and `notes` (short words after the model, such as `1 queued`). A new turn
    costs nothing until the next tick, unless its phase is another one.
    """

    DEFAULT_CSS = """
    StatusLine { height: 1; padding: 0 1; background: $background; color: $foreground; }
    """

    model: var[str] = var("", init=False)
    turn: var[Turn | None] = var(None, init=False)
    retry: var[Retry | None] = var(None, init=False)
    notes: var[tuple[str, ...]] = var((), init=False)

    def __init__(
        self,
        model: str = "",
        *,
        clock: Callable[[], float] = time.time,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self._clock = clock
        self._shown: tuple[str, State, list[str]] | None = None
        self.set_reactive(StatusLine.model, model)

    def on_mount(self) -> None:
        """Tick while figures run."""
        self._ticks = self.set_interval(TICK_S, self.renew, pause=True)
        self._follow()

    def watch_model(self) -> None:
        """Another model answers next."""
        self.renew()

    def watch_notes(self) -> None:
        """The notes are other ones."""
        self.renew()

    def watch_retry(self) -> None:
        """A wait began or ended."""
        self._follow()

    def watch_turn(self, old: Turn | None, new: Turn | None) -> None:
        """Follow the answer; its figures wait for the next tick."""
        if old is None or new is None or old.phase is not new.phase or old.id != new.id:
            self._follow()

    def renew(self) -> None:
        """Draw the line again, if it says something else by now."""
        if self._shown != self._says():
            self.refresh()

    def render(self) -> RenderResult:
        """The line in the room there is: figures go first, then the end of the model's name."""
        self._shown = left, state, figures = self._says()
        room, dot, dim = self.content_size.width, f" {signs_of(self.app).dot} ", quiet(self.app)
        stands = str(state)
        left_room = room - cell_len(stands) - len(dot)
        if left and left_room >= 4:
            name = Content(left).truncate(left_room, ellipsis=True)
            line = Content.assemble(name, (dot, dim), (stands, state.style))
        else:
            line = Content.assemble((stands, state.style))
        while figures and line.cell_length + 2 + cell_len(dot.join(figures)) > room:
            figures = figures[:-1]
        if figures:
            right = dot.join(figures)
            gap = room - line.cell_length - cell_len(right)
            line = Content.assemble(line, " " * gap, (right, dim))
        return line.truncate(room, ellipsis=True)

    def _follow(self) -> None:
        runs = self.retry is not None or (self.turn is not None and not self.turn.phase.over)
        if self.is_mounted:
            if runs:
                self._ticks.resume()
            else:
                self._ticks.pause()
        self.renew()

    def _says(self) -> tuple[str, State, list[str]]:
        signs, now = signs_of(self.app), self._clock()
        parts = (one_line(part, 80) for part in (self.model, *self.notes) if part)
        left = f" {signs.dot} ".join(parts)
        return left, state_of(self.turn, self.retry, now, signs), figures_of(self.turn, now)
