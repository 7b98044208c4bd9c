"""How a tone looks: a sign and a style, so that no state is told by colour alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cohere_tui.state.columns import Tone

if TYPE_CHECKING:
    from cohere_tui.widgets.themes import Signs

TONE_STYLES: Final = """
        .tone--quiet { color: $text-muted; }
        .tone--ready { color: $success; }
        .tone--working { color: $accent; }
        .tone--waiting { color: $text-muted; }
        .tone--warning { color: $warning; text-style: bold; }
        .tone--failed { color: $error; text-style: bold; }
        &:ansi { .tone--quiet, .tone--waiting { text-style: dim; } }
"""
"""For the style sheet of a widget that draws tones, nested in its own rule."""

TONE_CLASSES: Final = frozenset(f"tone--{tone.value}" for tone in Tone)
"""For its component classes."""


def signed(text: str, tone: Tone, signs: Signs, phase: int = 0) -> str:
    """The sign of a state and its text; other tones have no sign."""
    match tone:
        case Tone.READY:
            sign = signs.ready
        case Tone.WORKING:
            sign = signs.working[phase % len(signs.working)]
        case Tone.WAITING:
            sign = signs.waiting
        case Tone.FAILED:
            sign = signs.failed
        case Tone.WARNING:
            sign = signs.warning
        case _:
            return text
    return f"{sign} {text}" if text else sign
