"""What is written and not yet sent, by the place it is written in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.store.rows import storable

if TYPE_CHECKING:
    import sqlite3

    from cohere_tui.store.desk import Ask


class Drafts:
    """The drafts of all places: conversations by their ids, a new one under the empty id, and more.

    `read` and `write` do a job with the database, each on its own thread. Every method raises
    `StoreError`.
    """

    def __init__(self, read: Ask, write: Ask) -> None:
        self._read = read
        self._write = write

    async def keep(self, place: str, text: str) -> None:
        """Keep what is written there, or forget it when that is empty."""
        await self._write(lambda c: _put(c, place, text))

    async def get(self, place: str) -> str:
        """What was written there last and not sent; empty for nothing."""
        return await self._read(lambda c: _kept(c, place))


def _put(connection: sqlite3.Connection, place: str, text: str) -> None:
    if text:
        connection.execute(
            "INSERT INTO draft (conversation, text) VALUES (?, ?)"
            " ON CONFLICT (conversation) DO UPDATE SET text = excluded.text",
            (place, storable(text)),
        )
    else:
        connection.execute("DELETE FROM draft WHERE conversation = ?", (place,))


def _kept(connection: sqlite3.Connection, place: str) -> str:
    asked = "SELECT text FROM draft WHERE conversation = ?"
    row = connection.execute(asked, (place,)).fetchone()
    return row[0] if row else ""
