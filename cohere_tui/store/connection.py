"""One connection to SQLite, set up for two programs that use the same file at once."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_JOURNAL_BYTES = 4 * 1024 * 1024
_PAUSE_S = 0.02


def connect(path: Path | None, patience_s: float) -> sqlite3.Connection:
    """A connection to the file, or to a database of its own in memory for None.

    Transactions are opened by hand (`transaction`). Whoever finds the file locked waits up to
    `patience_s` seconds. The connection belongs to the thread that called. Raises `sqlite3.Error`.
    """
    return sqlite3.connect(
        ":memory:" if path is None else path, timeout=patience_s, isolation_level=None
    )


def prepare_to_write(connection: sqlite3.Connection, patience_s: float) -> None:
    """Set the write-ahead log and what else makes a commit last. Raises `sqlite3.Error`.

    Every commit is flushed to the disk, because a partial answer that was saved must be there after
    the power failed; the writer's own thread waits for it, nobody else.
    """
    _use_write_ahead_log(connection, time.monotonic() + patience_s)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA journal_size_limit = {_JOURNAL_BYTES}")


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """What is done inside is kept as a whole at the end, or not at all."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        # Still open when something failed, the commit itself included. After some errors
        # (a full disk) SQLite has already rolled back by itself.
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _use_write_ahead_log(connection: sqlite3.Connection, deadline: float) -> None:
    # Changing the mode fails at once, whatever the timeout, when another instance is just opening
    # the same new file.
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE_S)
        else:
            return
