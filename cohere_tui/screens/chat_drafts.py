"""What is written and not yet sent: kept as it is written, brought back with its conversation."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from textual import on
from textual.widgets import TextArea

from cohere_tui.errors import CohereTuiError
from cohere_tui.screens.chat_frame import ChatFrame

if TYPE_CHECKING:
    from textual.timer import Timer

    from cohere_tui.services.bundle import Services

KEEP_AFTER_S = 0.5
"""How long after a change of the composer its text is written down."""


class Drafting(ChatFrame):
    """The part of the chat screen that loses nothing that was typed."""

    _unkept: Timer | None = None

    @on(TextArea.Changed, "#composer")
    def draft_changed(self) -> None:
        """Write the draft down soon; many keys share one writing."""
        if self._unkept is None:
            self._unkept = self.set_timer(KEEP_AFTER_S, self._keep_soon)

    def _keep_soon(self) -> None:
        self.run_worker(self.keep_draft(), group="draft")

    async def keep_draft(self) -> None:
        """Write the draft down now."""
        try:
            await self._keep()
        except CohereTuiError as error:
            self.tell(error)

    async def _keep(self) -> None:
        if self._unkept is not None:
            self._unkept.stop()
            self._unkept = None
        if self.services is not None:
            await self.services.chat.keep_draft(self.talk.id, self.composer.draft)

    async def bring_draft(self, services: Services) -> None:
        """Put the draft of the conversation in sight into the composer, if that is empty."""
        try:
            draft = await services.chat.draft(self.talk.id)
        except CohereTuiError as error:
            self.tell(error)
            return
        if draft and not self.composer.draft:
            self.composer.fill(draft)

    async def on_unmount(self) -> None:
        """The app ends: what is written is kept."""
        # There is no screen left to tell a failure on; the store has told its trouble before.
        with suppress(CohereTuiError):
            await self._keep()
