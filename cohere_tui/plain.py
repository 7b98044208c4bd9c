"""Text from outside, made harmless: nothing in it can act on a terminal.

A server, a file or a clipboard can hold control characters, escape sequences and direction
overrides that a terminal would obey. They are made visible
(control pictures, `‹U+202E›`), so that nothing is hidden and nothing acts.
"""

from __future__ import annotations

import re

_CONTROL_PICTURES = {code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A)}
_C1_AND_DELETE = {code: f"‹U+{code:04X}›" for code in range(0x80, 0xA0)} | {0x7F: "␡"}
_DIRECTIONS = {
    code: f"‹U+{code:04X}›"
    for code in (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
}
_LINE_ENDS = {0x2028: "\n", 0x2029: "\n", 0x85: "\n"}
_VISIBLE: dict[int, int | str] = {
    **_CONTROL_PICTURES,
    **_C1_AND_DELETE,
    **_DIRECTIONS,
    **_LINE_ENDS,
}

UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
"""What may act on a terminal, and what `plain` therefore looks at."""

_SURROGATES = re.compile("[\ud800-\udfff]")
_TAGS = re.compile("(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]+")


def plain(text: str) -> str:
    """`text` with all that could act on a terminal made visible. Lines and tabs are kept.

    `plain` of something plain is itself, so that passing it twice does no harm.
    """
    if UNSAFE.search(text) is None:
        return text
    text = text.replace("\r\n", "\n").translate(_VISIBLE)
    return _TAGS.sub("", _SURROGATES.sub("\ufffd", text))


def one_line(text: str, limit: int = 200) -> str:
    """`plain(text)` on one line, white space folded, at most `limit` characters and an ellipsis."""
    folded = " ".join(plain(text[: limit * 4]).split())
    return folded if len(folded) <= limit else folded[: limit - 1] + "…"
