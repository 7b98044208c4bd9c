"""Running what is in the form: once at a time, to be stopped, with what came kept on failure."""

from __future__ import annotations

import asyncio
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar

from textual import on, work
from textual.binding import Binding, BindingType

from cohere_tui.errors import AGAIN_KEY, CohereTuiError, RequestInvalid
from cohere_tui.screens.playground.asked import Asked
from cohere_tui.screens.playground.retiring import Retiring
from cohere_tui.screens.playground.way import Way
from cohere_tui.state.naming import count
from cohere_tui.state.pace import NOTHING_YET
from cohere_tui.state.playground.cost import cost
from cohere_tui.state.playground.run import Outcome, Run
from cohere_tui.state.playground.units import units_of
from cohere_tui.state.sizes import bar, pace_words
from cohere_tui.widgets.confirm import Confirm
from cohere_tui.widgets.themes import signs_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cohere_tui.services.splitting import Parts
    from cohere_tui.state.form import Values

Answer = TypeVar("Answer")

_LOOK_S: Final = 0.1
"""Between two looks at how far it is."""
_BAR: Final = 20
LATE_S: Final = 1.0
"""For so long after the end of a run ctrl+c is taken to be meant for it."""
MOST_UNASKED: Final = 50
"""More requests are sent only after a question."""
_NO_JOB: Final = "The platform takes jobs and batches for embed and chat only, none for {}."
_FROM_HERE: Final = (
    "From here they are sent a few at a time, and billed one by one. ctrl+c stops them; what came "
    "is kept, and F5 asks for the rest."
)
STOPPED: Final = "It was stopped."
"""What kept the rest of a run from coming when a person did not want it any more."""
_SAID: Final = "Not all of it came."
"""Where what is wrong stands under the header already."""


class Running(Retiring[Answer]):
    """Asks with the values of the form. Subclasses do it in `ask`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5,r", "run", "Run", id="playground.run"),
        Binding("f2", "more", "Parameters", id="playground.more"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.way: Way[Answer] | None = None
        """How far the run is that is under way."""
        self._known: tuple[Values, Parts[object]] | None = None
        self.asked_for: tuple[Values, float] = {}, 0.0
        """What is asked by the run that is under way, and since when."""
        self._stopped = False
        self._ended = -LATE_S
        self._seen = 0

    async def ask(self, values: Values, way: Way[Answer]) -> Outcome[Answer]:
        """Ask the server. Raises `CohereTuiError` when nothing came at all."""
        raise NotImplementedError

    def takes(self, values: Values) -> int:
        """How many requests it takes, as far as that is known before; `ask` may offer a job."""
        del values
        return 1

    def why_from_here(self, values: Values) -> str:
        """Why so many requests are sent from here, and are no task for the platform's own jobs."""
        del values
        return _NO_JOB.format(self.TITLE)

    def so_far(self, values: Values, parts: Parts[object]) -> Answer | None:
        """What has come of a run that was stopped between its requests; None for nothing.

        Done in a thread.
        """
        del values, parts
        return None

    # --- keys

    def action_more(self) -> None:
        """Show the fields that are seldom wanted, or hide them again."""
        self.fields.more = not self.fields.more
        self.fields.judge()

    @on(Asked.Run)
    def action_run(self) -> None:
        """Run what is in the form, unless something is wrong with it."""
        if self.way is not None:
            self.app.notify("It runs already. ctrl+c stops it.")
            return
        faults = self.fields.judge(everything=True)
        if faults:
            self.fields.focus_first(faults)
            self.answered.tell(
                faults.get("", "") or "Mend what is marked in the form first.", wrong=True
            )
        elif self.house is not None:
            self._agree(self.fields.values)

    def stop(self) -> bool:
        """Stop what runs; what came is kept. False when nothing runs.

        A key that comes a little late was meant for the run, too: it must not clear the form.
        """
        if self.way is None:
            return time.monotonic() - self._ended < LATE_S
        if not self._stopped:
            self._stopped = True
            self.workers.cancel_group(self, "run")
        return True

    def unfinished(self) -> str:
        """What would be lost by quitting now."""
        return "" if self.way is None else f"{self.TITLE}: a run is not done."

    def _known_of(self, values: Values) -> Parts[object] | None:
        """What came of the last try, if it was with the same values."""
        return self._known[1] if self._known and self._known[0] == values else None

    # --- running

    def _agree(self, values: Values) -> None:
        """Run; where it takes very many requests, ask first."""
        known = self._known_of(values)
        requests = self.takes(values) if known is None else known.results.count(None)

        def answered(yes: bool | None) -> None:
            if yes and self.way is None:
                if self.place.maximized is self.asked:
                    self.place.minimize()
                self.way = Way(known)
                self._run(values, self.way)

        if requests > MOST_UNASKED:
            title = f"{self.TITLE}: send {requests:,} requests?"
            detail = f"{self.why_from_here(values)} {_FROM_HERE}"
            self.app.push_screen(Confirm(title, detail, yes="Send them", no="Not now"), answered)
        else:
            answered(True)

    @work(exclusive=True, group="run", description="run")
    async def _run(self, values: Values, way: Way[Answer]) -> None:
        began, clock = time.time(), time.monotonic()
        self._known, self._stopped = None, False
        self.asked_for = values, began
        self.show_trouble(None)
        try:
            with self._looking():
                outcome, trouble = await self._outcome(values, way)
        except RequestInvalid as error:
            if not self.fields.refuse(error.field, str(error)):
                self.show_trouble(error)
            self.answered.tell("It was not sent.", wrong=True)
        except CohereTuiError as error:
            self.say_failed(error)
        else:
            if outcome is None:
                self.answered.tell("It was stopped before anything came.")
                return
            took = time.monotonic() - clock
            if trouble != STOPPED:
                self.remember_retired(retired=False)
            if outcome.trouble is not None:
                self.show_trouble(outcome.trouble)
                if outcome.parts is not None:
                    self._known = values, outcome.parts
            answer, requests = outcome.answer, outcome.requests
            self._came(Run(self.NAME, values, answer, began, took, requests, trouble))

    async def _outcome(
        self, values: Values, way: Way[Answer]
    ) -> tuple[Outcome[Answer] | None, str]:
        """What came, and why not all of it; None where it was stopped before anything came."""
        try:
            outcome = await self.ask(values, way)
        except asyncio.CancelledError:
            if not self._stopped:
                raise  # it is the app that ends
            return await self._came_so_far(values, way), STOPPED
        if outcome.trouble is None:
            return outcome, ""
        outcome.trouble.again_with(AGAIN_KEY)
        return outcome, outcome.trouble.told

    async def _came_so_far(self, values: Values, way: Way[Answer]) -> Outcome[Answer] | None:
        parts = way.parts
        if way.answer is None and parts is not None and parts.done:
            self._known = values, parts
        # In a thread: of many thousands of inputs it is put together in a second.
        came = await asyncio.to_thread(self.grown, values, way)
        return None if came is None else Outcome(came, requests=parts.done if parts else 1)

    def grown(self, values: Values, way: Way[Answer]) -> Answer | None:
        """What has come on a way, put together; None for nothing. Done in a thread."""
        if way.answer is not None:
            return way.answer
        return self.so_far(values, way.parts) if way.parts and way.parts.done else None

    @contextmanager
    def _looking(self) -> Iterator[None]:
        timer = self.set_interval(_LOOK_S, self._look)
        self._look()
        try:
            with self.place.saying("running…"):
                yield
        finally:
            timer.stop()
            self.answered.tell("")
            self.way = None
            self._ended = time.monotonic()

    def _look(self) -> None:
        """Show how far it is."""
        way = self.way
        if way is None:
            return
        dot = f" {signs_of(self.app).dot} "
        words = [way.words] if way.words else []
        if way.pace is not NOTHING_YET:
            words += pace_words(way.pace)
        elif way.parts is not None and way.words:
            share = way.parts.done / max(1, len(way.parts.results))
            signs = signs_of(self.app)
            words.append(bar(share, _BAR, signs.full, signs.hollow))
        still = "stopping…" if self._stopped else "ctrl+c stops it"
        self.answered.tell(dot.join([*(words or ["Running…"]), still]))
        if way.answer is not None and way.changes != self._seen:
            self._seen = way.changes
            self.show_streamed(way.answer)

    def show_streamed(self, answer: Answer) -> None:
        """Show an answer that is still growing."""

    def _came(self, run: Run[Answer]) -> None:
        """An answer is there, whole or in part."""
        self.run = run
        self.tell_run(run)
        self.came(run)

    def came(self, run: Run[Answer]) -> None:
        """A new run is there."""

    def tell_run(self, run: Run[Answer]) -> None:
        """Say what a run took, what it cost, and what was wrong."""
        words = [run.took]
        if run.requests > 1:
            words.append(count(run.requests, "request"))
        words += self.told_of(run)
        dot = f" {signs_of(self.app).dot} "
        if run.trouble:
            in_vain = self.trouble is not None and self.trouble.in_vain
            again = " F5 asks for the rest." if self._known and not in_vain else ""
            told = run.trouble if self.trouble is None else _SAID
            words.insert(0, f"{told}{again}")
        self.answered.tell(dot.join(words), wrong=bool(run.trouble) and run.trouble != STOPPED)

    def told_of(self, run: Run[Answer]) -> list[str]:
        """What a run was billed, and what the server remarked."""
        meta = getattr(run.answer, "meta", None)
        if meta is None:
            return []
        assert self.house is not None
        price = cost(meta.billed, self.house.prices.get(run.values.get("model", "")))
        remarks = (*meta.warnings, getattr(run.answer, "warning", ""))
        return [word for word in (*units_of(meta), price, *dict.fromkeys(remarks)) if word]
