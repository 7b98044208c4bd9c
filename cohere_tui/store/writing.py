"""What changes the database: functions of a connection inside a transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from cohere_tui.errors import StoreError
from cohere_tui.state.conversation import Conversation, Settings
from cohere_tui.state.turn import Turn
from cohere_tui.store.border import NOT_WRITTEN
from cohere_tui.store.rows import from_settings, storable, to_entry, to_row

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from cohere_tui.state.turn import Entry

_PUT = """
    INSERT INTO entry (conversation, id, position, kind, at, writer, settings, text, record)
    VALUES (
        :conversation, :id, :position,
        :kind, :at, :writer, coalesce(:settings, :usual), :text, :record
    )
    ON CONFLICT (conversation, id) DO UPDATE SET
        at = :at, writer = :writer, settings = coalesce(:settings, settings),
        text = :text, record = :record
    """


def create(
    connection: sqlite3.Connection, settings: Settings, title: str, now: float
) -> Conversation:
    """A new conversation without entries."""
    id_, title = uuid4().hex, storable(title)
    connection.execute(
        "INSERT INTO conversation (id, title, created_at, updated_at, settings)"
        " VALUES (?, ?, ?, ?, ?)",
        (id_, title, now, now, _settings(connection, settings)),
    )
    return Conversation(id_, title, now, now, settings)


def put(
    connection: sqlite3.Connection,
    conversation_id: str,
    entry: Entry,
    settings: Settings | None,
    writer: str,
    now: float,
    after: str = "",
) -> None:
    """The entry in the place it has; a new one behind the entry `after`, or else at the end.

    Without `settings` it keeps those it has, or takes those of the conversation.
    """
    number, usual = _conversation(connection, conversation_id)
    row = to_row(entry)
    connection.execute(
        _PUT,
        {
            "conversation": number,
            "id": row.id,
            "position": _room(connection, number, row.id, after),
            "kind": row.kind,
            "at": row.at,
            "writer": writer if row.running else None,
            "settings": None if settings is None else _settings(connection, settings),
            "usual": usual,
            "text": row.text,
            "record": row.record,
        },
    )
    connection.execute("UPDATE conversation SET updated_at = ? WHERE number = ?", (now, number))


def _room(connection: sqlite3.Connection, number: int, id_: str, after: str) -> int:
    """A free position behind the entry `after`; at the end when that is not there."""
    (found,) = connection.execute(
        "SELECT coalesce(max(position), 0) FROM entry WHERE conversation = ?", (number,)
    ).fetchone()
    last = int(found)
    if not after:
        return last + 1
    places: dict[str, int] = dict(
        connection.execute(
            "SELECT id, position FROM entry WHERE conversation = ? AND id IN (?, ?)",
            (number, id_, after),
        )
    )
    place = places.get(after, last)
    if place < last and id_ not in places:
        # Twice, as no two may have the same position even for a moment.
        connection.execute(
            "UPDATE entry SET position = -position WHERE conversation = ? AND position > ?",
            (number, place),
        )
        connection.execute(
            "UPDATE entry SET position = 1 - position WHERE conversation = ? AND position < 0",
            (number,),
        )
    return place + 1


def remove(
    connection: sqlite3.Connection, conversation_id: str, entry_ids: Sequence[str], now: float
) -> None:
    """Without these entries; ids that are not there do no harm."""
    number, _ = _conversation(connection, conversation_id)
    connection.executemany(
        "DELETE FROM entry WHERE conversation = ? AND id = ?", [(number, id_) for id_ in entry_ids]
    )
    connection.execute("UPDATE conversation SET updated_at = ? WHERE number = ?", (now, number))


def rename(connection: sqlite3.Connection, conversation_id: str, title: str) -> None:
    """Another title; the conversation keeps its place in the list."""
    number, _ = _conversation(connection, conversation_id)
    connection.execute(
        "UPDATE conversation SET title = ? WHERE number = ?", (storable(title), number)
    )


def change_settings(
    connection: sqlite3.Connection, conversation_id: str, settings: Settings
) -> None:
    """Other settings for the answers to come."""
    number, _ = _conversation(connection, conversation_id)
    connection.execute(
        "UPDATE conversation SET settings = ? WHERE number = ?",
        (_settings(connection, settings), number),
    )


def mark_deleted(
    connection: sqlite3.Connection, conversation_id: str, deleted_at: float | None
) -> None:
    """Out of every list and search from then on; None brings it back."""
    number, _ = _conversation(connection, conversation_id)
    connection.execute(
        "UPDATE conversation SET deleted_at = ? WHERE number = ?", (deleted_at, number)
    )


def purge(connection: sqlite3.Connection, before: float) -> int:
    """Remove for good what was deleted before then; says how many conversations."""
    gone = connection.execute("DELETE FROM conversation WHERE deleted_at < ?", (before,)).rowcount
    if gone:
        connection.execute(
            "DELETE FROM settings WHERE number NOT IN (SELECT settings FROM conversation)"
            " AND number NOT IN (SELECT settings FROM entry)"
        )
    return gone


def settle(connection: sqlite3.Connection, is_gone: Callable[[str], bool]) -> int:
    """Mark the running answers of writers that are gone as interrupted; says how many."""
    marked = 0
    writers = connection.execute("SELECT DISTINCT writer FROM entry WHERE writer IS NOT NULL")
    for writer in [row[0] for row in writers.fetchall()]:
        if is_gone(writer):
            marked += _interrupt(connection, writer)
    return marked


def _interrupt(connection: sqlite3.Connection, writer: str) -> int:
    rows = connection.execute(
        "SELECT number, id, kind, at, text, record FROM entry WHERE writer = ?", (writer,)
    ).fetchall()
    for number, *values in rows:
        entry = to_entry(*values)
        row = to_row(entry.interrupted() if isinstance(entry, Turn) else entry)
        connection.execute(
            "UPDATE entry SET writer = NULL, text = ?, record = ? WHERE number = ?",
            (row.text, row.record, number),
        )
    return len(rows)


def _conversation(connection: sqlite3.Connection, id_: str) -> tuple[int, int]:
    """Its number and the number of its settings."""
    row: tuple[int, int] | None = connection.execute(
        "SELECT number, settings FROM conversation WHERE id = ?", (id_,)
    ).fetchone()
    if row is None:
        raise StoreError(
            "The conversation is no longer there", kept=NOT_WRITTEN, remedy="Start a new one."
        )
    return row


def _settings(connection: sqlite3.Connection, settings: Settings) -> int:
    body = from_settings(settings)
    connection.execute("INSERT OR IGNORE INTO settings (body) VALUES (?)", (body,))
    (number,) = connection.execute("SELECT number FROM settings WHERE body = ?", (body,)).fetchone()
    return int(number)
