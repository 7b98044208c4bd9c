"""What a person sees of generations: how each of them stands, and what is wrong with all."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING, Any, Final

from cohere_tui.state.columns import Tone
from cohere_tui.state.generations import Generation, Generations
from cohere_tui.state.naming import count
from cohere_tui.state.parts import Phase
from cohere_tui.state.playground.passages import Passage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohere_tui.state.form import Values

_FINISHES: Final[Mapping[str, tuple[str, Tone]]] = {
    "COMPLETE": ("complete", Tone.READY),
    "STOP_SEQUENCE": ("ended at a sequence", Tone.READY),
    "MAX_TOKENS": ("cut at max tokens", Tone.WARNING),
    "USER_CANCEL": ("cancelled", Tone.WARNING),
    "ERROR": ("failed", Tone.FAILED),
    "ERROR_TOXIC": ("failed: harmful", Tone.FAILED),
    "ERROR_LIMIT": ("failed: too long", Tone.FAILED),
    "TIMEOUT": ("failed: took too long", Tone.FAILED),
}
_ENDS: Final[Mapping[Phase, tuple[str, Tone]]] = {
    Phase.DONE: ("ended", Tone.READY),
    Phase.STOPPED: ("stopped", Tone.WARNING),
    Phase.FAILED: ("failed", Tone.FAILED),
    Phase.INTERRUPTED: ("broken off", Tone.FAILED),
}
_LIKELY: Final = (0.5, 0.1, 0.01)
SHADES: Final = ("50 % and more", "10 % and more", "1 % and more", "less")
"""How likely the tokens of each shade are, the likeliest first."""


def asked_for(values: Values) -> int:
    """How many generations a form asks for; one where it does not say."""
    number = values.get("num_generations", "")
    return max(1, int(number)) if number.isdecimal() else 1


def passages(generations: Generations, asked: int) -> tuple[Passage, ...]:
    """The generations side by side; those that are still to come have their place."""
    phase = generations.phase
    missing = 0 if phase.over else asked - len(generations.items)
    items = (*generations.items, *(Generation() for _ in range(missing)))
    return tuple(_passage(number, one, phase) for number, one in enumerate(items, 1))


def _passage(number: int, one: Generation, phase: Phase) -> Passage:
    word, tone = finish(one, phase)
    figures = _figures(one) if phase.over else ""  # they would be painted with every word
    return Passage(str(number), one.text, word, tone, figures, open=not phase.over)


def finish(one: Generation, phase: Phase) -> tuple[str, Tone]:
    """How a generation stands, and what that says; a newer word of the wire is told as it is."""
    if one.finish:
        word = one.finish.lower().replace("_", " ")
        return _FINISHES.get(one.finish.upper(), (word, Tone.PLAIN))
    if phase.over:
        return _ENDS[phase]
    return ("writing", Tone.WORKING) if one.text else ("waiting", Tone.WAITING)


def _figures(one: Generation) -> str:
    """Its likelihood, where that is known, and its length."""
    length = [count(len(one.text), "character")] if one.text else []
    likely = [f"likelihood {one.likelihood:.2f}"] if one.likelihood is not None else []
    return " · ".join(likely + length)


def remark(generations: Generations, asked: int) -> tuple[str, Tone]:
    """What is to be said of all; empty where everything is as it should be."""
    came = sum(1 for one in generations.items if one.text)
    kept = " What had come is kept." if came else ""
    if generations.phase is Phase.STOPPED:
        return f"Stopped.{kept}", Tone.WARNING
    if generations.failure is not None:
        return generations.failure.reason + kept, Tone.FAILED
    if generations.phase is Phase.DONE and len(generations.items) < asked:
        came = len(generations.items)
        return f"{came} of the {asked} generations that were asked for came.", Tone.WARNING
    return "", Tone.PLAIN


# --- likelihoods


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
    return f"mean {one.likelihood:.2f} ({probability(one.likelihood):.0%}) · {length}"


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


# --- kept


def as_kept(generations: Generations) -> dict[str, Any]:
    """As an answer of the API in one piece, with how it went beside it; `None` is left out."""
    failure = generations.failure
    kept: dict[str, Any] = {
        "id": generations.id,
        "generations": [_wire(number, one) for number, one in enumerate(generations.items)],
        "phase": generations.phase.value,
    }
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
