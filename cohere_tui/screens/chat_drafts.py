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
    from cohere_tui.state.talk import Talk

KEEP_AFTER_S = 0.5
"""How long after a change of the composer its text is written down."""


class Drafting(ChatFrame):
    """The part of the chat screen that loses nothing that was typed."""

    _unkept: Timer | None = None

    def __init__(self) -> None:
        super().__init__()
        self._awaited: set[str] = set()
        """The conversations whose draft is being read: it must not be written over."""

    @on(TextArea.Changed, "#composer")
    def draft_changed(self) -> None:
        """Write the draft down soon; many keys share one writing."""
        if self._unkept is None:
            self._unkept = self.set_timer(KEEP_AFTER_S, self._keep_soon)

    def _keep_soon(self) -> None:
        self._unkept = None
        if self.talk.id in self._awaited:
            self.draft_changed()
        else:
            self.run_worker(self.keep_draft(), group="draft")

    async def keep_draft(self) -> None:
        """Write the draft down now."""
        try:
            await self._keep()
        except CohereTuiError as error:
            self.tell(error)

    async def _keep(self) -> None:
        self._wait_no_more()
        if self.services is not None:
            await self.services.chat.keep_draft(self.talk.id, self.composer.draft)

    def _wait_no_more(self) -> None:
        if self._unkept is not None:
            self._unkept.stop()
            self._unkept = None

    def turn_to(self, talk: Talk) -> bool:
        """Show a talk; whether it is another conversation. What was written goes with the other.

        At once, so that what is typed from now on is written in the new one.
        """
        left, text = self.talk.id, self.composer.draft
        self.talk = talk
        if left == talk.id or self.services is None:
            return left != talk.id
        self._wait_no_more()
        self.composer.fill("")
        self.run_worker(self._leave_draft(self.services, left, text), group="draft")
        return True

    async def _leave_draft(self, services: Services, place: str, text: str) -> None:
        try:
            await services.chat.keep_draft(place, text)
        except CohereTuiError as error:
            self.tell(error)
            if text:
                self.composer.give_back(text)

    async def bring_draft(self, services: Services) -> None:
        """Put the draft of the conversation in sight into the composer, before what is typed."""
        place = self.talk.id
        if place in self._awaited:
            return
        self._awaited.add(place)
        try:
            draft = await services.chat.draft(place)
        except CohereTuiError as error:
            self.tell(error)
            return
        finally:
            self._awaited.discard(place)
        if draft and self.talk.id == place and self.composer.draft != draft:
            self.composer.give_back(draft)

    async def on_unmount(self) -> None:
        """The app ends: what is written is kept."""
        # There is no screen left to tell a failure on; the store has told its trouble before.
        with suppress(CohereTuiError):
            await self._keep()
