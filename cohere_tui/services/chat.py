"""Conversations: asking, receiving, stopping, keeping (API.md 4 to 6).

The only writer of a conversation. Stop, failure and quit are one path with three names: whatever
ends an answer, what came so far is kept and marked.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cohere_tui.errors import CohereTuiError, Disconnected, StoreError
from cohere_tui.plain import one_line
from cohere_tui.services import asking
from cohere_tui.services.failures import failure_of
from cohere_tui.services.keeping import Keeper, Trouble
from cohere_tui.state.turn import Entry, Prompt, Timing, Turn

if TYPE_CHECKING:
    from cohere_tui.client.client import Client
    from cohere_tui.client.retrying import Wait
    from cohere_tui.state.conversation import Conversation, Settings
    from cohere_tui.store.page import Hit, Page
    from cohere_tui.store.store import Store

_TITLE_LIMIT = 60

Show = Callable[[Turn], None]
"""Told each new state of an answer; the last call is the final one."""


def title_of(prompt: str) -> str:
    """The title a conversation gets from its first prompt: its first words, on one line."""
    return one_line(prompt, _TITLE_LIMIT)


def until(entries: tuple[Entry, ...], entry_id: str) -> tuple[Entry, ...]:
    """The entries up to the one with this id; all when it is not there."""
    ends = (number for number, entry in enumerate(entries, start=1) if entry.id == entry_id)
    return entries[: next(ends, None)]


@dataclass(eq=False)
class _Answer:
    """An answer being received: its newest state, and whoever watches it."""

    turn: Turn
    show: Show
    task: asyncio.Task[object] | None
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def grow(self, turn: Turn) -> None:
        self.turn = turn
        self.show(turn)


class ChatService:
    """Asks the model and keeps what was said. One answer at a time per conversation."""

    def __init__(
        self, client: Client, store: Store, *, now: Callable[[], float] = time.time
    ) -> None:
        self._client = client
        self._store = store
        self._keeper = Keeper(store)
        self._now = now
        self._locks: dict[str, asyncio.Lock] = {}
        self._answers: dict[str, _Answer] = {}

    @property
    def answering(self) -> frozenset[str]:
        """The ids of the conversations that are receiving an answer now."""
        return frozenset(self._answers)

    @property
    def unkept(self) -> int:
        """How many answers could not be written down; they are tried again before anything else."""
        return self._keeper.late

    async def conversations(
        self, *, like: str = "", limit: int = 200, offset: int = 0
    ) -> tuple[Conversation, ...]:
        """Stored conversations, newest first; `like` filters by title and text."""
        return await self._store.conversations(like=like, limit=limit, offset=offset)

    async def conversation(self, conversation_id: str) -> Conversation:
        """One stored conversation. Raises `StoreError` when it is gone."""
        found = await self._store.conversation(conversation_id)
        if found is None:
            raise StoreError("This conversation is no longer there.", remedy="It was deleted.")
        return found

    async def entries(
        self, conversation_id: str, *, before: int | None = None, limit: int = 50
    ) -> Page:
        """A page of a conversation, its end first; a growing answer is in its newest state."""
        page = await self._store.entries(conversation_id, before=before, limit=limit)
        answer = self._answers.get(conversation_id)
        live = answer.turn if answer else self._keeper.late_in(conversation_id)
        if live is None:
            return page
        return replace(page, entries=tuple(live if e.id == live.id else e for e in page.entries))

    async def begin(self, prompt: str, settings: Settings) -> Conversation:
        """A new conversation, named after its first prompt."""
        return await self._store.create(settings, title=title_of(prompt))

    async def say(self, conversation_id: str, text: str) -> Prompt:
        """Keep what the person said."""
        prompt = Prompt(text=text, at=self._now())
        await self._keeper.catch_up(conversation_id)
        await self._store.append(conversation_id, prompt)
        return prompt

    async def answer(
        self,
        conversation_id: str,
        settings: Settings,
        show: Show,
        on_wait: Callable[[Wait], None] = lambda _: None,
        on_trouble: Trouble = lambda _: None,
        *,
        prompt_id: str = "",
    ) -> Turn:
        """Ask the model to go on from the prompt `prompt_id`, or else from the last entry.

        Returns the answer, however it ended. It stands behind its prompt, before those that wait.

        Failures of server and network end up in the answer (`Turn.failure`), not as exceptions.
        A `StoreError` is raised: nothing can be promised without a store. Cancelling stops the
        answer and keeps what came. `on_wait` is told each pause before another try, `on_trouble`
        that the growing answer cannot be written down, or can be again.
        """
        async with self._locks.setdefault(conversation_id, asyncio.Lock()):
            await self._keeper.catch_up(conversation_id)
            history = until(await self._history(conversation_id), prompt_id)
            turn = Turn(model=settings.model, timing=Timing(started=self._now()))
            answer = _Answer(turn, show, asyncio.current_task())
            await self._store.append(conversation_id, answer.turn, settings, after=prompt_id)
            self._answers[conversation_id] = answer
            show(answer.turn)
            following = asyncio.create_task(
                self._keeper.follow(conversation_id, lambda: answer.turn, on_trouble)
            )
            try:
                await self._receive(answer, history, settings, on_wait)
            except CohereTuiError as error:
                answer.turn = answer.turn.failed(failure_of(error), self._now())
            finally:
                following.cancel()
                await self._close(conversation_id, answer)
            return answer.turn

    async def unsay(self, conversation_id: str, entries: tuple[Entry, ...]) -> None:
        """Take entries out of the conversation: a prompt that was never answered."""
        await self._store.remove(conversation_id, [entry.id for entry in entries])
        self._keeper.forget(conversation_id, entries)

    async def rename(self, conversation_id: str, title: str) -> None:
        """Give a conversation another title; empty titles are refused by the dialog."""
        await self._store.rename(conversation_id, one_line(title))

    async def change_settings(self, conversation_id: str, settings: Settings) -> None:
        """What the next request of this conversation uses."""
        await self._store.change_settings(conversation_id, settings)

    async def delete(self, conversation_id: str) -> None:
        """Take a conversation away; `restore` brings it back."""
        await self._store.delete(conversation_id)

    async def restore(self, conversation_id: str) -> None:
        """Bring back a deleted conversation."""
        await self._store.restore(conversation_id)

    async def search(self, text: str) -> tuple[Hit, ...]:
        """Where the words of `text` were said, in all conversations."""
        return await self._store.search(text)

    async def keep_draft(self, conversation_id: str, text: str) -> None:
        """Keep what is written and not yet sent; the id is empty before a conversation began."""
        await self._store.drafts.keep(conversation_id, text)

    async def draft(self, conversation_id: str) -> str:
        """What was written last in a conversation and not sent."""
        return await self._store.drafts.get(conversation_id)

    async def prompts(self) -> tuple[str, ...]:
        """What was asked before, in all conversations, newest first."""
        return await self._store.prompts()

    async def close(self) -> None:
        """Stop every answer that is being received, and return when all are kept."""
        answers = list(self._answers.values())
        for answer in answers:
            if answer.task is not None:
                answer.task.cancel()
        for answer in answers:
            await answer.over.wait()
        await self._keeper.catch_up_with_all()

    async def _history(self, conversation_id: str) -> tuple[Entry, ...]:
        pages: list[tuple[Entry, ...]] = []
        before: int | None = None
        while True:
            page = await self._store.entries(conversation_id, before=before, limit=500)
            pages.append(page.entries)
            if not page.more:
                return tuple(entry for entries in reversed(pages) for entry in entries)
            before = page.first

    async def _receive(
        self,
        answer: _Answer,
        history: tuple[Entry, ...],
        settings: Settings,
        on_wait: Callable[[Wait], None],
    ) -> None:
        version = await asking.version(settings.api)
        body = version.body(history, settings)
        try:
            async with aclosing(self._client.stream(version.path, body, on_wait=on_wait)) as frames:
                async for frame in frames:
                    answer.grow(version.next(answer.turn, frame, self._now()))
        except Disconnected:
            # Some servers close without the final chunk: after the end that is no failure.
            if not answer.turn.phase.over:
                raise
        answer.turn = answer.turn.ended(self._now())

    async def _close(self, conversation_id: str, answer: _Answer) -> None:
        """The end of every answer, a cancelled one too: mark it, keep it, show it."""
        answer.turn = answer.turn.stopped(self._now())
        try:
            await self._keeper.end(conversation_id, answer.turn)
        finally:
            self._answers.pop(conversation_id, None)
            answer.over.set()
            answer.show(answer.turn)
