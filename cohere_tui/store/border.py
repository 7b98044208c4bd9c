"""Where the words of SQLite and of the system become ours: above this, nobody knows them."""

from __future__ import annotations

import contextlib
import errno
import sqlite3
from typing import TYPE_CHECKING

from cohere_tui.errors import StoreCorrupt, StoreError, StoreLocked, StoreReadOnly

if TYPE_CHECKING:
    from collections.abc import Iterator

NOTHING_CHANGED = "Nothing was changed."
NOT_WRITTEN = "It was not written; what is on screen stays until you quit."

_ASIDE = "Move it aside to start afresh (it is renamed, not deleted), or put a backup in its place."

_DAMAGED = (StoreCorrupt, "{where} is not a database, or is damaged", _ASIDE)
_UNREADABLE = (StoreError, "The disk cannot read {where}", "Check the disk, and back the file up.")
_HELD = (StoreLocked, "Another program holds {where}", "")
_FORBIDDEN = (StoreReadOnly, "{where} cannot be written", "")
_REFUSED = (StoreReadOnly, "The disk refused to write {where}", "")
_FULL = (StoreReadOnly, "The disk is full, so that {where} cannot be written", "")
_CLOSED_DOOR = (StoreReadOnly, "{where} cannot be opened", "")

_MEANINGS: dict[int, tuple[type[StoreError], str, str]] = {
    sqlite3.SQLITE_BUSY: _HELD,
    sqlite3.SQLITE_LOCKED: _HELD,
    sqlite3.SQLITE_PROTOCOL: _HELD,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_IOERR_SHORT_READ: _DAMAGED,
    sqlite3.SQLITE_IOERR_CORRUPTFS: _DAMAGED,
    sqlite3.SQLITE_IOERR_READ: _UNREADABLE,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _FORBIDDEN,
    sqlite3.SQLITE_PERM: _FORBIDDEN,
    sqlite3.SQLITE_IOERR: _REFUSED,
    sqlite3.SQLITE_CANTOPEN: _CLOSED_DOOR,
}
"""By extended code first, then by primary code."""

_OTHER = (StoreError, "SQLite could not use {where}", "Try again; if it goes on, report it.")
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextlib.contextmanager
def border(where: str, kept: str) -> Iterator[None]:
    """Errors of SQLite and of files inside leave as `StoreError`s with `where` and what was `kept`.

    A misuse of the sqlite3 module carries no code of SQLite: that is a bug of ours, and stays one.
    """
    try:
        yield
    except sqlite3.Error as error:
        code: int | None = getattr(error, "sqlite_errorcode", None)
        if code is None:
            raise
        meaning = _MEANINGS.get(code) or _MEANINGS.get(code & 0xFF) or _OTHER
        raise _error(meaning, where, str(error), kept) from error
    except OSError as error:
        meaning = _FULL if error.errno in _NO_ROOM else _CLOSED_DOOR
        raise _error(meaning, where, error.strerror or str(error), kept) from error


def _error(
    meaning: tuple[type[StoreError], str, str], where: str, said: str, kept: str
) -> StoreError:
    kind, what, remedy = meaning
    return kind(f"{what.format(where=where)} ({said})", kept=kept, remedy=remedy)
