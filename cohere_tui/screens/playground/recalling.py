"""Earlier runs: opened again, or held beside another."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import work
from textual.binding import Binding, BindingType

from cohere_tui.errors import CohereTuiError
from cohere_tui.screens.playground.keeping import Keeping
from cohere_tui.state.ago import date_and_time
from cohere_tui.state.facts import Fact
from cohere_tui.state.playground.comparison import Comparison, differing
from cohere_tui.state.playground.subject import subject
from cohere_tui.widgets.playground.run_list import RunList
from cohere_tui.widgets.playground.side_by_side import SideBySide

if TYPE_CHECKING:
    from cohere_tui.state.playground.run import Run, RunLine

Answer = TypeVar("Answer")


class Recalling(Keeping[Answer]):
    """Looks back. Subclasses say in `compare` what is different in two answers."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r", "earlier", "Earlier runs", id="playground.earlier"),
        Binding("equals_sign", "compare", "Compare", id="playground.compare", show=False),
    ]

    def compare(self, before: Run[Answer], after: Run[Answer]) -> Comparison:
        """What is different in two answers, beyond what was asked. Done in a thread."""
        raise NotImplementedError

    @work(exclusive=True, group="earlier")
    async def action_earlier(self) -> None:
        """Pick an earlier run to open again, or runs to compare."""
        if self.house is None:
            return
        runs = self.services.runs
        try:
            lines = await runs.list(self.NAME)
            title = f"Earlier runs of {self.TITLE}"
            shown = RunList(title, lines, self._subject, runs.remove)
            picked = await self.app.push_screen_wait(shown)
            if picked is None:
                return
            found = [run for one in picked.ids if (run := await self.brought_back(one))]
        except CohereTuiError as error:
            self.show_trouble(error)
            return
        if picked.compares:
            others = [] if self.run is None or self.run.id in picked.ids else [self.run]
            self._hold(*(*found, *others)[:2])
        elif found:
            self.open_run(found[0])
        else:
            self.app.notify("That run is gone.", severity="warning")

    def _subject(self, line: RunLine) -> str:
        return subject(self.fields.fields, line.values)

    def open_run(self, run: Run[Answer]) -> None:
        """Show an earlier run, and what was asked then."""
        if self.way is not None:
            self.app.notify("Something runs just now. ctrl+c stops it.")
            return
        self.show_trouble(None)
        self.fields.fill(run.values)
        self.run = run
        self.tell_run(run)

    @work(exclusive=True, group="earlier")
    async def action_compare(self) -> None:
        """Hold the run in sight beside the one before it."""
        if self.house is None or self.run is None:
            return
        try:
            lines = await self.services.runs.list(self.NAME)
            before = [line.id for line in lines if line.at < self.run.at]
            earlier = await self.brought_back(before[0]) if before else None
        except CohereTuiError as error:
            self.show_trouble(error)
            return
        self._hold(*(run for run in (earlier, self.run) if run is not None))

    def _hold(self, *runs: Run[Answer]) -> None:
        """Hold two runs beside each other, the earlier one first."""
        if len(runs) < 2:
            self.app.notify("There is no other run to compare with. Run it once more.")
            return
        before, after = sorted(runs, key=lambda run: run.at)
        self._show_both(before, after)

    @work(exclusive=True, group="both")
    async def _show_both(self, before: Run[Answer], after: Run[Answer]) -> None:
        found = await asyncio.to_thread(self.compare, before, after)
        facts = (*differing(before.values, after.values), _times(before, after), *found.facts)
        title = f"{self.TITLE}: {date_and_time(before.at)} and {date_and_time(after.at)}"
        self.app.push_screen(SideBySide(title, Comparison(facts, found.sheet)))


def _times(before: Run[Answer], after: Run[Answer]) -> Fact:
    return Fact("took", f"{before.took} → {after.took}")
