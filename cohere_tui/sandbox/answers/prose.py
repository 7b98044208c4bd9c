"""A short Markdown answer about the prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cohere_tui.sandbox.ask import Ask


def prose(ask: Ask) -> str:
    """Markdown about the prompt, saying that this is a sandbox."""
    return f"This is the **sandbox**: no model was asked. You wrote: {ask.prompt}"
