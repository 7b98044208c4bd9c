"""What is asked of Generate, and what a person sees of the generations as they come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cohere_tui.state.columns import Tone
from cohere_tui.state.generations import Generation, Generations
from cohere_tui.state.naming import count
from cohere_tui.state.parts import Phase
from cohere_tui.state.playground.passages import Passage
from cohere_tui.state.playground.texts import texts_in

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
_LISTS: Final = ("end_sequences", "stop_sequences")
_TOGGLES: Final = ("raw_prompting",)


def as_sent(values: Values) -> dict[str, Any]:
    """The fields of a request; what is empty is left out, for the server to decide."""
    sent: dict[str, Any] = {name: value for name, value in values.items() if value}
    sent["prompt"] = values.get("prompt", "")
    sent |= {name: texts_in(sent[name]) for name in _LISTS if name in sent}
    sent |= {name: True for name in _TOGGLES if name in sent}
    return sent


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
    likely = [f"{one.likelihood:.2f} likelihood"] if one.likelihood is not None else []
    length = [count(len(str(one.text).split()), "word")] if one.text else []
    return " · ".join(likely + length)


def remark(generations: Generations, asked: int) -> tuple[str, Tone]:
    """What is to be said of all; empty where everything is as it should be.

    Why something failed is said elsewhere.
    """
    came = sum(1 for one in generations.items if one.text)
    kept = " What had come is kept." if came else ""
    if generations.phase is Phase.STOPPED:
        return f"Stopped.{kept}", Tone.WARNING
    if generations.phase in (Phase.FAILED, Phase.INTERRUPTED):
        return f"It broke off before its end.{kept}", Tone.WARNING
    if generations.phase is Phase.DONE and len(generations.items) < asked:
        came = len(generations.items)
        return f"{came} of the {asked} generations that were asked for came.", Tone.WARNING
    return "", Tone.PLAIN
