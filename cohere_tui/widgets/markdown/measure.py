"""Text in cells: which characters take one each, and which belong together."""

from __future__ import annotations

import re

from rich.cells import cell_len, split_graphemes

__all__ = ["breakable", "cell_len", "clusters", "one_each"]

_NOT_ONE_CELL = re.compile(
    "[^\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u2010-\u2027\u2030-\u205e\u20a0-\u20bf"
    "\u2190-\u21ff\u2200-\u22ff\u2500-\u25fc\u2800-\u28ff]"
)
_IDEOGRAPHS = re.compile(
    "[\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff"
    "\ufe30-\ufe4f\uff01-\uff60\U00020000-\U0003fffd]"
)
_NOT_FIRST = frozenset(
    "、。，．：；？！）」』】〕〉》’”・ー々〜ぁぃぅぇぉっゃゅょァィゥェォッャュョ…"
)
_NOT_LAST = frozenset("（「『【〔〈《‘“")


def one_each(text: str) -> bool:
    """Whether every character of `text` takes one cell and stands by itself."""
    return (text.isascii() and text.isprintable()) or _NOT_ONE_CELL.search(text) is None


def clusters(text: str) -> list[tuple[int, int, int]]:
    """The characters of `text` as one sees them: (start, end, cells) of each, without gaps."""
    spans = split_graphemes(text)[0]
    if "\u200d" not in text:
        return spans
    # Odd sequences of joiners measure more by themselves than in their place.
    return [(start, end, max(size, cell_len(text[start:end]))) for start, end, size in spans]


def breakable(before: str, after: str) -> bool:
    """Whether a line may end between two clusters that no space parts: between ideographs."""
    if after[0] in _NOT_FIRST or before[0] in _NOT_LAST:
        return False
    return _IDEOGRAPHS.match(before) is not None or _IDEOGRAPHS.match(after) is not None
