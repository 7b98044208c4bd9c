"""The one registry of playgrounds: their tabs and digits follow from it.

A playground is imported when it is first shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Playground:
    """One playground."""

    name: str
    title: str
    panel: str
    """Where its class is found: `package.module:Class`."""


def _playground(name: str) -> Playground:
    title = name.capitalize()
    return Playground(name, title, f"cohere_tui.screens.playground.{name}:{title}Panel")


PLAYGROUNDS: Final = tuple(
    map(
        _playground,
        (
            "embed",
            "rerank",
            "classify",
            "tokenize",
            "generate",
            "summarize",
            "parse",
            "transcribe",
        ),
    )
)
"""In the order of their digits."""
