"""Something long that is watched to its end in a dialog, and can be stopped."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final, Generic, TypeVar

from textual import work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from cohere_tui.errors import CohereTuiError
from cohere_tui.plain import plain
from cohere_tui.state.pace import NOTHING_YET, Pace
from cohere_tui.widgets.dialog import Dialog
from cohere_tui.widgets.progress_line import ProgressLine

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import App, ComposeResult
    from textual.worker import Worker

Result = TypeVar("Result")

_LOOK_S: Final = 0.25
"""Between two paintings, however often there is news."""


@dataclass(frozen=True, slots=True)
class UnderWay:
    """How far it is."""

    words: str
    """What is done at the moment: `receiving part 2 of 3`."""
    pace: Pace = NOTHING_YET
    """In bytes, of what `words` say."""


class Stopped(CohereTuiError):
    """The person stopped it."""


class Progress(Dialog["Result | CohereTuiError"], Generic[Result]):
    """Does `run` and shows how far it is; answers with what it returns, or raises.

    `run` is given a way to tell how far it is. `loss` says what stopping costs: then it takes two
    times `esc`, or `ctrl+c`.
    """

    DEFAULT_CSS = """
    Progress #progress-words { height: auto; margin-top: 1; }
    Progress ProgressLine { display: none; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Stop", id="dialog.close"),
    ]

    BINDING_GROUP_TITLE = "What goes on"

    def __init__(
        self,
        title: str,
        run: Callable[[Callable[[UnderWay], None]], Awaitable[Result]],
        *,
        loss: str = "",
    ) -> None:
        super().__init__(title)
        self.cancelled = Stopped("It was stopped", kept=loss)
        self._run = run
        self._loss = loss
        self._state = UnderWay("")
        self._shown = self._state
        self._asked = self._stopped = False
        self._worker: Worker[None] | None = None

    def body(self) -> ComposeResult:
        """What is done, the bar, and what stopping costs."""
        yield Static("…", id="progress-words", markup=False)
        yield ProgressLine()

    def on_mount(self) -> None:
        """Begin."""
        self.set_interval(_LOOK_S, self._look)
        self._worker = self._do()

    def unfinished(self) -> str:
        """It would be broken off."""
        return f"{self._title}: {self._loss or 'it is not done yet'}"

    def action_close(self) -> None:
        """Stop; what costs something, when it is asked twice."""
        if self._loss and not self._asked:
            self._asked = True
            self.complain(f"{self._loss} esc again stops.")
        elif self._worker is not None and not self._stopped:
            self._stopped = True
            self.complain("Stopping…")
            self._worker.cancel()

    @work(exclusive=True, group="run")
    async def _do(self) -> None:
        try:
            answer: Result | CohereTuiError = await self._run(self._show)
        except CohereTuiError as error:
            answer = error
        except asyncio.CancelledError:
            if self._stopped:  # else it is the app that ends
                self.end(self.cancelled)
            raise
        self.end(answer)

    def _show(self, state: UnderWay) -> None:
        self._state = state

    def _look(self) -> None:
        if self._state is self._shown:
            return
        self._shown = state = self._state
        self.query_one("#progress-words", Static).update(Content(plain(state.words)))
        line = self.query_one(ProgressLine)
        line.pace = state.pace
        line.display = state.pace is not NOTHING_YET


async def watched(
    app: App[object],
    title: str,
    run: Callable[[Callable[[UnderWay], None]], Awaitable[Result]],
    *,
    loss: str = "",
) -> Result:
    """Do `run` in a dialog; what it returns. Raises what it raises, and `Stopped`."""
    answer: Result | CohereTuiError | None = await app.push_screen_wait(
        Progress(title, run, loss=loss)
    )
    if isinstance(answer, CohereTuiError):
        raise answer
    assert answer is not None
    return answer
