"""Where in titles and entries the words of a query are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.store.page import Hit
from cohere_tui.store.query import FOLDING, Query, likes

if TYPE_CHECKING:
    import re
    import sqlite3

_BEFORE, _AROUND = 60, 200
"""Characters of a snippet before the first find, and in all."""
_FOLDED = 200_000
"""How far into a long text a find is looked for that differs in its accents."""

_ENTRIES = """
    SELECT conversation.id, title, entry.text, entry.id, position, kind, at
    FROM {source} JOIN conversation ON conversation.number = entry.conversation
    WHERE deleted_at IS NULL AND {where} ORDER BY {order} LIMIT ?
    """


def search(connection: sqlite3.Connection, query: Query, limit: int) -> tuple[Hit, ...]:
    """Titles, newest first; then entries: with an index the best first, without it the newest."""
    if not query.parts:
        return ()
    titles = _in_titles(connection, query, limit)
    return (*titles, *_in_entries(connection, query, limit - len(titles)))


def _in_titles(connection: sqlite3.Connection, query: Query, limit: int) -> list[Hit]:
    where, values = query.titles()
    rows = connection.execute(
        f"SELECT id, title, updated_at FROM conversation WHERE deleted_at IS NULL AND {where}"
        " ORDER BY updated_at DESC, number DESC LIMIT ?",
        (*values, limit),
    )
    finder = query.finder(anywhere=True)
    return [Hit(id_, title, *_cut(title, finder), at=at) for id_, title, at in rows.fetchall()]


def _in_entries(connection: sqlite3.Connection, query: Query, limit: int) -> list[Hit]:
    where, values = likes("entry.text", query.literal)
    source, order = "entry", "entry.number DESC"
    if query.match:
        source, order = "entry_words JOIN entry ON entry.number = entry_words.rowid", "rank"
        where, values = f"entry_words MATCH ? AND {where}", [query.match, *values]
    rows = connection.execute(
        _ENTRIES.format(source=source, where=where, order=order), (*values, limit)
    )
    finder = query.finder()
    # Not by the index's own snippet(): its time grows with the square of how often a word occurs.
    return [
        Hit(id_, title, *_cut(text, finder), *rest) for id_, title, text, *rest in rows.fetchall()
    ]


def _cut(text: str, finder: re.Pattern[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The stretch of the text around the first find, and where the finds are in it."""
    first = finder.search(text)
    if first is None and not text.isascii():
        first = finder.search(text[:_FOLDED].translate(FOLDING))
    start = max(0, first.start() - _BEFORE) if first is not None else 0
    end = start + _AROUND
    snippet = ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
    return snippet, tuple(found.span() for found in finder.finditer(snippet.translate(FOLDING)))
