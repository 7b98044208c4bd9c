"""Where two ways of cutting a text into tokens differ: of two models, or of two runs."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Final

from cohere_tui.state.facts import Fact
from cohere_tui.state.naming import count
from cohere_tui.state.playground.aligning import Fit
from cohere_tui.state.playground.comparison import Comparison
from cohere_tui.state.playground.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cohere_tui.state.playground.tokenized import Side
    from cohere_tui.state.playground.tokens import Token, Tokens

_MOST_COMPARED: Final = 4_000_000
"""Pairs of tokens that are compared to find out what was put in or left out."""

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """Where the tokens of two models stand differently."""

    ours: frozenset[int] = frozenset()
    """Numbers of the first one's tokens that the second one does not have there."""
    theirs: frozenset[int] = frozenset()
    same_text: bool = True


def apart(ours: Tokens, theirs: Tokens) -> Apart:
    """The tokens of each that do not stand in the other, at the same place."""
    if ours.text != theirs.text:
        return Apart(same_text=False)
    return Apart(_missing(ours, theirs), _missing(theirs, ours))


def _missing(ours: Tokens, theirs: Tokens) -> frozenset[int]:
    there = {_span(token) for token in theirs.all}
    return frozenset(token.number for token in ours.all if _span(token) not in there)


def _span(token: Token) -> tuple[Any, ...]:
    """What a token is told apart by: its place; without one, what it says."""
    return (token.begin, token.end) if token.fit is Fit.EXACT else (token.fit, token.string)


def beside(ours: Side, theirs: Side) -> str:
    """Two models on the same text, in a sentence."""
    difference = len(theirs.tokens) - len(ours.tokens)
    if not difference:
        told = f"Both have {count(len(ours.tokens), 'token')}"
    else:
        share = f" ({abs(difference) / len(ours.tokens):.1%})" if ours.tokens else ""
        more = "more" if difference > 0 else "fewer"
        told = f"{theirs.model} has {abs(difference):,}{share} {more}"
    found = apart(ours.placed, theirs.placed)
    if not found.same_text:
        return f"{told}. They say different texts."
    if not found.ours and not found.theirs:
        same = ours.tokens == theirs.tokens
        return f"{told}, {'the same ids' if same else 'with other ids'}, cut at the same places."
    return (
        f"{told}; {len(found.ours):,} and {len(found.theirs):,} stand at places that the other cuts"
        " otherwise: n goes to the next."
    )


# --- two runs


def compared(before: Sequence[Side], after: Sequence[Side]) -> Comparison:
    """What is different in the tokens of two runs; of each, the first model counts."""
    if not before or not after:
        return Comparison()
    old, new = before[0], after[0]
    rows = tuple(_changes(old.placed, new.placed))
    facts = [
        Fact("tokens", _changed(len(old.tokens), len(new.tokens))),
        Fact("characters", _changed(len(old.text), len(new.text))),
        Fact("tokens that differ", f"{len(rows):,}"),
    ]
    return Comparison(tuple(facts), Sheet(("place", "before", "place now", "now"), rows))


def _changed(old: int, new: int) -> str:
    if old == new:
        return f"{old:,}, as before"
    return f"{old:,} → {new:,} ({new - old:+,})"


def _changes(old: Tokens, new: Tokens) -> Iterator[Row]:
    """The tokens that only one of two has, and those that took their place."""
    before, after = [_known_by(token) for token in old.all], [_known_by(one) for one in new.all]
    first = _alike(before, after)
    last = _alike(before[first:][::-1], after[first:][::-1])
    ours, theirs = before[first : len(before) - last], after[first : len(after) - last]
    if len(ours) * len(theirs) > _MOST_COMPARED:
        codes = [("replace", 0, len(ours), 0, len(theirs))]
    else:
        codes = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()  # type: ignore[assignment]
    for code, begin, end, start, stop in codes:
        if code == "equal":
            continue
        for step in range(max(end - begin, stop - start)):
            yield (
                *_cells(old, first + begin + step, first + end),
                *_cells(new, first + start + step, first + stop),
            )


def _known_by(token: Token) -> tuple[int, str]:
    return token.id, token.string


def _alike(ours: Sequence[object], theirs: Sequence[object]) -> int:
    """How many they have in common from the beginning."""
    pairs = enumerate(zip(ours, theirs, strict=False))
    shorter = min(len(ours), len(theirs))
    return next((place for place, (one, other) in pairs if one != other), shorter)


def _cells(tokens: Tokens, number: int, end: int) -> tuple[int | None, str | None]:
    return (number + 1, tokens.all[number].string) if number < end else (None, None)


def sheet_of(sides: Sequence[Side]) -> Sheet:
    """Place, id and token of each; with two models also whose it is."""
    many = len(sides) > 1
    rows = tuple(
        (*((side.model,) if many else ()), number, token, string)
        for side in sides
        for number, (token, string) in enumerate(side.pieces, 1)
    )
    return Sheet((*(("model",) if many else ()), "place", "id", "token"), rows)
