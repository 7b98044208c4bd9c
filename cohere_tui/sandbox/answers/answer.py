"""What was computed, before it is put on the wire either way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Cite:
    """A span of the text (code points, end exclusive) and where it is from."""

    start: int
    end: int
    sources: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A tool call; `arguments` is JSON in a string, empty for a tool without parameters."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer in full. It thinks or plans, then calls tools or says `text`."""

    text: str = ""
    thinking: str = ""
    plan: str = ""
    calls: tuple[Call, ...] = ()
    cites: tuple[Cite, ...] = ()
    """In order of their end."""
    finish: str = "COMPLETE"


class Draft:
    """A text being written, with citations whose offsets are right because they are counted."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._cites: list[Cite] = []

    def add(self, text: str) -> Draft:
        """Append words."""
        self._parts.append(text)
        self._length += len(text)
        return self

    def cite(self, text: str, *sources: Mapping[str, Any]) -> Draft:
        """Append words that come from `sources`."""
        start = self._length
        self.add(text)
        if text:
            self._cites.append(Cite(start, self._length, sources))
        return self

    def reply(self) -> Reply:
        """What was written."""
        return Reply("".join(self._parts), cites=tuple(self._cites))
