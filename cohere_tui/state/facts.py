"""What there is to know about a thing, as lines of a label and a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from cohere_tui.state.columns import Tone


@dataclass(frozen=True, slots=True)
class Link:
    """A thing that is shown in another place, or in this one."""

    place: str
    """The name of the place."""
    id: str
    what: str = ""
    """What of the place it is, where the place has several kinds: a `model` to chat with."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A label, a value and what the value says about itself."""

    label: str
    value: str
    tone: Tone = Tone.PLAIN
    link: Link | None = None
    """Where `enter` leads."""
    copied: str = ""
    """What is copied instead of the value."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What the facts below have in common; a blank line stands before it."""

    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence, over the whole width."""

    text: str
    tone: Tone = Tone.QUIET


FactLine: TypeAlias = Fact | Heading | Note
