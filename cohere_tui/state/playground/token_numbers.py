"""Tokens in numbers: how many, how long, how often, and what they cost."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from cohere_tui.state.columns import Tone
from cohere_tui.state.facts import Fact, Heading, Note
from cohere_tui.state.naming import count
from cohere_tui.state.playground.cost import how_to_price, rate_of, tokens_cost
from cohere_tui.state.playground.token_words import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cohere_tui.state.facts import FactLine
    from cohere_tui.state.playground.cost import Price
    from cohere_tui.state.playground.tokenized import Side

_MOST_REPEATED: Final = 12


def numbers_of(side: Side, prices: Mapping[str, Price]) -> tuple[FactLine, ...]:
    """Everything that is counted about one side."""
    return (*_counts(side), *_costs(side, prices), *_repeated(side))


def headline(side: Side) -> str:
    """The numbers that matter most, in a line."""
    tokens, text = side.placed, side.text
    words = [count(len(tokens), "token"), count(len(text), "character")]
    if len(tokens) and text:
        words.append(f"{len(text) / len(tokens):.2f} characters per token")
    return " · ".join(words)


def doubts_of(side: Side) -> str:
    """What is not sure about the places of tokens, or about their count; empty: nothing is."""
    tokens = side.placed
    said = []
    if side.doubts:
        places = ", ".join(f"{place:,}" for place in side.doubts[:5])
        said.append(
            "This text took several requests, and the tokens of its parts do not meet near"
            f" character {places}: the count may be off by a few there."
        )
    if side.from_ids and side.again != side.tokens:
        if side.again is None:
            said.append("Where the tokens stand is only known when the way back is checked.")
    elif len(tokens) and not tokens.told:
        said.append("The server sent ids without what they say: their places are not known.")
    elif tokens.doubtful:
        said.append(
            f"{count(tokens.doubtful, 'token')} of {len(tokens):,} could not be told apart, or"
            " found in the text; each says so under the cursor."
        )
    return " ".join(said)


def _counts(side: Side) -> Iterator[FactLine]:
    tokens, text = side.placed, side.text
    size, words = len(tokens), len(text.split())
    yield Heading(side.model)
    yield Fact("tokens", f"{size:,}")
    yield Fact("characters", _with_rate(len(text), size, "per token"))
    yield Fact("bytes", _with_rate(len(tokens.data), size, "per token"))
    rate = f", {size / words:.2f} tokens per word" if words and size else ""
    yield Fact("words", f"{words:,}{rate}")
    different = len(set(tokens.ids))
    if size:
        yield Fact("different tokens", f"{different:,}, {different / size:.0%}")
    parts = sum(tokens.is_part(token) for token in tokens.all)
    if parts:
        yield Fact("parts of characters", f"{parts:,} tokens begin or end within a character")
    told, tone = side.check
    yield Fact("the way back", told, tone)
    if side.requests > 1:
        met = "their tokens do not meet everywhere" if side.doubts else "their tokens meet"
        tone = Tone.WARNING if side.doubts else Tone.PLAIN
        yield Fact("parts of the text", f"{side.requests:,} that overlap; {met}", tone)
    doubts = doubts_of(side)
    if doubts:
        yield Note(doubts, Tone.WARNING)


def _with_rate(number: int, of: int, what: str) -> str:
    return f"{number:,}, {number / of:.2f} {what}" if of else f"{number:,}"


def _costs(side: Side, prices: Mapping[str, Price]) -> Iterator[FactLine]:
    yield Heading("What they would cost")
    price = prices.get(side.model)
    if price is None:
        told = (
            f"none is set for {side.model or 'this model'}: y copies the lines to add to"
            " config.toml, in US dollars per million tokens"
        )
        yield Fact("price", told, Tone.QUIET, copied=how_to_price(side.model))
        return
    for name, rate in (("as input", price.input), ("as output", price.output)):
        if rate is None:
            yield Fact(name, "has no price in config.toml", Tone.QUIET)
            continue
        once, often = (tokens_cost(len(side.tokens) * times, rate) for times in (1, 1_000))
        yield Fact(name, f"{once}, a thousand times {often} ({rate_of(rate)} per million tokens)")


def _repeated(side: Side) -> Iterator[FactLine]:
    tokens = side.placed
    times = Counter(tokens.ids)
    words = {token.id: token.string for token in reversed(tokens.all)}
    often = [(token, number) for token, number in times.most_common(_MOST_REPEATED) if number > 1]
    if not often:
        return
    yield Heading("Repeated tokens")
    for token, number in often:
        share = number / len(tokens)
        yield Fact(quoted(words[token], 20) or "?", f"{number:,} times, {share:.0%}; id {token}")
