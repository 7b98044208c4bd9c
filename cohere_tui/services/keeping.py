"""Writing answers down: while they grow, when they end, and later what could not be written."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from cohere_tui.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cohere_tui.state.turn import Entry, Turn
    from cohere_tui.store.store import Store

SAVE_EVERY_S = 0.8
"""How often a growing answer is written down; the promise is once a second."""

Trouble = Callable[[StoreError | None], None]
"""Told when writing fails for the first time, and with None when it works again."""


class Keeper:
    """Keeps answers in a store that may refuse them for a while."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._late: dict[str, Turn] = {}

    @property
    def late(self) -> int:
        """How many answers that are over could not be written yet."""
        return len(self._late)

    def late_in(self, conversation_id: str) -> Turn | None:
        """The answer of this conversation that could not be written yet."""
        return self._late.get(conversation_id)

    async def follow(
        self, conversation_id: str, newest: Callable[[], Turn], on_trouble: Trouble
    ) -> None:
        """Write the newest state of an answer down, again and again until cancelled."""
        kept: Turn | None = None
        failing = False
        while True:
            await asyncio.sleep(SAVE_EVERY_S)
            turn = newest()
            if turn is kept:
                continue
            try:
                await self._store.save(conversation_id, turn)
            except StoreError as error:
                if not failing:
                    on_trouble(error)
                failing = True
            else:
                kept = turn
                if failing:
                    on_trouble(None)
                failing = False

    async def end(self, conversation_id: str, turn: Turn) -> None:
        """Write an answer down that is over. Raises `StoreError`; then it is tried again later."""
        self._late[conversation_id] = turn
        await asyncio.shield(self.catch_up(conversation_id))

    async def catch_up(self, conversation_id: str) -> None:
        """Write down what could not be written before. Raises `StoreError`."""
        turn = self._late.get(conversation_id)
        if turn is not None:
            await self._store.save(conversation_id, turn)
            self._late.pop(conversation_id, None)

    async def catch_up_with_all(self) -> None:
        """Write down as much as can be: the last chance there is."""
        for conversation_id in list(self._late):
            with suppress(StoreError):
                await self.catch_up(conversation_id)

    def forget(self, conversation_id: str, entries: Iterable[Entry]) -> None:
        """These entries are not wanted any more."""
        turn = self._late.get(conversation_id)
        if turn is not None and any(entry.id == turn.id for entry in entries):
            del self._late[conversation_id]
