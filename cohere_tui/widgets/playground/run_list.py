"""The earlier runs of a playground: one to open again, one to compare with, some to forget."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from cohere_tui.errors import CohereTuiError
from cohere_tui.state.ago import ago, date_and_time
from cohere_tui.state.columns import Cell, Column, Tone
from cohere_tui.state.listing import Listing
from cohere_tui.state.naming import count, duration
from cohere_tui.widgets.confirm import Confirm
from cohere_tui.widgets.dialog import Dialog
from cohere_tui.widgets.table.table import Table

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual.app import ComposeResult

    from cohere_tui.state.playground.run import RunLine


@dataclass(frozen=True, slots=True)
class Picked:
    """What was picked in the list."""

    ids: tuple[int, ...]
    """One run to open, or to hold beside the present one; or two to hold beside each other."""
    compares: bool = False


def _how(line: RunLine, _: float) -> Cell:
    if line.trouble:
        return Cell("in part", Tone.WARNING)
    return Cell(duration(line.took_s), Tone.QUIET)


def _columns(what: Callable[[RunLine], str]) -> tuple[Column[RunLine], ...]:
    return (
        Column("when", lambda line, now: Cell(ago(line.at, now)), 5, key=lambda line: line.at),
        Column("what", lambda line, _: Cell(what(line) or "-"), 24, grows=True),
        Column("model", lambda line, _: Cell(line.model or "-"), 20, rank=1),
        Column("took", _how, 9, key=lambda line: line.took_s, right=True, rank=2),
        Column("profile", lambda line, _: Cell(line.profile, Tone.QUIET), 12, wide=True),
        Column("at", lambda line, _: Cell(date_and_time(line.at), Tone.QUIET), 19, wide=True),
    )


class RunList(Dialog["Picked | None"]):
    """Shows `lines`; answers what was picked.

    `what` says what a run was about; `forget` removes a run by its number.
    """

    DEFAULT_CSS = """
    RunList {
        & .dialog { width: 100; height: 90%; }
        & Table { height: 1fr; margin-top: 1; }
    }
    RunList.-short Table { margin-top: 0; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("equals_sign", "compare", "Compare", id="runs.compare"),
        Binding("D", "forget", "Forget", id="runs.forget"),
    ]

    BINDING_GROUP_TITLE = "Earlier runs"
    cancelled = None

    def __init__(
        self,
        title: str,
        lines: Sequence[RunLine],
        what: Callable[[RunLine], str],
        forget: Callable[[int], Awaitable[None]],
    ) -> None:
        super().__init__(title)
        self._forget = forget
        listing: Listing[Any] = Listing(_columns(what), _identify, now=time.time())
        self._listing = listing.with_rows(tuple(lines))
        self.table = Table()

    def body(self) -> ComposeResult:
        """The list."""
        yield self.table

    def on_mount(self) -> None:
        """Show it."""
        self.table.empty = "No run was kept yet. F5 in the playground makes one."
        self._show(self._listing)
        self.call_after_refresh(self.table.focus)

    def _show(self, listing: Listing[Any]) -> None:
        self._listing = listing
        self.table.listing = listing

    @on(Table.Changed)
    def _changed(self, event: Table.Changed) -> None:
        self._show(event.change(self._listing))

    @on(Table.Opened)
    def _opened(self, event: Table.Opened) -> None:
        self.dismiss(Picked((int(event.id),)))

    def action_compare(self) -> None:
        """Hold two marked runs beside each other, or one beside the present one."""
        chosen = self._chosen()
        if len(chosen) > 2:
            self.complain("Mark one run, or two.")
        elif chosen:
            self.dismiss(Picked(tuple(sorted(chosen)), compares=True))

    @work(exclusive=True, group="forget")
    async def action_forget(self) -> None:
        """Forget the marked runs, or that under the cursor."""
        chosen = self._chosen()
        if not chosen:
            return
        title = f"Forget {count(len(chosen), 'run')}?"
        question = Confirm(title, "What came of it cannot be brought back.", yes="Forget")
        if not await self.app.push_screen_wait(question):
            return
        for number in chosen:
            try:
                await self._forget(number)
            except CohereTuiError as error:
                self.complain(error.told)
                return
            self._show(self._listing.without({str(number)}))

    def _chosen(self) -> list[int]:
        marked = [line.id for line in self._listing.chosen]
        under = self.table.cursor_id
        return marked or ([int(under)] if under else [])


def _identify(line: RunLine) -> str:
    return str(line.id)
