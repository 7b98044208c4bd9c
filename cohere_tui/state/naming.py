"""Names as people say them."""

from __future__ import annotations

import re

_DATE = re.compile(r"-\d{2}-\d{4}$")
_UNITS = ((86_400, "d", 3_600, "h"), (3_600, "h", 60, "min"))
_FINETUNE = re.compile(r"^([0-9a-f]{8})-[0-9a-f-]{20,}-ft$")
_VERSIONED = re.compile(r"^[a-z]?\d+b?$|^r\d+b$")


def model_name(model: str) -> str:
    """A model's id as a name: `command-r7b-12-2024` is Command R7B.

    The id of a fine-tune has no words: its beginning tells it apart.
    """
    if found := _FINETUNE.match(model):
        return f"Fine-tune {found[1]}"
    words = _DATE.sub("", model).split("-")
    return " ".join(
        word.upper() if _VERSIONED.match(word) else word[:1].upper() + word[1:] for word in words
    )


def duration(seconds: float) -> str:
    """A duration in few cells: `0.4 s`, `12 s`, `3 min 5 s`, `2 h 10 min`, `3 d 4 h`."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    for size, one, below, other in _UNITS:
        if whole >= size:
            return f"{whole // size} {one} {whole % size // below} {other}"
    return f"{whole // 60} min {whole % 60} s"


def count(number: int, one: str, many: str = "") -> str:
    """A number and its noun: `1 token`, `2,100 tokens`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
