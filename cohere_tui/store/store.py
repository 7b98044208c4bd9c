"""What is kept on the disk: what everything above knows of this room."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

from cohere_tui.store import moving, reading, writing
from cohere_tui.store.desk import Desk
from cohere_tui.store.drafts import Drafts
from cohere_tui.store.opening import open_for_reading, open_for_writing
from cohere_tui.store.place import presence_folder
from cohere_tui.store.presence import Presence, is_gone
from cohere_tui.store.query import with_query
from cohere_tui.store.runs import Runs
from cohere_tui.store.schema import mend
from cohere_tui.store.search import search

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from cohere_tui.state.conversation import Conversation, Settings
    from cohere_tui.state.turn import Entry, Turn
    from cohere_tui.store.page import Hit, Page

T = TypeVar("T")

PATIENCE_S = 5.0
"""How long another instance of the app may hold the file before that is an error."""

PURGE_AFTER_S = 30 * 24 * 3600.0
"""How long a deleted conversation can be brought back."""


class Store:
    """Conversations, their entries in order, and the settings each answer was asked for with.

    Beside them the runs of playgrounds, and drafts.

    Opened by `Store.open`. Writes are done one after the other on a thread of their own, reads on
    another, so that reading never waits for writing. A write has reached the disk when its call
    returns, and is done even when its caller was cancelled. Several stores, in one process or in
    several, may use the same file at once. Every method raises `StoreError` or one of its kinds.
    """

    def __init__(
        self, path: Path | None, patience_s: float, full_text: bool, now: Callable[[], float]
    ) -> None:
        self.path = path
        """The file; None for a store in memory, which is gone when it is closed."""
        self._patience_s = patience_s
        self._full_text = full_text
        self._now = now
        self._indexed = False
        self._presence: Presence | None = None
        self._seen = 0
        where = "the store in memory" if path is None else str(path)
        self._writer = self._reader = Desk(
            self._connect, where, lambda c, error: self._indexed and mend(c, error)
        )
        if path is not None:
            self._reader = Desk(lambda: open_for_reading(path, patience_s), where)
        self.runs = Runs(self._reader.ask, self._write)
        """The runs of playgrounds."""
        self.drafts = Drafts(self._reader.ask, self._write)
        """What is written and not yet sent."""

    @classmethod
    async def open(
        cls,
        path: Path | None,
        *,
        patience_s: float = PATIENCE_S,
        full_text: bool = True,
        now: Callable[[], float] = time.time,
    ) -> Store:
        """Open the store in the file `path`, made when missing, or a new one in memory for None.

        Takes outstanding migrations, marks the answers that dead processes left running as
        interrupted, and removes what was deleted 30 days ago. A file that is locked is waited for
        `patience_s` seconds. Without `full_text`, searching reads through every entry.
        A file that cannot be used is left as it is.
        """
        store = cls(path, patience_s, full_text, now)
        try:
            await store.changed_elsewhere()
            await store.settle()
            await store._write(lambda c: writing.purge(c, before=now() - PURGE_AFTER_S))
        except BaseException:
            await store.close()
            raise
        return store

    async def hand_over(self, heir: Store) -> None:
        """Add all that is here to another store; meant for one in memory, none of it growing."""
        load = await self._reader.ask(moving.take)
        await heir._write(lambda c: moving.put(c, load))

    async def close(self) -> None:
        """Do what is still to be written, and let go of the file. Closing twice does no harm."""
        try:
            if self._reader is not self._writer:
                await self._reader.close()
        finally:
            await self._writer.close()
            if self._presence is not None:
                self._presence.leave()
                self._presence = None

    async def create(self, settings: Settings, title: str = "") -> Conversation:
        """A new conversation without entries."""
        return await self._write(lambda c: writing.create(c, settings, title, self._now()))

    async def conversations(
        self, *, like: str = "", limit: int = 200, offset: int = 0
    ) -> tuple[Conversation, ...]:
        """The list, last changed first; with `like`, those that have it in title or text."""
        return await self._reader.ask(
            lambda c: with_query(
                like, self._indexed, lambda query: reading.conversations(c, query, limit, offset)
            )
        )

    async def conversation(self, conversation_id: str) -> Conversation | None:
        """One conversation, a deleted one too; None when there is none of this id."""
        return await self._reader.ask(lambda c: reading.conversation(c, conversation_id))

    async def entries(
        self, conversation_id: str, *, before: int | None = None, limit: int = 50
    ) -> Page:
        """The last `limit` entries, or the last before the position `before` (`Page.first`).

        A page of very long entries holds fewer; `Page.more` says whether there are older ones.
        """
        return await self._reader.ask(lambda c: reading.entries(c, conversation_id, before, limit))

    async def append(
        self,
        conversation_id: str,
        entry: Entry,
        settings: Settings | None = None,
        *,
        after: str = "",
    ) -> None:
        """Add `entry` at the end, or behind the entry with the id `after`.

        It was made with `settings`, or else with those of the conversation.

        Appending what is already there renews it in its place, so that trying again is safe.
        """
        writer = "" if self._presence is None else self._presence.name
        await self._write(
            lambda c: writing.put(c, conversation_id, entry, settings, writer, self._now(), after)
        )

    async def save(self, conversation_id: str, turn: Turn) -> None:
        """Keep the answer as it is now, running or over; cheap enough for once a second."""
        await self.append(conversation_id, turn)

    async def remove(self, conversation_id: str, entry_ids: Sequence[str]) -> None:
        """Take entries out for good, such as an answer that is asked for again."""
        ids = tuple(entry_ids)
        await self._write(lambda c: writing.remove(c, conversation_id, ids, self._now()))

    async def rename(self, conversation_id: str, title: str) -> None:
        """Give it another title."""
        await self._write(lambda c: writing.rename(c, conversation_id, title))

    async def change_settings(self, conversation_id: str, settings: Settings) -> None:
        """Set what its next answers are asked for with; those it has keep theirs."""
        await self._write(lambda c: writing.change_settings(c, conversation_id, settings))

    async def delete(self, conversation_id: str) -> None:
        """Take it out of lists and searches; `restore` brings it back within 30 days."""
        await self._write(lambda c: writing.mark_deleted(c, conversation_id, self._now()))

    async def restore(self, conversation_id: str) -> None:
        """Undo `delete`."""
        await self._write(lambda c: writing.mark_deleted(c, conversation_id, None))

    async def search(self, text: str, limit: int = 50) -> tuple[Hit, ...]:
        """Where the words of `text` are, titles first. Any text may be searched for.

        All words must be there, the last one may be a beginning, and what stands between double
        quotes stays together. An answer can be found once it is over.
        """
        return await self._reader.ask(
            lambda c: with_query(text, self._indexed, lambda query: search(c, query, limit))
        )

    async def prompts(self, limit: int = 200) -> tuple[str, ...]:
        """What was asked in all conversations, newest first, each text once."""
        return await self._reader.ask(lambda c: reading.prompts(c, limit))

    async def changed_elsewhere(self) -> bool:
        """Whether another store has changed the file since this was last asked."""
        seen = await self._writer.ask(reading.data_version)
        changed = seen != self._seen
        self._seen = seen
        return changed

    async def settle(self) -> int:
        """Mark the running answers of processes that have ended as interrupted; says how many."""
        if self.path is None:
            return 0
        folder = presence_folder(self.path)
        return await self._write(lambda c: writing.settle(c, lambda name: is_gone(folder, name)))

    async def _write(self, job: Callable[[sqlite3.Connection], T]) -> T:
        def work(connection: sqlite3.Connection) -> T:
            if self._presence is not None:
                self._presence.beat()
            return job(connection)

        return await self._writer.write(work)

    def _connect(self) -> sqlite3.Connection:
        opened = open_for_writing(self.path, self._patience_s, full_text=self._full_text)
        self._indexed, self._presence = opened.indexed, opened.presence
        return opened.connection
