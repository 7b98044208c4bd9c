"""Entries as the tests of this room want them."""

from __future__ import annotations

from dataclasses import replace

from cohere_tui.state.conversation import Settings
from cohere_tui.state.pieces import Pieces
from cohere_tui.state.turn import Block, Phase, Prompt, Timing, Turn

SETTINGS = Settings(model="command-a-03-2025", system="Be brief.", parameters={"temperature": 0.3})


def prompt(text: str, at: float = 1.0) -> Prompt:
    return Prompt(text=text, at=at)


def answer(text: str, phase: Phase = Phase.DONE, at: float = 1.0) -> Turn:
    return Turn(
        model="command-a-03-2025",
        blocks=(Block("text", Pieces.of(text)),),
        finish="COMPLETE" if phase is Phase.DONE else "",
        phase=phase,
        timing=Timing(started=at),
    )


def grown(turn: Turn, more: str) -> Turn:
    """The answer with more text, still streaming."""
    text = turn.blocks[0].text.add(more)
    return replace(turn, blocks=(Block("text", text),), phase=Phase.STREAMING)
