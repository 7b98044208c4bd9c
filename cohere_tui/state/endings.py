"""What is told when things end: each by name, but very many in one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from cohere_tui.plain import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

APART: Final = 3
"""So many are told one by one."""


@dataclass(frozen=True, slots=True)
class Ending:
    """Something is over."""

    name: str
    word: str
    """How it ended."""
    bad: bool = False


@dataclass(frozen=True, slots=True)
class Telling:
    """A sentence for a person, and whether it is bad news."""

    text: str
    bad: bool = False


def tellings(noun: str, nouns: str, endings: Sequence[Ending]) -> tuple[Telling, ...]:
    """What to tell of things that ended at the same time.

    Of many it is how many ended in which way, the bad ones first and with their names.
    """
    if len(endings) <= APART:
        return tuple(
            Telling(f"{_capital(noun)} {one_line(one.name, 80)}: {one.word}", one.bad)
            for one in endings
        )
    ordered = sorted(endings, key=lambda one: (not one.bad, one.word))
    ways = [list(group) for _, group in groupby(ordered, lambda one: (not one.bad, one.word))]
    text = f"{_capital(nouns)}: {', '.join(map(_way, ways))}"
    return (Telling(text, any(one.bad for one in endings)),)


def vanished(noun: str, nouns: str, names: Sequence[str]) -> tuple[str, ...]:
    """What to tell of things that the server no longer knows."""
    if len(names) > APART:
        return (f"{len(names):,} {nouns} are no longer there.",)
    return tuple(f"The {noun} {one_line(name, 60)} is no longer there." for name in names)


def _way(ended: Sequence[Ending]) -> str:
    told = f"{len(ended):,} {ended[0].word}"
    if not ended[0].bad:
        return told
    names = ", ".join(one_line(one.name, 40) for one in ended[:APART])
    more = f" and {len(ended) - APART:,} more" if len(ended) > APART else ""
    return f"{told} ({names}{more})"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
