"""Telling a person through their terminal, who may be looking at something else.

Terminals differ in the sequence that makes a notification of the desktop: OSC 9 (iTerm2, WezTerm,
Ghostty), OSC 99 (kitty), OSC 777 (foot, urxvt, VTE as Fedora builds it). All know the bell, which
marks a tab or a window, and which tmux and screen tell in their status line.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final

from cohere_tui.plain import one_line
from cohere_tui.terminal.abilities import is_poor

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST: Final = 120
"""Characters of a notice."""
BELL: Final = "\a"

_TITLE: Final = "cohere-tui"
_NUMBER: Final = "cohere-tui"
"""Of kitty's notices: a newer one takes the place of an older."""

_OSC_99: Final = ("KITTY_WINDOW_ID",), (), ("xterm-kitty",)
_OSC_9: Final = (
    ("ITERM_SESSION_ID", "WEZTERM_PANE", "GHOSTTY_RESOURCES_DIR", "GHOSTTY_BIN_DIR"),
    ("iTerm.app", "WezTerm", "ghostty", "rio", "contour"),
    ("xterm-ghostty", "wezterm", "rio", "contour"),
)
_OSC_777: Final = (
    ("VTE_VERSION",),
    (),
    ("foot", "foot-extra", "rxvt-unicode", "rxvt-unicode-256color"),
)


def notice(text: str, environ: Mapping[str, str]) -> str:
    """What to write so that the terminal tells `text`, made harmless, on one line, cut.

    In tmux and screen the sequence is wrapped to reach the terminal behind them, which tmux hands
    on only where `allow-passthrough` is set; the bell goes along, and is always heard.
    """
    code = _code(one_line(text, LONGEST), environ)
    if not code:
        return BELL
    if environ.get("TMUX"):
        return "\x1bPtmux;" + code.replace("\x1b", "\x1b\x1b") + "\x1b\\" + BELL
    if environ.get("STY"):
        return f"\x1bP{code}\x1b\\{BELL}"
    return code


def _code(text: str, environ: Mapping[str, str]) -> str:
    if is_poor(environ) or not environ.get("TERM"):
        return ""
    if _is(_OSC_99, environ):
        title, body = (base64.b64encode(part.encode()).decode() for part in (_TITLE, text))
        head = f"\x1b]99;i={_NUMBER}:e=1"
        return f"{head}:d=0;{title}\x07{head}:d=1:p=body;{body}\x07"
    if _is(_OSC_9, environ) or environ.get("LC_TERMINAL") == "iTerm2":
        # Some terminals read numbers at the beginning as commands of another kind.
        return f"\x1b]9;{_TITLE}: {text}\x07"
    if _is(_OSC_777, environ):
        return f"\x1b]777;notify;{_TITLE};{text.replace(';', ',')}\x07"
    return ""


def _is(
    marks: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]], environ: Mapping[str, str]
) -> bool:
    variables, programs, terms = marks
    return (
        any(environ.get(name) for name in variables)
        or environ.get("TERM_PROGRAM") in programs
        or environ.get("TERM", "").removesuffix("-direct") in terms
    )
