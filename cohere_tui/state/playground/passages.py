"""Texts that are read beside each other: generations, a summary and its text."""

from __future__ import annotations

from dataclasses import dataclass

from cohere_tui.state.columns import Tone
from cohere_tui.state.pieces import EMPTY, Pieces


@dataclass(frozen=True, slots=True)
class Passage:
    """One of the texts, and what stands above it."""

    title: str
    text: Pieces = EMPTY
    word: str = ""
    """How it stands: `complete`."""
    tone: Tone = Tone.PLAIN
    """What that says."""
    figures: str = ""
    """Its length and the like."""
    open: bool = False
    """Whether more of it may come."""
    copied: str = ""
    """What is copied instead of the text."""
    tokens: tuple[tuple[str, float | None], ...] = ()
    """The text in tokens, and the logarithm of how likely each was; None: not known."""
    asked: int = 0
    """How many of the tokens are of the prompt before it."""
