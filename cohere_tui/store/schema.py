"""The tables, as a list of steps that only ever grows; and the index of words over them.

`PRAGMA user_version` counts the steps a file has taken. A step is never edited once released: what
it got wrong, the next one mends. The full-text index is not a step, because a SQLite without FTS5
must be able to write the same file: it stands while its triggers stand, and is built anew when they
are missing.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from cohere_tui.errors import StoreError, StoreNewer
from cohere_tui.store.connection import transaction

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STEPS = (
    """
    PRAGMA application_id = 1131369557;

    -- What requests were made with. Many answers share one row: a system prompt is kept once.
    CREATE TABLE settings (
        number INTEGER PRIMARY KEY,
        body TEXT NOT NULL UNIQUE
    );

    CREATE TABLE conversation (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        created_at REAL NOT NULL,
        updated_at REAL NOT NULL,
        deleted_at REAL,
        settings INTEGER NOT NULL REFERENCES settings (number),
        messages INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX conversation_recent ON conversation (updated_at DESC, number DESC)
        WHERE deleted_at IS NULL;
    CREATE INDEX conversation_deleted ON conversation (deleted_at) WHERE deleted_at IS NOT NULL;
    CREATE INDEX conversation_settings ON conversation (settings);

    -- `record` is the whole entry as JSON; `text` is what can be found in it, empty while it runs;
    -- `writer` names the instance of the app that is still writing it.
    CREATE TABLE entry (
        number INTEGER PRIMARY KEY,
        conversation INTEGER NOT NULL REFERENCES conversation (number) ON DELETE CASCADE,
        id TEXT NOT NULL,
        position INTEGER NOT NULL,
        kind TEXT NOT NULL,
        at REAL NOT NULL,
        writer TEXT,
        settings INTEGER NOT NULL REFERENCES settings (number),
        text TEXT NOT NULL,
        record TEXT NOT NULL,
        UNIQUE (conversation, position),
        UNIQUE (conversation, id)
    );
    CREATE INDEX entry_prompts ON entry (at DESC, number DESC) WHERE kind = 'prompt';
    CREATE INDEX entry_running ON entry (writer) WHERE writer IS NOT NULL;
    CREATE INDEX entry_settings ON entry (settings);

    -- What is written and not yet sent; '' is the conversation that has not begun.
    CREATE TABLE draft (
        conversation TEXT PRIMARY KEY,
        text TEXT NOT NULL
    ) WITHOUT ROWID;

    CREATE TRIGGER entry_counted AFTER INSERT ON entry BEGIN
        UPDATE conversation SET messages = messages + 1 WHERE number = new.conversation;
    END;
    CREATE TRIGGER entry_uncounted AFTER DELETE ON entry BEGIN
        UPDATE conversation SET messages = messages - 1 WHERE number = old.conversation;
    END;
    """,
    """
    -- Runs of playgrounds. `fields` is the form as JSON, `brief` the same with long values cut, for
    -- lists; `answer` is JSON, packed with zlib: vectors are megabytes.
    CREATE TABLE run (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        playground TEXT NOT NULL,
        profile TEXT NOT NULL,
        at REAL NOT NULL,
        took_s REAL NOT NULL,
        requests INTEGER NOT NULL,
        trouble TEXT NOT NULL,
        fields TEXT NOT NULL,
        brief TEXT NOT NULL,
        answer BLOB NOT NULL
    );
    CREATE INDEX run_recent ON run (playground, at DESC, number DESC);
    """,
)
"""Append only. Each is one SQL script, run in one transaction; statements end with their line."""

_OURS = 1131369557

_WORDS = """
    CREATE VIRTUAL TABLE {table}_words USING fts5 (
        {column}, content = '{table}', content_rowid = 'number',
        tokenize = 'unicode61 remove_diacritics 2'
    );
    INSERT INTO {table}_words ({table}_words) VALUES ('rebuild');
    CREATE TRIGGER {table}_words_added AFTER INSERT ON {table} BEGIN
        INSERT INTO {table}_words (rowid, {column}) VALUES (new.number, new.{column});
    END;
    CREATE TRIGGER {table}_words_removed AFTER DELETE ON {table} BEGIN
        INSERT INTO {table}_words ({table}_words, rowid, {column})
        VALUES ('delete', old.number, old.{column});
    END;
    CREATE TRIGGER {table}_words_changed AFTER UPDATE OF {column} ON {table}
    WHEN old.{column} IS NOT new.{column} BEGIN
        INSERT INTO {table}_words ({table}_words, rowid, {column})
        VALUES ('delete', old.number, old.{column});
        INSERT INTO {table}_words (rowid, {column}) VALUES (new.number, new.{column});
    END;
    """
_INDEXED = (("entry", "text"), ("conversation", "title"))
_TRIGGERS = tuple(
    f"{table}_words_{done}" for table, _ in _INDEXED for done in ("added", "removed", "changed")
)
_SHADOWS = ("data", "idx", "docsize", "config", "content")
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT}


def version(connection: sqlite3.Connection) -> int:
    """How many steps the file has taken."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def check(connection: sqlite3.Connection, where: str, steps: Sequence[str] = STEPS) -> None:
    """Look, without writing, whether the file is one that this version of the app can use.

    Raises `StoreNewer` for one that has taken more steps than we know, and `StoreError` for a
    database of another program.
    """
    connection.execute("BEGIN")  # one look: another instance may be making the file just now
    try:
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        (owner,) = connection.execute("PRAGMA application_id").fetchone()
        found = version(connection)
    finally:
        connection.execute("ROLLBACK")
    if (tables or found) and owner != _OURS:
        raise StoreError(
            f"{where} is the database of another program",
            kept="The file was not touched.",
            remedy="Point cohere-tui at another data directory.",
        )
    if found > len(steps):
        raise StoreNewer(
            f"{where} has version {found}, and this cohere-tui knows versions up to {len(steps)}",
            kept="The file was not touched.",
        )


def migrate(connection: sqlite3.Connection, steps: Sequence[str] = STEPS) -> None:
    """Take the steps that the file has not taken yet, each wholly or not at all."""
    for number, script in enumerate(steps, start=1):
        if version(connection) >= number:
            continue
        with transaction(connection):
            if version(connection) < number:  # another instance may have been quicker
                for statement in _statements(script):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number}")


def index(connection: sqlite3.Connection, *, wanted: bool = True) -> bool:
    """Bring the index of words in step, and say whether there is one to search in.

    Where it is not wanted, or this SQLite has no FTS5, its triggers go, so that entries can still
    be written: whoever opens the file with FTS5 sees that they are missing and builds it anew.
    """
    able = connection.execute("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").fetchone()
    use = wanted and able is not None
    standing = len(_TRIGGERS) if use else 0
    if _standing(connection) != standing:
        with transaction(connection):
            if not use:
                _drop_triggers(connection)
            elif _standing(connection) != standing:  # another instance may have been quicker
                rebuild(connection)
    return use


def may_be_the_index(error: Exception) -> bool:
    """Whether a damaged index of words can be what went wrong: it has several ways of saying so.

    One is to ask for absurd amounts of memory.
    """
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return isinstance(error, MemoryError) or (code is not None and code & 0xFF in _DAMAGE)


def mend(connection: sqlite3.Connection, error: Exception) -> bool:
    """Make the index anew if it can be the cause of `error`; says whether to try again.

    What people wrote is worth more than the index: that must not keep them from writing.
    """
    if not may_be_the_index(error):
        return False
    with transaction(connection):
        rebuild(connection)
    return True


def rebuild(connection: sqlite3.Connection) -> None:
    """Make the index of words anew, inside a transaction, whatever state it is in."""
    _drop_triggers(connection)
    for table, column in _INDEXED:
        _drop_words(connection, f"{table}_words")
        for statement in _statements(_WORDS.format(table=table, column=column)):
            connection.execute(statement)


def _drop_triggers(connection: sqlite3.Connection) -> None:
    for trigger in _TRIGGERS:
        connection.execute(f"DROP TRIGGER IF EXISTS {trigger}")


def _drop_words(connection: sqlite3.Connection, words: str) -> None:
    try:
        connection.execute(f"DROP TABLE IF EXISTS {words}")
    except (sqlite3.DatabaseError, MemoryError):
        # Too damaged to be opened, and what cannot be opened cannot be dropped: so it is struck
        # off the list of tables, and what it was made of is dropped piece by piece.
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("DELETE FROM sqlite_master WHERE name = ?", (words,))
        connection.execute("PRAGMA writable_schema = RESET")
        for shadow in _SHADOWS:
            connection.execute(f"DROP TABLE IF EXISTS {words}_{shadow}")


def _standing(connection: sqlite3.Connection) -> int:
    marks = ", ".join("?" * len(_TRIGGERS))
    counted = connection.execute(
        f"SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name IN ({marks})",
        _TRIGGERS,
    ).fetchone()
    return int(counted[0])


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
