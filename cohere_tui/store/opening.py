"""How a store is opened, on the thread that will use the connection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cohere_tui.store.connection import connect, prepare_to_write
from cohere_tui.store.place import prepare, presence_folder
from cohere_tui.store.presence import Presence, sweep
from cohere_tui.store.schema import check, index, migrate

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Opened:
    """A connection that may write."""

    connection: sqlite3.Connection
    indexed: bool
    """Whether there is an index of words to search in."""
    presence: Presence | None
    """The sign that this writer lives; none for a database in memory."""


def open_for_writing(path: Path | None, patience_s: float, *, full_text: bool) -> Opened:
    """Make what is missing, take outstanding migrations, and sign as a writer.

    Raises `StoreError`, `sqlite3.Error` or OSError; a file that is not ours is left as it was.
    """
    if path is not None:
        prepare(path)
    connection = connect(path, patience_s)
    try:
        check(connection, "the store in memory" if path is None else str(path))
        prepare_to_write(connection, patience_s)
        migrate(connection)
        indexed = index(connection, wanted=full_text)
        return Opened(connection, indexed, None if path is None else _sign(presence_folder(path)))
    except BaseException:
        connection.close()
        raise


def open_for_reading(path: Path | None, patience_s: float) -> sqlite3.Connection:
    """A connection to a store that is open for writing already. Raises `sqlite3.Error`."""
    connection = connect(path, patience_s)
    connection.execute("PRAGMA query_only = ON")
    return connection


def _sign(folder: Path) -> Presence:
    presence = Presence(folder)
    sweep(folder)
    return presence
