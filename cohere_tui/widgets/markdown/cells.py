"""Where the cells of a table row stand in its line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cohere_tui.widgets.markdown.parser import WHITE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from cohere_tui.widgets.markdown.block import Align

_BEFORE_ROW = re.compile(r"(?:[ \t>]|(?:[-+*]|\d{1,9}[.)])(?=[ \t]))*")
_ALIGNS: dict[str, Align] = {
    "text-align:left": "left",
    "text-align:center": "center",
    "text-align:right": "right",
}


def align(token: Token) -> Align:
    """How the cells of a column are aligned, from the token of its head."""
    return _ALIGNS.get(str(token.attrs.get("style", "")), "")


def spots(raw: str, start: int, contents: Sequence[str]) -> list[list[tuple[int, int]]]:
    """For each of the `contents` of a row's cells, where its characters stand in the document.

    `raw` is the line, at offset `start`. A backslash before a pipe is in the line only.
    """
    before = _BEFORE_ROW.match(raw)
    position = before.end() if before else 0
    if raw.startswith("|", position):
        position += 1
    segments = _segments(raw, position)
    found: list[list[tuple[int, int]]] = []
    for number, content in enumerate(contents):
        begin, end = segments[number] if number < len(segments) else (len(raw), len(raw))
        text = raw[begin:end].rstrip(WHITE)
        lead = max(0, len(text) - len(content) - text.count("\\|"))
        found.append(_unescaped(text[lead:], start + begin + lead))
    return found


def _segments(raw: str, position: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for index in range(position, len(raw)):
        if raw[index] == "|" and raw[index - 1 : index] != "\\":
            found.append((position, index))
            position = index + 1
    found.append((position, len(raw)))
    return found


def _unescaped(text: str, offset: int) -> list[tuple[int, int]]:
    found = [(0, offset)]
    for number, pipe in enumerate(re.finditer(r"\\\|", text)):
        found.append((pipe.start() - number, offset + pipe.start() + 1))
    return found
