"""Chance that is none: the same text always draws the same."""

from __future__ import annotations

import random


def chance_of(text: str) -> random.Random:
    """What to draw with for `text`, which may hold half a character."""
    return random.Random(text.encode("utf-8", "surrogatepass"))
