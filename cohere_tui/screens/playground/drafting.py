"""What is written in the form of a playground is kept as it is written, and comes back."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, TypeVar

from textual import on, work

from cohere_tui.errors import CohereTuiError
from cohere_tui.screens.playground.running import Running
from cohere_tui.state.form import meant_values
from cohere_tui.widgets.form.fields import Fields

if TYPE_CHECKING:
    from textual.timer import Timer

    from cohere_tui.screens.house import House
    from cohere_tui.state.form import Values

Answer = TypeVar("Answer")

_SOON_S: Final = 0.5
"""How long many keys share one writing of a draft."""


class Drafting(Running[Answer]):
    """Begins with what was written last, or with an example for a model that is there."""

    def __init__(self) -> None:
        super().__init__()
        self._soon: Timer | None = None
        self._began = False

    def furnish(self, house: House) -> None:
        """Bring back what was written last; see that the model of the example is there."""
        super().furnish(house)
        if not self._began:
            self._began = True
            self._begin()

    @work(exclusive=True, group="begin")
    async def _begin(self) -> None:
        try:
            draft = await self.services.runs.draft(self.NAME)
        except CohereTuiError as error:
            self.app.notify(error.told, severity="warning")
            draft = {}
        if draft and not self.fields.touched:
            everything = {**self.fields.everything, **draft}
            await asyncio.to_thread(self.read_once, meant_values(self.fields.fields, everything))
        if draft and not self.fields.touched:
            self.fields.fill(draft)
        if self.ENDPOINT and "model" not in draft:
            await self.choose_model()

    def read_once(self, values: Values) -> None:
        """Read what will be in the form: what reads very many texts remembers them for each key.

        Done in a thread.
        """
        self.check(values)
        self.hints(values)

    async def choose_model(self) -> None:
        """Where the server lacks the model of the example, take the one it prefers."""
        try:
            offered = await self.services.models.offered(self.ENDPOINT)
        except CohereTuiError:
            return  # nobody asked for this: what is wrong is told when it is run
        current = self.fields.values.get("model", "")
        if not offered or "model" in self.fields.touched:
            return
        if all(one.name != current for one in offered):
            wanted = [one for one in offered if self.ENDPOINT in one.default_endpoints]
            current_ones = [one for one in offered if not one.is_deprecated]
            self.fields.fill({"model": (wanted or current_ones or list(offered))[0].name})

    @on(Fields.Changed)
    def _form_changed(self, event: Fields.Changed) -> None:
        event.stop()
        if self._soon is not None:
            self._soon.stop()
        self._soon = self.set_timer(_SOON_S, self._keep_draft)

    def leave(self) -> None:
        """Somebody goes elsewhere: keep the form now."""
        if self._soon is not None:
            self._keep_draft()

    @work(exclusive=True, group="draft")
    async def _keep_draft(self) -> None:
        self._soon = None
        if self.house is None:
            return
        try:
            await self.services.runs.keep_draft(self.NAME, self.fields.kept)
        except CohereTuiError as error:
            self.app.notify(error.told, severity="warning")
