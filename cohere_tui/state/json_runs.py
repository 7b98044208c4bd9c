"""A line of JSON in runs: names, texts, numbers, signs, and what is looked for in them. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from cohere_tui.state.json_finding import found_in

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKENS: Final = re.compile(
    r'(?P<name>"(?:[^"\\]|\\.)*"(?=:))|(?P<string>"(?:[^"\\]|\\.)*"?)'
    r"|(?P<number>-?\d[\d.eE+-]*|\btrue\b|\bfalse\b|\bnull\b)"
)
"""Names, texts and numbers of a line; what lies between them are signs."""


class Run(NamedTuple):
    """Letters of a line that look alike."""

    text: str
    kind: str
    """`name`, `string` or `number`; empty for signs."""
    found: bool
    """Whether they are looked for."""


def runs_of(line: str, words: str = "") -> Iterator[Run]:
    """A line, or its beginning, in runs; `words` are looked for."""
    kinds, at = [], 0
    for token in _TOKENS.finditer(line):
        kinds += [(at, token.start(), ""), (*token.span(), token.lastgroup or "")]
        at = token.end()
    kinds.append((at, len(line), ""))
    places = found_in(line, words)
    for start, end, kind in kinds:
        yield from _parted(line, start, end, kind, places)


def _parted(
    line: str, start: int, end: int, kind: str, places: list[tuple[int, int]]
) -> Iterator[Run]:
    """A token, parted where what is looked for begins and ends."""
    for found, until in places:
        if found < end and until > start:
            if found > start:
                yield Run(line[start:found], kind, found=False)
                start = found
            stop = min(until, end)
            yield Run(line[start:stop], kind, found=True)
            start = stop
    if start < end:
        yield Run(line[start:end], kind, found=False)
