"""The list of conversations: load, filter, rename, delete and bring back."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from cohere_tui.errors import CohereTuiError
from cohere_tui.screens.chat_asking import Asking
from cohere_tui.state.talk import Talk
from cohere_tui.widgets.ask import Ask
from cohere_tui.widgets.conversation_list import ConversationList

if TYPE_CHECKING:
    from cohere_tui.services.bundle import Services
    from cohere_tui.state.conversation import Conversation

_PAGE = 200
"""Conversations loaded at once."""

_MINUTE_S = 60.0


class Listing(Asking):
    """The part of the chat screen that looks after all conversations."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("R", "rename", "Rename conversation", id="chat.rename", show=False),
        Binding("X", "delete", "Delete conversation", id="chat.delete", show=False),
        Binding("u", "undo_delete", "Bring back the deleted", id="chat.undo", show=False),
    ]

    _deleted: tuple[str, ...] = ()
    _filter = ""

    def on_mount(self) -> None:
        """Ages in the list grow by the minute."""
        self.set_interval(_MINUTE_S, self._tell_time)

    def _tell_time(self) -> None:
        self.listed.now = time.time()

    def list_changed(self) -> None:
        """Load the list of conversations again."""
        if self.services is not None:
            self._load_list(self.services, 0)

    @work(exclusive=True, group="list")
    async def _load_list(self, services: Services, offset: int) -> None:
        listed = self.listed
        listed.word = "loading…"
        try:
            found = await services.chat.conversations(
                like=self._filter, limit=_PAGE + 1, offset=offset
            )
        except CohereTuiError as error:
            self.tell(error)
            return
        finally:
            listed.word = ""
        if self.leaving:
            return
        kept = listed.conversations[:offset]
        listed.now = time.time()
        listed.receiving = services.chat.answering
        listed.conversations = (*kept, *found[:_PAGE])
        listed.more = len(found) > _PAGE

    @on(ConversationList.FilterChanged)
    def filter_list(self, asked: ConversationList.FilterChanged) -> None:
        """Narrow the list to what has the text in title or messages."""
        self._filter = asked.text
        self.list_changed()

    @on(ConversationList.MoreWanted)
    def load_more(self) -> None:
        """Load the next page of the list."""
        if self.services is not None:
            self._load_list(self.services, len(self.listed.conversations))

    @on(ConversationList.RenameAsked)
    def rename_listed(self, asked: ConversationList.RenameAsked) -> None:
        """Rename a conversation of the list."""
        self._rename(asked.conversation)

    def action_rename(self) -> None:
        """Rename the conversation in sight."""
        if self.talk.conversation is not None:
            self._rename(self.talk.conversation)

    @work
    async def _rename(self, conversation: Conversation) -> None:
        title = await self.app.push_screen_wait(Ask("Rename", conversation.title))
        services = self.services
        if title is None or services is None:
            return
        try:
            await services.chat.rename(conversation.id, title)
        except CohereTuiError as error:
            self.tell(error)
            return
        if self.talk.conversation is not None and self.talk.id == conversation.id:
            renamed = replace(self.talk.conversation, title=title)
            self.talk = replace(self.talk, conversation=renamed)
        self.list_changed()

    @on(ConversationList.DeleteAsked)
    def delete_listed(self, asked: ConversationList.DeleteAsked) -> None:
        """Delete a conversation of the list."""
        self._delete(asked.conversation)

    def action_delete(self) -> None:
        """Delete the conversation in sight; undo brings it back."""
        if self.talk.conversation is not None:
            self._delete(self.talk.conversation)

    @work
    async def _delete(self, gone: Conversation) -> None:
        services = self.services
        if services is None:
            return
        try:
            await services.chat.delete(gone.id)
        except CohereTuiError as error:
            self.tell(error)
            return
        self._deleted = (*self._deleted, gone.id)
        self.app.notify(f"Deleted “{gone.title}”. u brings it back.")
        if self.talk.id == gone.id:
            self.talk = Talk(settings=self.talk.settings)
        self.list_changed()

    @on(ConversationList.UndoAsked)
    @work
    async def action_undo_delete(self) -> None:
        """Bring back the conversation that was deleted last."""
        services = self.services
        if services is None or not self._deleted:
            self.app.notify("Nothing was deleted since the start.")
            return
        try:
            await services.chat.restore(self._deleted[-1])
        except CohereTuiError as error:
            self.tell(error)
            return
        self._deleted = self._deleted[:-1]
        self.list_changed()
