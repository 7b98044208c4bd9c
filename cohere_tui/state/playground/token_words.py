"""Tokens as they are written on a screen: what has no shape of its own gets one."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cohere_tui.plain import plain

_SEEN: Final = re.compile("[^\x21-\x7e\xa1-\xac\xae-\u02ff\u0370-\u0482\u0400-\u052f]")
_JOINS: Final = ("Mn", "Me", "Mc")
_TONES: Final = range(0x1F3FB, 0x1F400)
_FLAGS: Final = range(0x1F1E6, 0x1F200)


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands for white space."""

    space: str = "·"
    newline: str = "↵"
    tab: str = "⇥"
    rest: str = "+"
    """A token in which no character begins."""
    ring: str = "◌"
    """What carries a sign that would join the letter of the token before."""


MARKS: Final = Marks()
ASCII_MARKS: Final = Marks("_", "\\n", "\\t", "+", ".")


@lru_cache(65_536)
def shaped(text: str, marks: Marks = MARKS) -> str:
    """`text` with everything in it visible, and nothing that acts on a terminal or a neighbour."""
    if _SEEN.search(text) is None:
        return text
    found = "".join(_shape(letter, marks) for letter in text)
    return marks.ring + found if _joins(text[0]) else found


def _shape(letter: str, marks: Marks) -> str:
    if letter == " ":
        return marks.space
    if letter == "\n":
        return marks.newline
    if letter == "\t":
        return marks.tab
    shown = plain(letter)
    if shown != letter:
        return shown.replace("\n", f"‹U+{ord(letter):04X}›") or f"‹U+{ord(letter):04X}›"
    kind = unicodedata.category(letter)
    if kind in ("Cf", "Zs", "Co", "Cn") or letter in "\ufe0e\ufe0f":
        return f"‹U+{ord(letter):04X}›"
    return letter


def _joins(letter: str) -> bool:
    code = ord(letter)
    return unicodedata.category(letter) in _JOINS or code in _TONES or code in _FLAGS


def quoted(text: str, most: int = 60, marks: Marks = MARKS) -> str:
    """A token in a sentence or a table, white space visible."""
    shown = shaped(text[:most], marks)
    return shown if len(text) <= most else f"{shown}…"
