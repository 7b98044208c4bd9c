"""The closed set of style names that lines carry; a widget maps them to colours once per theme."""

from __future__ import annotations

from functools import lru_cache

STRONG, EM, STRIKE, CODE, LINK = 1, 2, 4, 8, 16

_BITS = ((STRONG, "strong"), (EM, "em"), (STRIKE, "strike"), (CODE, "code"), (LINK, "link"))

NAMES = frozenset(
    {
        "text",
        "strong",
        "em",
        "strike",
        "code",
        "link",
        "heading1",
        "heading2",
        "heading3",
        "quote",
        "bullet",
        "rule",
        "table.head",
        "table.line",
        "fence",
        "fence.label",
        "fence.keyword",
        "fence.string",
        "fence.comment",
        "fence.number",
        "fence.name",
        "fence.builtin",
        "fence.operator",
        "fence.inserted",
        "fence.deleted",
        "fence.heading",
        "dim",
        "citation",
        "cited",
    }
)
"""Every name that can occur. A span's style is one of them or several joined by spaces, as in
`strong em` or `heading2 code cited`; the first is the base, `cited` is always the last."""


@lru_cache(maxsize=256)
def styled(base: str, bits: int) -> str:
    """The style of text in `base` ("text", "heading1" …) under the emphasis in `bits`."""
    names = [name for bit, name in _BITS if bits & bit]
    if base != "text" or not names:
        names.insert(0, base)
    return " ".join(names)


@lru_cache(maxsize=256)
def cited(style: str) -> str:
    """`style` for text that a citation covers."""
    return "cited" if style == "text" else f"{style} cited"
