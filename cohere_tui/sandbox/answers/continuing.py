"""Ways in which a prompt goes on, each another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.sandbox.answers.chance import chance_of
from cohere_tui.sandbox.answers.compose import ECHO
from cohere_tui.sandbox.answers.prose import paragraph
from cohere_tui.sandbox.answers.sums import worked
from cohere_tui.sandbox.answers.words import subjects

if TYPE_CHECKING:
    import random

_CLOSELY = 20_000
_SENTENCES = 3
_OPENINGS = (
    "From here on it is the sandbox that writes; no model was asked.",
    "So far your words; the sandbox goes on without a model.",
    "A model would know more. This is the sandbox, and it has only the words.",
    "No model is listening, so the sandbox makes do with what it was given.",
    "The rest is worked out by the sandbox, and not by a model.",
)


def continuations(prompt: str, number: int, seed: int) -> list[str]:
    """`number` texts that follow a prompt, at most as many as there are openings."""
    if prompt.startswith(ECHO):
        return [prompt[len(ECHO) :]] * number
    seen = prompt[:_CLOSELY]
    chance = chance_of(f"{seed}\0{seen}")
    gap = "" if not seen or seen[-1].isspace() else " "
    openings = chance.sample(_OPENINGS, number)
    return [gap + _text(seen, opening, chance) for opening in openings]


def _text(prompt: str, opening: str, chance: random.Random) -> str:
    result = worked(prompt)
    found = [f"{result}."] if result else []
    return " ".join([opening, *found, paragraph(subjects(prompt), chance, _SENTENCES)])
