"""What the terminal can do, as far as the environment tells; the terminal itself is not asked."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

TRUE_COLOUR = 16_777_216

_CHOSEN = {"truecolor": TRUE_COLOUR, "256": 256, "standard": 16, "windows": 16}
_BY_SUFFIX = {"256color": 256, "kitty": 256, "16color": 16}
_POOR = re.compile(r"linux|dumb|unknown|ansi|cons25|vt\d+", re.IGNORECASE)
_LOCALE = ("LC_ALL", "LC_CTYPE", "LANG")


@dataclass(frozen=True, slots=True)
class Abilities:
    """One terminal, as its environment describes it."""

    colours: int
    """0, 16, 256 or `TRUE_COLOUR`, by the rules that Textual goes by."""
    no_color: bool
    """NO_COLOR is set: colours carry no meaning."""
    signs: bool
    """Whether signs beyond ASCII show; False asks for their ASCII twins."""
    tmux: bool
    screen: bool
    ssh: bool
    slow: bool
    """The user says that the line is slow: COHERE_TUI_SLOW=1."""

    @classmethod
    def of(cls, environ: Mapping[str, str], platform: str = sys.platform) -> Abilities:
        """The abilities told by `environ` on a `platform` named as in `sys.platform`."""
        return cls(
            colours=_colours(environ, platform),
            no_color="NO_COLOR" in environ,
            signs=not is_poor(environ) and _is_utf8(environ, platform),
            tmux=bool(environ.get("TMUX")),
            screen=bool(environ.get("STY")),
            ssh=is_remote(environ),
            slow=environ.get("COHERE_TUI_SLOW", "") not in ("", "0"),
        )


def is_remote(environ: Mapping[str, str]) -> bool:
    """Whether the person sits at another machine."""
    return bool(environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"))


def is_poor(environ: Mapping[str, str]) -> bool:
    """Whether TERM is a console that knows few signs and no clipboard."""
    return _POOR.fullmatch(environ.get("TERM", "").partition("-")[0]) is not None


def _colours(environ: Mapping[str, str], platform: str) -> int:
    chosen = _CHOSEN.get(environ.get("TEXTUAL_COLOR_SYSTEM", "").lower())
    if chosen is not None:
        return chosen
    term = environ.get("TERM", "").strip().lower()
    if term in ("dumb", "unknown"):
        return 0
    if platform == "win32":
        return TRUE_COLOUR
    if environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return TRUE_COLOUR
    return _BY_SUFFIX.get(term.rpartition("-")[2], 16)


def _is_utf8(environ: Mapping[str, str], platform: str) -> bool:
    if platform == "win32":
        return True
    # No locale at all is a container more often than a terminal of the last century.
    locale = next((environ[name] for name in _LOCALE if environ.get(name)), "UTF-8")
    return "utf8" in locale.lower().replace("-", "")
