"""JSON in lines, harmless, and what is found in them. Pure."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from cohere_tui.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

TOKENS: Final = re.compile(
    r'(?P<name>"(?:[^"\\]|\\.)*"(?=:))|(?P<string>"(?:[^"\\]|\\.)*"?)'
    r"|(?P<number>-?\d[\d.eE+-]*|\btrue\b|\bfalse\b|\bnull\b)"
)
"""Names, texts and numbers of a line; what lies between them are signs."""


def lines_of(value: object) -> list[str]:
    """Anything that JSON can say, indented."""
    text = json.dumps(value, indent=2, ensure_ascii=False, default=str)
    return [plain(line) for line in text.split("\n")]


def cut(line: str, most: int) -> tuple[str, str]:
    """The beginning of a line, and the sign that says how much of it is not drawn, if any is."""
    left_out = len(line) - most
    return (line[:most], f"… {left_out:,} more characters") if left_out > 0 else (line, "")


def match_from(lines: Sequence[str], words: str, start: int, step: int) -> int | None:
    """The first line from `start` on that has these words, in steps of 1 or -1, round."""
    folded = words.casefold()
    for far in range(len(lines)):
        at = (start + far * step) % len(lines)
        if folded in lines[at].casefold():
            return at
    return None


def value_at(lines: Sequence[str], at: int) -> str:
    """The value on a line; of a line that opens an object or a list, all of it."""
    line = lines[at]
    indent = len(line) - len(line.lstrip())
    name = TOKENS.match(line, indent)
    begin = name.end() + 2 if name is not None and name.lastgroup == "name" else indent
    if line[-1:] in ("{", "["):
        end = _end_of(lines, at, indent)
        rest = [one[indent:] for one in lines[at + 1 : end + 1]]
        return "\n".join([line[begin:], *rest]).removesuffix(",")
    text = line[begin:].removesuffix(",")
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return value if isinstance(value, str) else text


def _end_of(lines: Sequence[str], at: int, indent: int) -> int:
    """The line that closes what line `at` opens."""
    below = range(at + 1, len(lines))
    ends = (one for one in below if len(lines[one]) - len(lines[one].lstrip()) == indent)
    return next(ends, len(lines) - 1)
