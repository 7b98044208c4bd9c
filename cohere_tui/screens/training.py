"""The pages of a fine-tune that show its training, and following it while one of them is seen."""

from __future__ import annotations

import asyncio
import time
from contextlib import aclosing
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work

from cohere_tui.errors import CohereTuiError, NotFound
from cohere_tui.plain import one_line
from cohere_tui.screens import finetune_facts as facts
from cohere_tui.screens.resource.looking import ACTIVITY, JSON, RELATED
from cohere_tui.screens.resource.resource import ResourceScreen
from cohere_tui.screens.resource.subject import OVERVIEW
from cohere_tui.state.facts import Note
from cohere_tui.widgets.detail.curves_page import Curves
from cohere_tui.widgets.detail.detail import Detail
from cohere_tui.widgets.detail.fact_list import FactList

if TYPE_CHECKING:
    from textual.widget import Widget

    from cohere_tui.models.finetunes import FinetunedModel
    from cohere_tui.services.watching import Look
    from cohere_tui.state.training import Training

TIMELINE: Final = "Timeline"
CURVES: Final = "Curves"

_STAY_S: Final = 0.2
"""So long the cursor has to stay on a fine-tune before its training is asked for."""
_FOLLOW: Final = "follow"
_NOT_LIVE: Final = "not live: R refreshes by itself"


class TrainingScreen(ResourceScreen["FinetunedModel"]):
    """Events as a timeline, measurements as curves: live while they are seen.

    What was seen of a training is kept: coming back to it shows it at once.
    """

    PAGES: ClassVar[tuple[str, ...]] = (OVERVIEW, TIMELINE, CURVES, JSON, RELATED, ACTIVITY)

    _followed = ""
    """The id of the training that is followed."""

    def __init__(self) -> None:
        super().__init__()
        self.trainings: dict[str, Training] = {}
        """What is known of trainings, by the ids of their fine-tunes."""
        self._notes: dict[str, str] = {}

    # --- pages

    def make_page(self, name: str) -> Widget:
        """Curves have a page of their own."""
        return Curves() if name == CURVES else super().make_page(name)

    def fill_page(self, name: str, row: FinetunedModel) -> None:
        """Stages and curves, as far as they are known."""
        body, training = self.detail.body(name), self.trainings.get(row.id)
        if isinstance(body, Curves):
            body.training = training
            body.note = self._note(row)
        elif isinstance(body, FactList) and name == TIMELINE:
            if training is None:
                body.facts = (Note(self._note(row)),)
            else:
                body.facts = facts.timeline(row, training, time.time())
        else:
            super().fill_page(name, row)

    def _note(self, row: FinetunedModel) -> str:
        """What goes on with the curves of a fine-tune."""
        training, words = self.trainings.get(row.id), []
        if training is not None and not training.curves:
            words.append(f"{row.status_word}: nothing was measured")
        words.append(self._notes.get(row.id, "asking…" if training is None else ""))
        return ", ".join(word for word in words if word)

    # --- following

    @property
    def seen(self) -> str:
        """The id of the fine-tune whose training somebody sees now; empty when none is.

        On the overview of a failed one its training tells why.
        """
        row = self.row
        in_sight = self.is_current and (self.beside or self.has_class("-detail"))
        if row is None or self.house is None or not in_sight:
            return ""
        tells = (OVERVIEW, TIMELINE, CURVES) if row.failed else (TIMELINE, CURVES)
        return row.id if self.detail.page in tells else ""

    def follow_seen(self, *, again: bool = False) -> None:
        """Follow the training that is seen, and none that is not.

        One that is known to its end is asked for `again` only when the person wants it.
        """
        seen = self.seen
        if seen == self._followed and not again:
            return
        self._followed = seen
        self.workers.cancel_group(self, _FOLLOW)
        known = self.trainings.get(seen)
        if seen and (again or known is None or not known.over):
            self._notes.pop(seen, None)
            self._follow(seen)

    @work(exclusive=True, group=_FOLLOW)
    async def _follow(self, finetune_id: str) -> None:
        await asyncio.sleep(_STAY_S)
        try:
            async with aclosing(self.services.finetunes.follow(finetune_id)) as looks:
                async for look in looks:
                    self._look_at(finetune_id, look)
                    if not self._refreshes:
                        break
        except NotFound:
            self.lost(finetune_id)
        except CohereTuiError as error:
            self._notes[finetune_id] = one_line(error.told, 400)
            self._show_training(finetune_id)

    def _look_at(self, finetune_id: str, look: Look[Training]) -> None:
        self.trainings[finetune_id] = look.value
        if look.next_s is None:
            note = ""
        elif look.trouble is not None:
            note = f"{one_line(str(look.trouble), 300)}. Asked again in {look.next_s:.0f} s."
        else:
            note = f"live, looked at every {look.next_s:.0f} s" if self._refreshes else _NOT_LIVE
        self._notes[finetune_id] = note
        if look.value.model is not None and look.trouble is None:
            self.renew(look.value.model)
        self._show_training(finetune_id)

    def _show_training(self, finetune_id: str) -> None:
        if self.row is not None and self.row.id == finetune_id:
            self.fill_page(self.detail.page, self.row)

    # --- when somebody begins or ends to look

    @on(Detail.PageShown)
    def _page_shown(self) -> None:
        self.follow_seen()

    def watch_listing(self, listing: object) -> None:
        """A row may have come, gone, or failed."""
        super().watch_listing(listing)  # type: ignore[arg-type]
        self.follow_seen()

    def watch_shown_id(self) -> None:
        """Another fine-tune is looked at."""
        super().watch_shown_id()
        self.follow_seen()

    def open_row(self, row_id: str) -> None:
        """One is looked at closely."""
        super().open_row(row_id)
        self.follow_seen()

    def close_detail(self) -> None:
        """None is, on a narrow screen."""
        super().close_detail()
        self.follow_seen()

    def on_screen_resume(self) -> None:
        """Somebody looks again."""
        self.follow_seen()

    def on_screen_suspend(self) -> None:
        """Nobody looks."""
        self.follow_seen()

    def action_reload(self) -> None:
        """Ask for the training anew, too."""
        super().action_reload()
        self.follow_seen(again=True)

    def action_toggle_refresh(self) -> None:
        """Follow it, or look once."""
        super().action_toggle_refresh()
        self.follow_seen(again=True)
