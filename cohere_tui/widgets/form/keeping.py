"""The part of a form that loses nothing that was written: it is kept, and brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, Generic, TypeVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from cohere_tui.state.form import Kind, first_values
from cohere_tui.widgets.dialog import Dialog
from cohere_tui.widgets.form.fields import Fields
from cohere_tui.widgets.form.unsent import Unsent

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from textual.timer import Timer

    from cohere_tui.state.form import Values

Result = TypeVar("Result")

_SOON_S: Final = 0.5
"""How long many keys share one writing."""
_BEFORE: Final = "From before the app was started; it was not sent. ^n starts afresh."
_AFRESH: Final = "Started afresh. ^n brings back what was here."


class Keeping(Dialog[Result], Generic[Result]):
    """Keeps what is written, under the title of the form, in `drafts`.

    Where these are `Unsent`, a later run of the app has it, too, whatever ended this one.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "afresh", "Start afresh", id="form.afresh", show=False),
    ]

    fields: Fields

    def __init__(self, title: str, drafts: MutableMapping[str, Values]) -> None:
        super().__init__(title)
        self._drafts = drafts
        self._told_before = Static("", classes="dialog--note form--before", markup=False)
        self._told_before.display = False
        self._soon: Timer | None = None
        self._aside: Values = {}

    # --- brought back

    def begin(self) -> None:
        """Keys wait for what was written before: it would overwrite what they write."""
        if isinstance(self._drafts, Unsent):
            self._recall(self._drafts)
        else:
            super().begin()

    @work(group="recall")
    async def _recall(self, drafts: Unsent) -> None:
        try:
            if await drafts.recall(self._title):
                self.fields.fill(first_values(self.fields.fields, drafts[self._title]))
                self._tell(_BEFORE)
        finally:
            super().begin()

    def _tell(self, text: str) -> None:
        self._told_before.update(Content(text))
        self._told_before.display = bool(text)

    def action_afresh(self) -> None:
        """Put in what was there at first; once more: what was written."""
        own = first_values(self.fields.fields, {})
        now = self.fields.everything
        if now != own:
            self._aside = now
            self.fields.touched.clear()
            self.fields.fill(own)
            self._forget()
            self._tell(_AFRESH)
        elif self._aside:
            self.fields.write(self._aside)
            self._aside = {}
            self._tell("")
        self.fields.focus_field("")

    # --- kept

    @on(Fields.Changed)
    def _changed(self, event: Fields.Changed) -> None:
        event.stop()
        if self._soon is None and isinstance(self._drafts, Unsent):
            self._soon = self.set_timer(_SOON_S, self._keep)

    def _keep(self) -> None:
        self._stop_waiting()
        if self.fields.touched:
            self._drafts[self._title] = self.fields.kept

    def _stop_waiting(self) -> None:
        if self._soon is not None:
            self._soon.stop()
            self._soon = None

    def _forget(self) -> None:
        """It was sent, or is not wanted."""
        self._stop_waiting()
        self._drafts.pop(self._title, None)

    async def on_unmount(self) -> None:
        """The app ends while it is written."""
        if self._soon is not None and isinstance(self._drafts, Unsent) and self.fields.touched:
            self._stop_waiting()
            await self._drafts.write_now(self._title, self.fields.kept)

    @property
    def _would_be_lost(self) -> bool:
        """Whether what was written is gone with the app; secrets are kept nowhere."""
        if not isinstance(self._drafts, Unsent):
            return bool(self.fields.touched)
        everything = self.fields.everything
        secrets = (one.name for one in self.fields.fields if one.kind is Kind.SECRET)
        return any(everything[name] for name in secrets)
