"""How much alike two texts are, word by word."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Final

_MOST: Final = 4_000
"""Words of each that are looked at: comparing takes time by the square."""


def likeness(before: str, after: str) -> float:
    """From 0, nothing in common, to 1, the same words in the same order."""
    if before == after:
        return 1.0
    old, new = before.split()[:_MOST], after.split()[:_MOST]
    if not old and not new:
        return 1.0
    return SequenceMatcher(None, old, new, autojunk=False).ratio()
