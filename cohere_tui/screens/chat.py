"""The chat screen: which conversation is in sight, and what can be done with all of them."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from cohere_tui.errors import CohereTuiError
from cohere_tui.screens.chat_asking import Asking
from cohere_tui.screens.chat_recall import searches_of
from cohere_tui.state.conversation import Settings
from cohere_tui.state.talk import Talk
from cohere_tui.widgets.ask import Ask
from cohere_tui.widgets.composer import Composer
from cohere_tui.widgets.conversation_list import ConversationList
from cohere_tui.widgets.log.chat_log import ChatLog
from cohere_tui.widgets.recall import Recall, Scope

if TYPE_CHECKING:
    from cohere_tui.screens.house import House
    from cohere_tui.services.bundle import Services
    from cohere_tui.state.conversation import Conversation

_PAGE = 200
"""Conversations loaded at once."""

_FIRST_PAGE = 20
"""Entries loaded when a conversation is opened: more than a screenful, and soon there."""


class ChatScreen(Asking):
    """Conversations: open, begin, rename, delete and bring back, filter, recall."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "begin", "New conversation", id="chat.begin"),
        Binding("R", "rename", "Rename conversation", id="chat.rename", show=False),
        Binding("X", "delete", "Delete conversation", id="chat.delete", show=False),
        Binding("u", "undo_delete", "Bring back the deleted", id="chat.undo", show=False),
    ]

    _deleted: tuple[str, ...] = ()
    _filter = ""

    def on_mount(self) -> None:
        """Ages in the list grow by the minute."""
        self.set_interval(60, self._tell_time)

    def _tell_time(self) -> None:
        self.listed.now = time.time()

    def furnish(self, house: House) -> None:
        """The house is ready: show what it holds, and send what was written meanwhile."""
        super().furnish(house)
        services: Services = house.services
        self.services = services
        self.log_view.draw_with(house.card_of)
        self.composer.enter_sends = house.enter_sends
        self.talk = replace(self.talk, settings=Settings(model=services.model))
        if self.talk.id:
            self._open(services, self.talk.id)
        self.list_changed()
        self._remember(services)
        waiting, self.waiting = self.waiting, ()
        self.status.notes = ()
        for text in waiting:
            self.say(Composer.Sent(text))

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
        if self.closing:
            return
        kept = listed.conversations[:offset]
        listed.now = time.time()
        listed.receiving = services.chat.answering
        listed.conversations = (*kept, *found[:_PAGE])
        listed.more = len(found) > _PAGE

    @work(exclusive=True, group="prompts")
    async def _remember(self, services: Services) -> None:
        """Bring back what was asked before, and what was written last and not sent."""
        await self.bring_draft(services)
        try:
            self.composer.earlier = await services.chat.prompts()
        except CohereTuiError as error:
            self.tell(error)

    @on(ConversationList.Opened)
    def open_conversation(self, asked: ConversationList.Opened) -> None:
        """Show a conversation, its end first."""
        if self.services is not None:
            self._open(self.services, asked.id)

    @work(exclusive=True, group="open")
    async def _open(self, services: Services, conversation_id: str) -> None:
        try:
            conversation = await services.chat.conversation(conversation_id)
            page = await services.chat.entries(conversation_id, limit=_FIRST_PAGE)
        except CohereTuiError as error:
            if conversation_id == self.talk.id:
                self.talk = Talk(settings=self.talk.settings)
            self.tell(error)
            return
        await self.keep_draft()
        self.composer.fill("")
        self.show_trouble(None)
        self.talk = Talk(conversation, conversation.settings, page.entries, page.first, page.more)
        self.listed.marked -= {conversation_id}
        await self.bring_draft(services)
        self.composer.focus()

    @on(ChatLog.OlderWanted)
    def load_older(self) -> None:
        """The reader came near the top: put what is older above."""
        if self.services is not None and self.talk.more:
            self._load_older(self.services)

    @work(exclusive=True, group="older")
    async def _load_older(self, services: Services) -> None:
        talk = self.talk
        try:
            page = await services.chat.entries(talk.id, before=talk.first)
        except CohereTuiError as error:
            self.tell(error)
            return
        if self.talk.id == talk.id and self.talk.first == talk.first:
            self.talk = self.talk.with_older(page.entries, page.first, more=page.more)

    @on(ConversationList.NewAsked)
    def action_begin(self) -> None:
        """An empty conversation, with the settings of the one in sight."""
        self._begin()

    @work(exclusive=True, group="open")
    async def _begin(self) -> None:
        await self.keep_draft()
        self.composer.fill("")
        self.talk = Talk(settings=self.talk.settings)
        if self.services is not None:
            await self.bring_draft(self.services)
        self.composer.focus()

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

    @on(Composer.Recall)
    @work
    async def recall(self) -> None:
        """Find an earlier chat or prompt by its words, and open or take it."""
        services = self.services
        if services is None:
            return
        searches = searches_of(services.chat)
        chosen = await self.app.push_screen_wait(Recall(searches, now=time.time()))
        if chosen is None:
            return
        if chosen.scope is Scope.PROMPTS:
            self.composer.fill(chosen.found.title)
            self.composer.focus()
        else:
            self._open(services, chosen.found.id)
