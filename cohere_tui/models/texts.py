"""The lengths that the API allows a text, in characters (API.md 12)."""

from __future__ import annotations

import re
from typing import Final

from pydantic import BeforeValidator

from cohere_tui.models.refusing import broken

_HALF: Final = re.compile("[\ud800-\udfff]")


def of_length(least: int, most: int) -> BeforeValidator:
    """Only texts of `least` to `most` characters, and only such as UTF-8 can hold.

    The refusal tells the length that was found and not the text itself, which may be long.
    """

    def measured(value: object) -> object:
        if not isinstance(value, str):
            return value
        if not least <= len(value) <= most:
            raise broken("", f"has {len(value):,} characters; allowed: {least:,} to {most:,}")
        half = half_in(value)
        if half:
            raise broken("", half)
        return value

    return BeforeValidator(measured)


def half_in(text: str) -> str:
    """What is wrong with a text that UTF-8 cannot hold; empty where it can."""
    half = _HALF.search(text)
    return f"holds half a character ({ascii(half[0])[1:-1]} at {half.start():,})" if half else ""
