"""Searching as a person types: any text is a query, and none is an error."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cohere_tui.store.page import Hit
from cohere_tui.store.rows import storable

if TYPE_CHECKING:
    import sqlite3

_PART = re.compile(r'"([^"]*)"?|(\S+)')
# Without spaces between words the index holds whole sentences as one word: Thai, Lao, Burmese,
# Khmer, kana, Han, and Hangul, whose words end in particles.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af"
    "\U00020000-\U0003ffff]"
)
# The index knows letters and digits only: `c++` is `c` to it.
_SYMBOL = re.compile(r"[^\w\s.,;:!?'\"()\[\]-]")

# SQLite refuses patterns and expressions that are too long; a person types neither.
_LONGEST, _MOST_PARTS = 500, 32

_BEFORE, _AROUND = 60, 200
"""Characters of a snippet before the first find, and in all."""
_FOLDED = 200_000
"""How far into a long text a find is looked for that differs in its accents."""

_ENTRIES = """
    SELECT conversation.id, title, entry.text, entry.id, position, kind, at
    FROM {source} JOIN conversation ON conversation.number = entry.conversation
    WHERE deleted_at IS NULL AND {where} ORDER BY {order} LIMIT ?
    """


class _Folding(dict[int, str]):
    """Characters without their accents, one for one, as the index sees them."""

    def __missing__(self, code: int) -> str:
        base = unicodedata.normalize("NFD", chr(code))[0]
        self[code] = base
        return base


_FOLDING = _Folding()


@dataclass(frozen=True, slots=True)
class Query:
    """What a person typed, taken apart. Every part must occur; the last may be a beginning."""

    parts: tuple[str, ...] = ()
    match: str = ""
    """The parts that the index can find, in its language; empty for none."""
    literal: tuple[str, ...] = ()
    """The parts that must be looked for letter by letter."""

    @classmethod
    def of(cls, text: str, *, indexed: bool) -> Query:
        """The query for `text`; words between double quotes stay together."""
        parts: list[str] = []
        match: list[str] = []
        literal: list[str] = []
        for found in _PART.finditer(storable(text[:_LONGEST])):
            part = (found[1] if found[1] is not None else found[2]).strip()
            if not part or part in parts or len(parts) == _MOST_PARTS:
                continue
            parts.append(part)
            spaced = _UNSPACED.search(part) is None and any(map(str.isalnum, part))
            if indexed and spaced:
                beginning = found.end() == len(found.string) and not found[0].endswith('"')
                match.append('"{}"{}'.format(part.replace('"', '""'), "*" if beginning else ""))
            if not (indexed and spaced) or _SYMBOL.search(part):
                literal.append(part)
        return cls(tuple(parts), " ".join(match), tuple(literal))

    def finder(self, *, anywhere: bool = False) -> re.Pattern[str]:
        """What finds the parts in a text without accents: as the index does, or anywhere."""
        patterns = []
        for part in self.parts:
            words = re.findall(r"\w+", part)
            if anywhere or part in self.literal or not words:
                patterns.append(re.escape(part.translate(_FOLDING)))
            else:
                patterns.append(r"(?<!\w)" + r"\W+".join(words).translate(_FOLDING))
        return re.compile("|".join(patterns), re.IGNORECASE)

    def titles(self) -> tuple[str, list[str]]:
        """An SQL condition on `conversation`, and its values: the title has it all."""
        where, values = _likes("title", self.parts)
        rows, more = self._having("conversation", "title")
        return (
            f"({where} OR conversation.number IN (SELECT conversation.number FROM {rows}))",
            values + more,
        )

    def conversations(self) -> tuple[str, list[str]]:
        """An SQL condition on `conversation`, and its values: the title or an entry has it all."""
        if not self.parts:
            return "TRUE", []
        where, values = self.titles()
        rows, more = self._having("entry", "text")
        return (
            f"({where} OR conversation.number IN (SELECT entry.conversation FROM {rows}))",
            values + more,
        )

    def _having(self, table: str, column: str) -> tuple[str, list[str]]:
        """The rows of a table that have it all, as `FROM` wants them."""
        where, values = _likes(f"{table}.{column}", self.literal)
        if not self.match:
            return f"{table} WHERE {where}", values
        words = f"{table}_words"
        return (
            f"{words} JOIN {table} ON {table}.number = {words}.rowid"
            f" WHERE {words} MATCH ? AND {where}"
        ), [self.match, *values]


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
    where, values = _likes("entry.text", query.literal)
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


def _likes(column: str, parts: tuple[str, ...]) -> tuple[str, list[str]]:
    """A condition that the column has every part, and its values."""
    if not parts:
        return "TRUE", []
    patterns = ["%" + re.sub(r"([%_\\])", r"\\\1", part) + "%" for part in parts]
    return " AND ".join([f"{column} LIKE ? ESCAPE '\\'"] * len(parts)), patterns


def _cut(text: str, finder: re.Pattern[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The stretch of the text around the first find, and where the finds are in it."""
    first = finder.search(text)
    if first is None and not text.isascii():
        first = finder.search(text[:_FOLDED].translate(_FOLDING))
    start = max(0, first.start() - _BEFORE) if first is not None else 0
    end = start + _AROUND
    snippet = ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
    return snippet, tuple(found.span() for found in finder.finditer(snippet.translate(_FOLDING)))
