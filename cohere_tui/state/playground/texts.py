"""Texts as they stand in a field: one on each line, and a text of several lines as a JSON string.

Empty lines are no texts. A line that begins with a quotation mark and is a JSON string is what that
string says: so every list of texts can be written down and is read back the same.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def texts_in(value: str) -> tuple[str, ...]:
    """The texts that are written in a field."""
    return tuple(_read(line) for line in value.split("\n") if line.strip())


def written(texts: Iterable[str]) -> str:
    """The texts as they stand in a field."""
    return "\n".join(_line(text) for text in texts)


def _read(line: str) -> str:
    if not line.startswith('"'):
        return line
    try:
        text = json.loads(line)
    except (ValueError, RecursionError):
        return line
    return text if isinstance(text, str) else line


def _line(text: str) -> str:
    if text.strip() and not text.startswith('"') and text.splitlines() == [text]:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    # There are more line separators than the one that JSON escapes.
    return quoted if quoted.splitlines() == [quoted] else json.dumps(text)
