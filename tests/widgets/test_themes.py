"""Contrast is counted, not judged; signs have twins; the theme follows the terminal."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import pytest
from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.color import Color

from cohere_tui.terminal.abilities import Abilities
from cohere_tui.widgets.themes import ANSI, ASCII, DARK, LIGHT, UNICODE, theme_for

if TYPE_CHECKING:
    from textual.theme import Theme

ENOUGH = 4.5

TEXTS = ("foreground", "text", "text-muted", "text-disabled", "foreground-muted", "accent",
         "primary", "secondary", "success", "warning", "error", "link-color", "text-accent",
         "text-success",
         "text-warning", "text-error", "footer-key-foreground", "footer-foreground")  # fmt: skip
BACKGROUNDS = ("background", "surface", "panel")
PAIRS = (
    ("block-cursor-foreground", "block-cursor-background"),
    ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
    ("foreground", "block-hover-background"),
    ("text-muted", "block-cursor-blurred-background"),
    ("input-cursor-foreground", "input-cursor-background"),
    ("input-selection-foreground", "input-selection-background"),
    ("screen-selection-foreground", "screen-selection-background"),
    ("link-color-hover", "link-background-hover"),
    ("button-color-foreground", "success"),
    ("button-color-foreground", "warning"),
    ("button-color-foreground", "error"),
    ("button-color-foreground", "primary"),
)


def luminance(rgb: tuple[int, int, int]) -> float:
    def linear(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(value) for value in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def in_256(color: str) -> tuple[int, int, int]:
    return RichColor.parse(color).downgrade(ColorSystem.EIGHT_BIT).get_truecolor()


def colours(theme: Theme) -> dict[str, str]:
    return {**theme.to_color_system().generate(), **theme.variables}


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_every_text_can_be_read_on_every_background(theme: Theme) -> None:
    known = colours(theme)
    poor = {
        (text, background): round(ratio, 2)
        for text, background in (*((t, b) for t in TEXTS for b in BACKGROUNDS), *PAIRS)
        if (ratio := contrast(Color.parse(known[text]).rgb, Color.parse(known[background]).rgb))
        < ENOUGH
    }
    assert poor == {}


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_the_same_holds_in_256_colours(theme: Theme) -> None:
    known = colours(theme)
    texts = ("foreground", "text-muted", "accent", "secondary", "success", "warning", "error")
    poor = {
        (text, background): round(ratio, 2)
        for text in texts
        for background in BACKGROUNDS
        if (ratio := contrast(in_256(known[text]), in_256(known[background]))) < ENOUGH
    }
    assert poor == {}


def test_the_ansi_theme_names_no_colour_of_its_own() -> None:
    named = colours(ANSI)
    own = {
        name: value
        for name, value in named.items()
        if value.startswith("#") or (value.startswith("rgb") and "ansi" not in value)
    }
    assert own == {}


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"COLORTERM": "truecolor"}, "cohere-dark"),
        ({}, "cohere-dark"),
        ({"COLORFGBG": "0;15"}, "cohere-light"),
        ({"COLORFGBG": "15;default;0"}, "cohere-dark"),
        ({"TERM": "screen"}, "ansi"),
        ({"TERM": "dumb"}, "ansi"),
        ({"COLORTERM": "truecolor", "NO_COLOR": "1"}, "ansi"),
    ],
)
def test_the_theme_follows_the_terminal(environ: dict[str, str], expected: str) -> None:
    environ = {"TERM": "xterm-256color", **environ}
    assert theme_for(Abilities.of(environ), environ) == expected


def test_every_sign_has_an_ascii_twin() -> None:
    for field in fields(ASCII):
        twin = getattr(ASCII, field.name)
        assert "".join(twin).isascii(), field.name
        original = getattr(UNICODE, field.name)
        assert len(original) == len(twin) or field.name in {"up", "down", "left", "right"}
