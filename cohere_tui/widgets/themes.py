"""How the app looks: its three themes, and the signs that carry state beside the colour.

Widgets name Textual's standard variables only, so that every theme works: `$foreground` text,
`$text-muted` what is secondary, `$accent` what is focused or alive, `$success` ready, `$warning`,
`$error`, `$secondary` thinking, `$border-blurred` thin rules, `$panel` quiet fills, `$surface`
dialogs and code. In a native ANSI theme (`:ansi`) secondary text is dim instead of coloured, and
the row that is here is reversed: those are the looks that `NO_COLOR` keeps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import App

    from cohere_tui.terminal.abilities import Abilities

_DARK_QUIET: Final = "#a49c90"
_LIGHT_QUIET: Final = "#645c52"

DARK: Final = Theme(
    name="cohere-dark",
    primary="#ff8a6b",
    secondary="#bba6ee",
    accent="#ff8a6b",
    foreground="#ebe6df",
    background="#161412",
    surface="#1e1b18",
    panel="#2a2622",
    success="#7cc38f",
    warning="#e6b450",
    error="#ff7b86",
    dark=True,
    variables={
        "text": "#ebe6df",
        "text-muted": _DARK_QUIET,
        "text-disabled": _DARK_QUIET,
        "foreground-muted": _DARK_QUIET,
        "block-cursor-foreground": "#ebe6df",
        "block-cursor-background": "#4d2f26",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#2a2622",
        "block-hover-background": "#2a2622",
        "border": "#ff8a6b",
        "border-blurred": "#3a352f",
        "button-color-foreground": "#161412",
        "footer-background": "#161412",
        "input-cursor-background": "#ff8a6b",
        "input-cursor-foreground": "#161412",
        "input-selection-background": "#4d2f26",
        "link-color": "#8db9e8",
        "link-color-hover": "#161412",
        "screen-selection-background": "#4d2f26",
        "screen-selection-foreground": "#ebe6df",
        "scrollbar": "#3a352f",
        "scrollbar-hover": "#5a5249",
        "scrollbar-active": "#ff8a6b",
        "scrollbar-background": "#161412",
    },
)
"""Warm black, off-white, coral; green is ready, lavender is thinking."""

LIGHT: Final = Theme(
    name="cohere-light",
    primary="#932d10",
    secondary="#552da8",
    accent="#932d10",
    foreground="#24201c",
    background="#faf8f4",
    surface="#f2f0ec",
    panel="#e5e2dc",
    success="#276a3f",
    warning="#704800",
    error="#b0223f",
    dark=False,
    variables={
        "text": "#24201c",
        "text-muted": _LIGHT_QUIET,
        "text-disabled": _LIGHT_QUIET,
        "foreground-muted": _LIGHT_QUIET,
        "block-cursor-foreground": "#24201c",
        "block-cursor-background": "#f5dcd2",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#e5e2dc",
        "block-hover-background": "#e5e2dc",
        "border": "#932d10",
        "border-blurred": "#d3cec6",
        "button-color-foreground": "#faf8f4",
        "footer-background": "#faf8f4",
        "input-cursor-background": "#932d10",
        "input-cursor-foreground": "#faf8f4",
        "input-selection-background": "#f5dcd2",
        "link-color": "#1f5c99",
        "link-color-hover": "#faf8f4",
        "screen-selection-background": "#f5dcd2",
        "screen-selection-foreground": "#24201c",
        "scrollbar": "#d3cec6",
        "scrollbar-hover": "#b5aea3",
        "scrollbar-active": "#932d10",
        "scrollbar-background": "#faf8f4",
    },
)
"""The same in daylight."""

ANSI: Final = Theme(
    name="ansi",
    ansi=True,
    primary="ansi_cyan",
    secondary="ansi_magenta",
    accent="ansi_cyan",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    success="ansi_green",
    warning="ansi_yellow",
    error="ansi_red",
    dark=True,
    variables={
        "ansi-background": "ansi_default",
        "ansi-foreground": "ansi_default",
        "block-cursor-foreground": "ansi_default",
        "block-cursor-background": "ansi_default",
        "block-cursor-text-style": "reverse",
        "border": "ansi_cyan",
        "border-blurred": "ansi_bright_black",
        "button-focus-text-style": "bold reverse",
        "footer-key-foreground": "ansi_cyan",
        "input-cursor-text-style": "reverse",
        "input-selection-background": "ansi_cyan",
        "input-selection-foreground": "ansi_black",
        "link-color": "ansi_default",
        "screen-selection-background": "ansi_cyan",
        "screen-selection-foreground": "ansi_black",
        "scrollbar": "ansi_bright_black",
        "scrollbar-hover": "ansi_default",
        "scrollbar-active": "ansi_cyan",
        "scrollbar-background": "ansi_default",
        "scrollbar-background-hover": "ansi_default",
        "scrollbar-background-active": "ansi_default",
    },
)
"""The terminal's own sixteen colours on its own background, whatever they are."""

THEMES: Final = (DARK, LIGHT, ANSI)


def theme_for(abilities: Abilities, environ: Mapping[str, str]) -> str:
    """The theme that suits a terminal nobody chose one for.

    Sixteen colours and `NO_COLOR` get `ansi`; a terminal that says it is light (`COLORFGBG`) gets
    `cohere-light`.
    """
    if abilities.no_color or abilities.colours <= 16:
        return ANSI.name
    background = environ.get("COLORFGBG", "").rpartition(";")[2]
    return LIGHT.name if background in {"7", "15"} else DARK.name


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of the app; every state has one, so that none is told by colour alone."""

    here: str = "▌"
    """The left edge of what is focused."""
    ready: str = "●"
    working: tuple[str, ...] = ("◐", "◓", "◑", "◒")
    """Shown in turn, at most four times a second."""
    waiting: str = "○"
    failed: str = "✗"
    warning: str = "!"
    folded: str = "▸"
    opened: str = "▾"
    dot: str = "·"
    """Between things of one line."""
    rule: str = "─"
    bar: str = "│"
    ellipsis: str = "…"
    up: str = "↑"
    down: str = "↓"
    left: str = "←"
    right: str = "→"
    full: str = "▓"
    """Of a bar, what is done; then what is not."""
    hollow: str = "░"


UNICODE: Final = Signs()
ASCII: Final = Signs(
    here="|",
    ready="*",
    working=("|", "/", "-", "\\"),
    waiting="o",
    failed="x",
    warning="!",
    folded="+",
    opened="-",
    dot="-",
    rule="-",
    bar="|",
    ellipsis="~",
    up="up",
    down="down",
    left="left",
    right="right",
    full="#",
    hollow=".",
)


def signs_of(app: App[object]) -> Signs:
    """The signs the running app uses; a bare Textual app (a test) uses `UNICODE`."""
    found = getattr(app, "signs", UNICODE)
    return found if isinstance(found, Signs) else UNICODE


def quiet(app: App[object]) -> str:
    """The style of secondary text for `Content`: dim where the terminal's own colours rule."""
    return "dim" if app.native_ansi_color else "$text-muted"
