"""What a person types, as a query: any text is one, and none is an error."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from cohere_tui.store.rows import storable
from cohere_tui.store.schema import may_be_the_index

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

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


class _Folding(dict[int, str]):
    """Characters without their accents, one for one, as the index sees them."""

    def __missing__(self, code: int) -> str:
        apart = unicodedata.normalize("NFD", chr(code))
        accented = len(apart) > 1 and all(map(unicodedata.combining, apart[1:]))
        self[code] = apart[0] if accented else chr(code)
        return self[code]


FOLDING = _Folding()
"""For `str.translate`: the text without accents, as long as before."""


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
                patterns.append(re.escape(part.translate(FOLDING)))
            else:
                patterns.append(r"(?<!\w)" + r"\W+".join(words).translate(FOLDING))
        return re.compile("|".join(patterns), re.IGNORECASE)

    def titles(self) -> tuple[str, list[str]]:
        """An SQL condition on `conversation`, and its values: the title has it all."""
        where, values = likes("title", self.parts)
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
        where, values = likes(f"{table}.{column}", self.literal)
        if not self.match:
            return f"{table} WHERE {where}", values
        words = f"{table}_words"
        return (
            f"{words} JOIN {table} ON {table}.number = {words}.rowid"
            f" WHERE {words} MATCH ? AND {where}"
        ), [self.match, *values]


def with_query(text: str, indexed: bool, look: Callable[[Query], T]) -> T:
    """What `look` finds with the query for `text`: without the index if there is none, or it fails.

    A damaged index is made anew by the next write that meets it.
    """
    query = Query.of(text, indexed=indexed)
    try:
        return look(query)
    except (sqlite3.DatabaseError, MemoryError) as error:
        if not (query.match and may_be_the_index(error)):
            raise
        return look(Query.of(text, indexed=False))


def likes(column: str, parts: tuple[str, ...]) -> tuple[str, list[str]]:
    """A condition that the column has every part, and its values."""
    if not parts:
        return "TRUE", []
    patterns = ["%" + re.sub(r"([%_\\])", r"\\\1", part) + "%" for part in parts]
    return " AND ".join([f"{column} LIKE ? ESCAPE '\\'"] * len(parts)), patterns
