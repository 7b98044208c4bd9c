"""The chat screen, whole: which of its conversations is in sight."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from cohere_tui.errors import CohereTuiError
from cohere_tui.screens.chat_list import Listing
from cohere_tui.screens.chat_recall import searches_of
from cohere_tui.state.conversation import Settings
from cohere_tui.state.talk import Talk
from cohere_tui.state.trail import Visit
from cohere_tui.widgets.composer import Composer
from cohere_tui.widgets.conversation_list import ConversationList
from cohere_tui.widgets.log.chat_log import ChatLog
from cohere_tui.widgets.log.talk_text import talk_text
from cohere_tui.widgets.recall import Recall, Scope

if TYPE_CHECKING:
    from cohere_tui.screens.house import House
    from cohere_tui.services.bundle import Services
    from cohere_tui.state.facts import Link
    from cohere_tui.store.page import Page

_FIRST_PAGE = 20
"""Entries loaded when a conversation is opened: more than a screenful, and soon there."""

_OLDER_PAGE = 100
"""Entries loaded when the reader comes to the top."""


class ChatScreen(Listing):
    """Which conversation is in sight: open, begin, recall, read further back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "begin", "New conversation", id="chat.begin"),
    ]

    _brought = ""
    """A prompt somebody came with before the house was ready."""

    def furnish(self, house: House) -> None:
        """The house is ready: show what it holds, and send what was written meanwhile."""
        super().furnish(house)
        services: Services = house.services
        self.services = services
        self.log_view.draw_with(house.card_of)
        self.composer.enter_sends = house.enter_sends
        self.talk = replace(self.talk, settings=Settings(model=services.model))
        if self.talk.id:
            self._open_again(services, self.talk)
        self.list_changed()
        self._remember(services)
        waiting, self.waiting = self.waiting, ()
        self.status.notes = ()
        for text in waiting:
            self.say(Composer.Sent(text))

    @work(exclusive=True, group="prompts")
    async def _remember(self, services: Services) -> None:
        """Bring back what was asked before, and what was written last and not sent."""
        await self.bring_draft(services)
        prompt, self._brought = self._brought, ""
        self.bring(prompt)
        try:
            stored = await services.chat.prompts()
        except CohereTuiError as error:
            self.tell(error)
            return
        # What was sent while they were loaded is newer.
        self.composer.earlier = tuple(dict.fromkeys((*self.composer.earlier, *stored)))

    @on(ConversationList.Opened)
    def open_conversation(self, asked: ConversationList.Opened) -> None:
        """Show a conversation, its end first."""
        if self.services is not None:
            self._open(self.services, asked.id)

    @work(exclusive=True, group="open")
    async def _open(self, services: Services, conversation_id: str) -> None:
        talk = await self._read(services, conversation_id)
        if talk is None:
            return
        self.show_trouble(None)
        self.listed.marked -= {conversation_id}
        if self.turn_to(talk):
            await self.bring_draft(services)
        self.composer.focus()

    @work(exclusive=True, group="open")
    async def _open_again(self, services: Services, talk: Talk) -> None:
        """Show the conversation in sight as it is kept now; who writes in it is not disturbed."""
        kept = await self._read(services, talk.id)
        if kept is not None and self.talk.id == talk.id and self.talk.entries is talk.entries:
            self.talk = kept

    async def _read(self, services: Services, conversation_id: str) -> Talk | None:
        """A conversation, its end first; None when it cannot be had, which is then told."""
        try:
            conversation = await services.chat.conversation(conversation_id)
            page = await services.chat.entries(conversation_id, limit=_FIRST_PAGE)
        except CohereTuiError as error:
            if conversation_id == self.talk.id:
                self.talk = Talk(settings=self.talk.settings)
            self.tell(error)
            return None
        return Talk(conversation, conversation.settings, page.entries, page.first, page.more)

    @on(ChatLog.OlderWanted)
    def load_older(self, asked: ChatLog.OlderWanted) -> None:
        """The reader came near the top: put what is older above."""
        if self.services is not None and self.talk.more:
            self._load_older(self.services, everything=asked.everything)

    @work(exclusive=True, group="older")
    async def _load_older(self, services: Services, *, everything: bool) -> None:
        talk = self.talk
        try:
            page = await _older(services, talk.id, talk.first, everything=everything)
        except CohereTuiError as error:
            self.tell(error)
            return
        if self.talk.id == talk.id and self.talk.first == talk.first:
            self.talk = self.talk.with_older(page.entries, page.first, more=page.more)
            if everything:
                self.log_view.action_first()

    async def text_to_read(self) -> str:
        """The whole conversation as Markdown, also what is not loaded."""
        talk = self.talk
        if self.services is None or not talk.id:
            return ""
        page = await _older(self.services, talk.id, everything=True)
        return await asyncio.to_thread(talk_text, talk.title, page.entries)

    def visit(self, link: Link) -> None:
        """Somebody comes for a conversation, or for a new one with a model or with a prompt."""
        if link.what == "model":
            self._begin(link.id)
        elif link.what == "prompt" and self.services is None:
            self._brought = link.id
        elif link.what == "prompt":
            self._begin(self.talk.settings.model, link.id)
        elif self.services is not None:
            self._open(self.services, link.id)

    def standing(self) -> Visit:
        """The conversation in sight."""
        return Visit(self.PLACE, self.talk.id)

    def stand(self, visit: Visit) -> None:
        """Come back to a conversation, unless it is in sight."""
        if visit.id and visit.id != self.talk.id and self.services is not None:
            self._open(self.services, visit.id)

    @on(ConversationList.NewAsked)
    def action_begin(self) -> None:
        """An empty conversation, with the settings of the one in sight."""
        self._begin(self.talk.settings.model)

    def _begin(self, model: str, prompt: str = "") -> None:
        turned = self.turn_to(Talk(settings=replace(self.talk.settings, model=model)))
        self.composer.focus()
        self._bring_begun(prompt, drafted=turned)

    @work(exclusive=True, group="open", description="begin")
    async def _bring_begun(self, prompt: str, *, drafted: bool) -> None:
        try:
            if drafted and self.services is not None:
                await self.bring_draft(self.services)
        finally:
            self.bring(prompt)

    def bring(self, prompt: str) -> None:
        """Put the prompt that somebody came with before what was written and not sent."""
        if prompt:
            self.composer.give_back(prompt)

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


async def _older(
    services: Services, conversation_id: str, before: int | None = None, *, everything: bool
) -> Page:
    """The page of a conversation `before` a position, from its end without one; or all pages."""
    page = await services.chat.entries(conversation_id, before=before, limit=_OLDER_PAGE)
    while everything and page.more:
        older = await services.chat.entries(conversation_id, before=page.first, limit=_OLDER_PAGE)
        page = replace(older, entries=(*older.entries, *page.entries))
    return page
