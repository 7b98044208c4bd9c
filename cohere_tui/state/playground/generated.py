"""Generations that are over: kept as an answer of the API, as tables, beside others."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from cohere_tui.state.facts import Fact
from cohere_tui.state.generations import Generation, Generations
from cohere_tui.state.parts import Failure, Phase
from cohere_tui.state.playground.comparison import Comparison
from cohere_tui.state.playground.generating import finish
from cohere_tui.state.playground.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping


def as_kept(generations: Generations) -> dict[str, Any]:
    """As an answer of the API in one piece, with how it went beside it; `None` is left out."""
    failure = generations.failure
    kept: dict[str, Any] = {
        "id": generations.id,
        "generations": [_wire(number, one) for number, one in enumerate(generations.items)],
        "phase": generations.phase.value,
    }
    if generations.meta is not None and (meta := generations.meta.as_sent()):
        kept["meta"] = meta
    if generations.warning:
        kept["warning"] = generations.warning
    if failure is not None:
        kept["failure"] = {"reason": failure.reason, "remedy": failure.remedy}
    return kept


def _wire(number: int, one: Generation) -> dict[str, Any]:
    wire: dict[str, Any] = {"id": one.id, "index": number, "text": str(one.text)}
    if one.finish:
        wire["finish_reason"] = one.finish
    if one.likelihood is not None:
        wire["likelihood"] = one.likelihood
    if one.tokens:
        wire["token_likelihoods"] = [
            {"token": token, "likelihood": value} for token, value in one.tokens
        ]
    return wire


def restored(kept: Mapping[str, Any], whole: Generations) -> Generations:
    """`whole`, which was read from `kept` as an answer of the API, as it went then."""
    try:
        phase = Phase(kept.get("phase", Phase.DONE))
    except ValueError:
        phase = Phase.DONE
    told = kept.get("failure")
    failure = Failure(str(told.get("reason", ""))) if isinstance(told, dict) else None
    return replace(whole, phase=phase, failure=failure)


def sheet(generations: Generations) -> Sheet:
    """A row for each."""
    rows = (
        (number, str(one.text), one.finish, one.likelihood)
        for number, one in enumerate(generations.items, 1)
    )
    return Sheet(("number", "text", "finish_reason", "likelihood"), tuple(rows))


def compared(before: Generations, after: Generations) -> Comparison:
    """The texts of two runs side by side, and their lengths."""
    pairs = zip_longest(before.items, after.items, fillvalue=Generation())
    rows = tuple(
        (number, len(old.text), len(new.text), str(old.text), str(new.text))
        for number, (old, new) in enumerate(pairs, 1)
    )
    lengths = [sum(len(one.text) for one in side.items) for side in (before, after)]
    facts = (
        Fact("generations", f"{len(before.items)} → {len(after.items)}"),
        Fact("characters in all", f"{lengths[0]:,} → {lengths[1]:,}"),
        Fact("finished", f"{_finishes(before)} → {_finishes(after)}"),
    )
    columns = ("number", "length before", "length after", "before", "after")
    return Comparison(facts, Sheet(columns, rows))


def _finishes(generations: Generations) -> str:
    """How they ended: `2 complete, 1 cut at max tokens`."""
    words = Counter(finish(one, generations.phase)[0] for one in generations.items)
    return ", ".join(f"{number} {word}" for word, number in words.items()) or "nothing"
