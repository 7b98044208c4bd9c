"""Everything from one store to another, as it is: ids, times and settings stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3

_CONVERSATIONS = """
    SELECT id, title, created_at, updated_at, deleted_at, body
    FROM conversation JOIN settings ON settings.number = settings ORDER BY conversation.number
    """
_ENTRIES = """
    SELECT conversation.id, entry.id, position, kind, at, text, record, body
    FROM entry JOIN conversation ON conversation.number = conversation
    JOIN settings ON settings.number = entry.settings ORDER BY entry.number
    """
_PUT_CONVERSATION = """
    INSERT INTO conversation (id, title, created_at, updated_at, deleted_at, settings)
    SELECT ?, ?, ?, ?, ?, number FROM settings WHERE body = ?
    ON CONFLICT (id) DO NOTHING
    """
_PUT_ENTRY = """
    INSERT INTO entry (conversation, id, position, kind, at, text, record, settings)
    SELECT conversation.number, ?, ?, ?, ?, ?, ?, settings.number
    FROM conversation, settings WHERE conversation.id = ? AND body = ?
    ON CONFLICT DO NOTHING
    """
_RUN = "playground, profile, at, took_s, requests, trouble, fields, brief, answer"
_PUT_RUN = f"INSERT INTO run ({_RUN}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Load:
    """All that a store holds, as rows."""

    conversations: list[tuple[Any, ...]]
    entries: list[tuple[Any, ...]]
    drafts: list[tuple[str, str]]
    runs: list[tuple[Any, ...]]


def take(connection: sqlite3.Connection) -> Load:
    """Everything there is. Meant for the store of one session: it is read into memory."""
    return Load(
        connection.execute(_CONVERSATIONS).fetchall(),
        connection.execute(_ENTRIES).fetchall(),
        connection.execute("SELECT conversation, text FROM draft").fetchall(),
        connection.execute(f"SELECT {_RUN} FROM run ORDER BY number").fetchall(),
    )


def put(connection: sqlite3.Connection, load: Load) -> None:
    """Add what is not there yet. Answers must be over: nobody writes them any more."""
    bodies = {row[-1] for row in (*load.conversations, *load.entries)}
    connection.executemany(
        "INSERT OR IGNORE INTO settings (body) VALUES (?)", [(body,) for body in bodies]
    )
    connection.executemany(_PUT_CONVERSATION, load.conversations)
    connection.executemany(
        _PUT_ENTRY, [(*rest, conversation, body) for conversation, *rest, body in load.entries]
    )
    connection.executemany("INSERT OR IGNORE INTO draft VALUES (?, ?)", load.drafts)
    connection.executemany(_PUT_RUN, load.runs)
