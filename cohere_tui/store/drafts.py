"""What is written in a composer and not yet sent, by conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.store.rows import storable

if TYPE_CHECKING:
    import sqlite3


def keep(connection: sqlite3.Connection, conversation_id: str, text: str) -> None:
    """Keep the draft of a conversation, or forget it when it is empty."""
    if text:
        connection.execute(
            "INSERT INTO draft (conversation, text) VALUES (?, ?)"
            " ON CONFLICT (conversation) DO UPDATE SET text = excluded.text",
            (conversation_id, storable(text)),
        )
    else:
        connection.execute("DELETE FROM draft WHERE conversation = ?", (conversation_id,))


def kept(connection: sqlite3.Connection, conversation_id: str) -> str:
    """The draft of a conversation; empty when there is none."""
    asked = "SELECT text FROM draft WHERE conversation = ?"
    row = connection.execute(asked, (conversation_id,)).fetchone()
    return row[0] if row else ""
