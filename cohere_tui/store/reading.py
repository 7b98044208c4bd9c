"""What is read from the database, except by searching: functions of a connection."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from cohere_tui.state.conversation import Conversation
from cohere_tui.store.page import Page
from cohere_tui.store.rows import to_entry, to_settings

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from cohere_tui.store.query import Query

PAGE_CHARACTERS = 1_000_000
"""A page ends early when its records are longer than this, so that giants open at once too."""

_CONVERSATION = """
    SELECT conversation.id, title, created_at, updated_at, body, messages
    FROM conversation JOIN settings ON settings.number = conversation.settings
    """


def data_version(connection: sqlite3.Connection) -> int:
    """A number that is another one after another connection has changed the file."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


def conversations(
    connection: sqlite3.Connection, query: Query, limit: int, offset: int
) -> tuple[Conversation, ...]:
    """Newest first; those whose title or text has what the query looks for."""
    where, values = query.conversations()
    rows = connection.execute(
        f"{_CONVERSATION} WHERE deleted_at IS NULL AND {where}"
        " ORDER BY updated_at DESC, conversation.number DESC LIMIT ? OFFSET ?",
        (*values, limit, offset),
    )
    return _conversations(rows.fetchall())


def conversation(connection: sqlite3.Connection, conversation_id: str) -> Conversation | None:
    """One conversation, a deleted one too; None when there is none of this id."""
    rows = connection.execute(f"{_CONVERSATION} WHERE conversation.id = ?", (conversation_id,))
    return next(iter(_conversations(rows.fetchall())), None)


def entries(
    connection: sqlite3.Connection, conversation_id: str, before: int | None, limit: int
) -> Page:
    """The last `limit` entries, or the last before a position; fewer when they are very long."""
    rows = connection.execute(
        "SELECT position, body, entry.id, kind, at, text, record"
        " FROM entry JOIN settings ON settings.number = entry.settings"
        " WHERE conversation = (SELECT number FROM conversation WHERE id = ?) AND position < ?"
        " ORDER BY position DESC LIMIT ?",
        (conversation_id, 2**62 if before is None else before, limit + 1),
    )
    taken: list[tuple[int, str, str, str, float, str, str]] = []
    size, more = 0, False
    for row in rows:
        if len(taken) == limit or size > PAGE_CHARACTERS:
            more = True
            break
        taken.append(row)
        size += len(row[-1])
    rows.close()
    if not taken:
        return Page(more=more)
    taken.reverse()
    settings = cache(to_settings)
    return Page(
        entries=tuple(to_entry(*row[2:]) for row in taken),
        settings=tuple(settings(row[1]) for row in taken),
        first=taken[0][0],
        more=more,
    )


def prompts(connection: sqlite3.Connection, limit: int) -> tuple[str, ...]:
    """What was asked in all conversations, newest first, each text once."""
    rows = connection.execute(
        "SELECT text FROM entry INDEXED BY entry_prompts"
        " JOIN conversation ON conversation.number = entry.conversation"
        " WHERE kind = 'prompt' AND deleted_at IS NULL ORDER BY at DESC, entry.number DESC"
    )
    found: dict[str, None] = {}
    for (text,) in rows:
        if len(found) >= limit:
            break
        found.setdefault(text)
    rows.close()
    return tuple(found)


def _conversations(
    rows: Sequence[tuple[str, str, float, float, str, int]],
) -> tuple[Conversation, ...]:
    settings = cache(to_settings)
    return tuple(
        Conversation(id_, title, created, updated, settings(body), messages)
        for id_, title, created, updated, body, messages in rows
    )
