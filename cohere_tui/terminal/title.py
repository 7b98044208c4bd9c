"""The terminal's title, which other people's text must not be able to break out of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.plain import one_line
from cohere_tui.terminal.abilities import is_poor

if TYPE_CHECKING:
    from collections.abc import Mapping

KEEP = "\x1b[22;2t"
"""Asks the terminal to remember the title it has."""
RESTORE = "\x1b[23;2t"
"""Asks for the remembered title back."""
LONGEST = 80


def title(text: str, environ: Mapping[str, str]) -> str:
    """What to write so that the terminal is called `text`; empty where a terminal has no title.

    The text is made harmless, put on one line and cut to `LONGEST` characters.
    """
    if not environ.get("TERM") or is_poor(environ):
        return ""
    return f"\x1b]2;{one_line(text, LONGEST)}\x07"
