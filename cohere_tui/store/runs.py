"""Runs of playgrounds on the disk: what was asked, and what came."""

from __future__ import annotations

import asyncio
import json
import zlib
from typing import TYPE_CHECKING, Any, Final, TypeVar

from cohere_tui.errors import StoreError
from cohere_tui.state.playground.run import KeptRun, RunLine
from cohere_tui.store.border import NOTHING_CHANGED
from cohere_tui.store.rows import storable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from cohere_tui.store.desk import Ask

T = TypeVar("T")

_BRIEF: Final = 200
"""So many characters of a field stand in the list of runs."""
_COLUMNS: Final = "playground, profile, at, took_s, requests, trouble"


class Runs:
    """The runs of all playgrounds, by number; answers are packed. Every method raises `StoreError`.

    `read` and `write` do a job with the database, each on its own thread.
    """

    def __init__(self, read: Ask, write: Ask) -> None:
        self._read = read
        self._write = write

    async def keep(self, run: KeptRun) -> int:
        """Add a run, or put it in the place of the one with its number; gives its number."""
        packed = await asyncio.to_thread(_packed, run.answer)
        return await self._write(lambda c: _put(c, run, packed))

    async def list(self, playground: str, *, limit: int = 500) -> tuple[RunLine, ...]:
        """The runs of one playground, the newest first; long fields are cut."""
        return await self._read(lambda c: _list(c, playground, limit))

    async def get(self, number: int) -> KeptRun | None:
        """One run, whole; None when there is none any more."""
        row = await self._read(lambda c: _row(c, number))
        return None if row is None else await asyncio.to_thread(_unpacked, number, row)

    async def remove(self, number: int) -> None:
        """Forget a run for good."""
        await self._write(lambda c: _remove(c, number))


def _put(connection: sqlite3.Connection, run: KeptRun, packed: bytes) -> int:
    added = connection.execute(
        f"INSERT OR REPLACE INTO run (number, {_COLUMNS}, fields, brief, answer)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            run.id or None,
            run.playground,
            storable(run.profile),
            run.at,
            run.took_s,
            run.requests,
            storable(run.trouble),
            _fields(run.values),
            _fields({name: text[:_BRIEF] for name, text in run.values.items()}),
            packed,
        ),
    )
    assert added.lastrowid is not None
    return added.lastrowid


def _list(connection: sqlite3.Connection, playground: str, limit: int) -> tuple[RunLine, ...]:
    rows = connection.execute(
        f"SELECT number, {_COLUMNS}, brief FROM run WHERE playground = ?"
        " ORDER BY at DESC, number DESC LIMIT ?",
        (playground, limit),
    )
    return tuple(
        RunLine(number, name, at, took_s, _object(brief), requests, trouble, profile)
        for number, name, profile, at, took_s, requests, trouble, brief in rows
    )


def _row(connection: sqlite3.Connection, number: int) -> tuple[Any, ...] | None:
    asked = f"SELECT {_COLUMNS}, fields, answer FROM run WHERE number = ?"
    row: tuple[Any, ...] | None = connection.execute(asked, (number,)).fetchone()
    return row


def _remove(connection: sqlite3.Connection, number: int) -> None:
    connection.execute("DELETE FROM run WHERE number = ?", (number,))


def _packed(answer: Any) -> bytes:
    text = json.dumps(answer, separators=(",", ":"), default=list)
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def _unpacked(number: int, row: tuple[Any, ...]) -> KeptRun:
    playground, profile, at, took_s, requests, trouble, fields, packed = row
    try:
        answer = json.loads(zlib.decompress(packed))
    except (zlib.error, ValueError, TypeError, RecursionError) as error:
        what = "The answer of this run is damaged and cannot be read"
        raise StoreError(what, kept=NOTHING_CHANGED, remedy="Run it again.") from error
    return KeptRun(
        playground, _object(fields), answer, at, took_s, requests, trouble, profile, number
    )


def _fields(values: Mapping[str, str]) -> str:
    return json.dumps(dict(values))


def _object(text: str) -> dict[str, str]:
    """The fields of a row; none where they are damaged."""
    try:
        found = json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: value for name, value in found.items() if isinstance(value, str)}
