"""Summaries made of a text's own sentences (API.md 12.2).

Nothing is added: `extractiveness` decides only how much of each chosen sentence is kept.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cohere_tui.sandbox.answers.words import INSTRUCTIONS, sentences, stem, stems, subjects, words

if TYPE_CHECKING:
    from collections.abc import Sequence

Length = Literal["short", "medium", "long"]
Closeness = Literal["low", "medium", "high"]

_COUNTS: dict[Length, int] = {"short": 2, "medium": 4, "long": 8}
_SHARE = 2
"""At most one sentence of so many is chosen."""
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_PARTS = re.compile(
    r"\b(\d{1,2}|" + "|".join(_NUMBERS) + r")\s+(?:sentence|bullet|point)", re.IGNORECASE
)
_WORDS = re.compile(r"\b(\d{1,3})\s+words?\b", re.IGNORECASE)
_WANTED = 10.0
"""What a word of the command counts, beside the frequency of the others (at most 1 each)."""
_FIRST = 1.5
"""How much better a text's first sentence is for being the first."""
_ASIDE = re.compile(r"\s*\([^()]*\)|\s*\[[^\[\]]*\]")
_OPENER = re.compile(
    r"^(?:and|but|so|however|therefore|moreover|furthermore|meanwhile|still|of course|in fact|"
    r"for example|for instance)\b,?\s+",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"(?:;|:|,\s+(?:which|who|where|while|although|though|because|since|whereas|so that|as if|"
    r"and then|but|and they|and it|and he|and she)\b| – | — ).*$",
    re.IGNORECASE | re.DOTALL,
)
_LEAST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Wish:
    """How a summary should be."""

    length: Length = "medium"
    bullets: bool = False
    closeness: Closeness = "low"
    command: str = ""
    """A number of sentences, of points or of words in it is obeyed; its other words are looked for
    in the text. There is more that it could say, which the sandbox does not understand."""


def summary(text: str, wish: Wish) -> str:
    """The sentences of `text` that say the most, in their order, as paragraph or bullets."""
    found = sentences(text)
    chosen = [_told(found[at], wish.closeness) for at in _best(found, wish)]
    kept = _first_words(list(dict.fromkeys(filter(None, chosen))), wish.command)
    if wish.bullets:
        return "\n".join(f"- {sentence}" for sentence in kept)
    return " ".join(kept)


def _best(found: Sequence[str], wish: Wish) -> list[int]:
    """Which sentences are chosen, in the order of the text."""
    asked = _PARTS.search(wish.command)
    if asked:
        count = _NUMBERS.get(asked[1].lower()) or int(asked[1])
    else:
        count = min(_COUNTS[wish.length], len(found) // _SHARE)
    scores = _scores(found, wish.command)
    best = sorted(range(len(found)), key=lambda at: (-scores[at], at))[: max(count, 1)]
    return sorted(best)


def _scores(found: Sequence[str], command: str) -> list[float]:
    """How much each says: by how often the text comes back to its words."""
    counts = Counter(one for sentence in found for one in stems(sentence))
    most = max(counts.values(), default=1)
    weights = {one: count / most for one, count in counts.items()}
    for word in subjects(_WORDS.sub("", _PARTS.sub("", command))):
        if word not in INSTRUCTIONS and not word.isdecimal():
            weights[stem(word)] = _WANTED + weights.get(stem(word), 0)
    scores = []
    for at, sentence in enumerate(found):
        about = stems(sentence)
        # By the root of its length: neither the longest nor the shortest wins for that alone.
        score = sum(weights[one] for one in about) / max(len(about), _LEAST_WORDS) ** 0.5
        scores.append(score * (_FIRST if at == 0 else 1))
    return scores


def _told(sentence: str, closeness: Closeness) -> str:
    """As much of a sentence as is kept."""
    short = sentence.strip()
    if closeness != "high":
        short = _OPENER.sub("", _ASIDE.sub("", short)).strip()
    if closeness == "low":
        main = _CLAUSE.sub("", short).strip()
        short = main if len(words(main)) >= _LEAST_WORDS else short
    if not short:
        return ""
    ended = short if short[-1] in '.!?…。！？"”' else f"{short.rstrip(',:;')}."
    if closeness == "high":
        return ended
    capital = ended[0].upper()
    # Capitals of some letters are those of others: µ, ß, ς.
    same = capital.lower() == ended[0].lower()
    return capital + ended[1:] if same else ended


def _first_words(chosen: list[str], command: str) -> list[str]:
    """As many sentences as the words that the command allows, the first at least."""
    asked = _WORDS.search(command)
    if not asked:
        return chosen
    room, kept = int(asked[1]), list[str]()
    for sentence in chosen:
        room -= len(sentence.split())
        if room < 0:
            break
        kept.append(sentence)
    return kept or [_cut(chosen[0], int(asked[1]))] if chosen else []


def _cut(sentence: str, most: int) -> str:
    return " ".join(sentence.split()[: max(most, 1)]).rstrip(".,;:") + "…"
