"""Ids as a person has them: a JSON list, lines, commas, or a whole answer that was copied."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from cohere_tui.models.tokenize import MOST
from cohere_tui.plain import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

_BETWEEN: Final = re.compile(r"[\s,;|()\[\]{}\"']+")
_ID: Final = re.compile(r"-?[0-9]{1,30}")
_NAMES: Final = ("tokens", "ids", "input_ids", "token_ids")
"""Where lists of ids stand in answers and in files of tokenizers."""


class UnclearIdsError(ValueError):
    """Something among the ids is none; says what and where."""


def ids_in(text: str) -> tuple[int, ...]:
    """The ids in a text of any of these shapes. Raises `UnclearIdsError`."""
    named = _named(text)
    if named is not None:
        return named
    found: list[int] = []
    for number, line in enumerate(text.split("\n"), 1):
        for word in _BETWEEN.split(line):
            if not word:
                continue
            if not _ID.fullmatch(word):
                where = f"line {number}: " if "\n" in text.strip() else ""
                raise UnclearIdsError(f"{where}“{one_line(word, 40)}” is not an id")
            found.append(int(word))
    return tuple(found)


def wrong_ids(text: str) -> str:
    """What keeps the ids in a text from being sent; empty when nothing does."""
    try:
        ids = ids_in(text)
    except UnclearIdsError as error:
        return f"{error}; allowed: whole numbers, with commas, blanks or lines between them"
    if not ids:
        return "write ids: [1, 2], or with commas, blanks or lines between them"
    if len(ids) > MOST:
        return f"has {len(ids):,} ids; allowed: 1 to {MOST:,}"
    negative = next((one for one in ids if one < 0), 0)
    return f"{negative} is not an id: there is none below 0" if negative else ""


def _named(text: str) -> tuple[int, ...] | None:
    """The ids in a JSON object; None where it is none, or has none."""
    if not text.lstrip().startswith("{"):
        return None
    try:
        value: Any = json.loads(text)
    except (ValueError, RecursionError):
        return None
    lists: Sequence[Any] = [value.get(name) for name in _NAMES] if isinstance(value, dict) else ()
    for found in lists:
        if isinstance(found, list) and all(type(one) is int for one in found):
            return tuple(found)
    return None
