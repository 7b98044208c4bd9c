"""Two runs side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cohere_tui.state.facts import Fact
from cohere_tui.state.playground.sheet import Sheet

if TYPE_CHECKING:
    from cohere_tui.state.facts import FactLine
    from cohere_tui.state.form import Values


_EMPTY = Sheet(())


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is different on the whole, and row by row."""

    facts: tuple[FactLine, ...] = ()
    sheet: Sheet = _EMPTY


_LONG = 60


def differing(before: Values, after: Values) -> tuple[FactLine, ...]:
    """The fields in which two runs differ, `before → after`."""
    names = dict.fromkeys((*before, *after))
    pairs = ((name, before.get(name, ""), after.get(name, "")) for name in names)
    return tuple(
        Fact(name.replace("_", " "), f"{_told(old)} → {_told(new)}")
        for name, old, new in pairs
        if old != new
    )


def _told(value: str) -> str:
    line = " ".join(value.split()) or "nothing"
    return line if len(line) <= _LONG else f"{line[: _LONG - 1]}…"
