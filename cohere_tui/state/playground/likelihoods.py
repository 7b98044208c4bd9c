"""How likely the tokens of generations were."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING, Final

from cohere_tui.state.naming import count
from cohere_tui.state.playground.generating import finish
from cohere_tui.state.playground.passages import Passage

if TYPE_CHECKING:
    from cohere_tui.state.generations import Generation, Generations

_LIKELY: Final = (0.5, 0.1, 0.01)
SHADES: Final = ("50 % and more", "10 % and more", "1 % and more", "less")
"""How likely the tokens of each shade are, the likeliest first."""


def likelihoods(generations: Generations) -> tuple[Passage, ...]:
    """The generations in tokens, those of which the likelihoods are known."""
    return tuple(
        Passage(
            str(number),
            one.text,
            *finish(one, generations.phase),
            _mean(one),
            copied=likelihood_table(one),
            tokens=one.tokens,
            asked=asked_before(one),
        )
        for number, one in enumerate(generations.items, 1)
        if one.tokens
    )


def _mean(one: Generation) -> str:
    length = count(len(one.tokens), "token")
    if one.likelihood is None:
        return length
    return f"mean {one.likelihood:.2f} · {probability(one.likelihood):.0%} · {length}"


def asked_before(one: Generation) -> int:
    """How many of its tokens are of the prompt: with ALL, both come in one list (API.md 7)."""
    text = str(one.text)
    before = len("".join(token for token, _ in one.tokens)) - len(text)
    at = 0
    for number, (token, _) in enumerate(one.tokens):
        if at >= before:
            return number if at == before else 0  # tokens that do not make the text up
        at += len(token)
    return 0


def probability(likelihood: float) -> float:
    """The probability whose logarithm it is; a positive one is no logarithm of any."""
    return exp(min(likelihood, 0.0))


def shade(likelihood: float | None) -> int:
    """The number of a token's shade in `SHADES`; -1 where nothing is known."""
    if likelihood is None:
        return -1
    share = probability(likelihood)
    return next((at for at, least in enumerate(_LIKELY) if share >= least), len(_LIKELY))


def likelihood_table(one: Generation) -> str:
    """Its tokens and their likelihoods as tab-separated lines, to be copied."""
    rows = ((token, "" if value is None else str(value)) for token, value in one.tokens)
    return "\n".join(f"{_escaped(token)}\t{value}" for token, value in rows)


def _escaped(token: str) -> str:
    return token.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")
