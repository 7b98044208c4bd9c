"""How much something is, told by a shade: of a colour, or of a sign where colours are few."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from rich.color import Color
from rich.style import Style

from cohere_tui.widgets.themes import ASCII, signs_of

if TYPE_CHECKING:
    from textual.app import App
    from textual.color import Color as Tint

_SIGNS: Final = " ░▒▓█"
_ASCII_SIGNS: Final = " .:+#"


def shade_signs(app: App[Any]) -> str:
    """The signs from nothing to all."""
    return _ASCII_SIGNS if signs_of(app) is ASCII else _SIGNS


def shade_sign(share: float, app: App[Any]) -> str:
    """The sign of a share, 0 to 1; the least share has the first sign that is seen."""
    signs = shade_signs(app)
    return signs[1 + min(len(signs) - 2, int(share * (len(signs) - 1)))]


def tinted(ground: Tint, tint: Tint, share: float) -> Style:
    """So much of `tint` on the ground, under text that can be read on it."""
    mixed = ground.blend(tint, share, alpha=1.0)
    text = mixed.get_contrast_text(1.0)
    return Style(color=Color.from_rgb(*text.rgb), bgcolor=Color.from_rgb(*mixed.rgb))
