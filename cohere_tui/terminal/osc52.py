"""OSC 52: the sequence that gives text to the terminal's own clipboard, however far away it is."""

from __future__ import annotations

import base64
from enum import Enum
from typing import TYPE_CHECKING

from cohere_tui.terminal.abilities import is_poor

if TYPE_CHECKING:
    from collections.abc import Mapping

LIMIT = 74_994
"""Encoded bytes; beyond them terminals cut or drop the text without a word."""

_PIECE = 240
"""Old versions of screen hold no more than 256 bytes of a string."""

_KNOWING = (
    "KITTY_WINDOW_ID",
    "WEZTERM_PANE",
    "ALACRITTY_WINDOW_ID",
    "WT_SESSION",
    "GHOSTTY_BIN_DIR",
)
_KNOWING_PROGRAMS = ("iTerm.app", "WezTerm", "ghostty", "vscode", "contour", "rio")
_KNOWING_TERMS = ("xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm", "contour", "rio")
_DEAF = ("VTE_VERSION", "XTERM_VERSION")
"""Terminals that do not listen: those of GNOME, and xterm as it is shipped."""
_DEAF_PROGRAMS = ("Apple_Terminal",)


class Hearing(Enum):
    """Whether a terminal takes OSC 52."""

    YES = "yes"
    PERHAPS = "perhaps"
    NO = "no"

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> Hearing:
        """What the environment tells. Over SSH little of it arrives; most terminals listen."""
        program, term = environ.get("TERM_PROGRAM", ""), environ.get("TERM", "")
        if not term or is_poor(environ) or program in _DEAF_PROGRAMS:
            return cls.NO
        if program in _KNOWING_PROGRAMS or term.removesuffix("-direct") in _KNOWING_TERMS:
            return cls.YES
        if any(environ.get(name) for name in _KNOWING):
            return cls.YES
        if any(environ.get(name) for name in _DEAF):
            return cls.NO
        return cls.PERHAPS


def encoded(text: str) -> str | None:
    """`text` as OSC 52 carries it; None when it is too long to arrive."""
    code = base64.b64encode(text.encode()).decode()
    return code if len(code) <= LIMIT else None


def sequence(code: str) -> str:
    """What to write to a terminal for this encoded text."""
    return f"\x1b]52;c;{code}\x07"


def sequence_through_screen(code: str) -> str:
    """The same for GNU screen, which hands on what is wrapped, in pieces that it can hold."""
    whole = sequence(code)
    pieces = (whole[start : start + _PIECE] for start in range(0, len(whole), _PIECE))
    return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)
