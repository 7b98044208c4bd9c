"""Words, sentences and the things that a prompt names."""

from __future__ import annotations

import re
from functools import cache

_WORD = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]|[^\W_]+(?:['’][^\W_]+)?")
_SENTENCE_END = re.compile(r"(?<=[.!?…。！？])\s+|\n+")
_LONGEST_SENTENCE = 300
_SUFFIX = re.compile(r"(?<=[^\W_]{3})(?:ing|ed|es|s)$")
_QUOTED = re.compile(r"[\"“”„«]([^\"“”„«»\n]{1,80})[\"“”»]|(?<!\w)'([^'\n]{1,80})'(?!\w)")
_CAPITALS = re.compile(r"[A-ZÀ-ÖØ-Þ][^\W_]*(?:[ -][A-ZÀ-ÖØ-Þ][^\W_]*)*")
_AFTER = re.compile(
    r"\b(?:in|at|for|of|to|from|about|near|on|called|named)\s+(?:(?:the|an?|my|our|this|that)\s+)?"
    r"((?:(?!(?:about|and|at|by|for|from|in|is|of|on|or|the|to|with)\b)[^\W_]+[ -]?){1,3})",
    re.IGNORECASE,
)
_BOUNDARY = re.compile(r"[.!?:\n]\s*$|^$")
_NEAR = 6

_STOP_TEXT = """
    a about all also am an and any are as at be been between both but by can could compare
    did do does each find for from get give had has have he her here him his how i if in
    into is it its just know let like look make many may me might more most much must my
    need no not now of on one only or our out please say she should show so some such tell
    than that the their them then there these they this those to too up us use very want was
    we were what when where which who whom whose why will with would write you your
"""
_STOP = frozenset(_STOP_TEXT.split())
INSTRUCTIONS_TEXT = """
    add brief briefly code create describe detail detailed draft essay example explain fill
    function generate json letter letters link links list long longer markdown message
    object prompt python quote report return script sentence sentences set setting settings
    short shortly snippet step steps story summarise summarize summary table text thorough
    token tokens word words
"""
INSTRUCTIONS = frozenset(INSTRUCTIONS_TEXT.split())
"""Words that say how to answer, not what about."""


def words(text: str) -> list[str]:
    """The words of a text, lower case, in order. Characters of Chinese and Japanese stand alone."""
    return _WORD.findall(text.lower())


def keywords(text: str) -> list[str]:
    """The words that carry meaning, each once, in order."""
    return list(dict.fromkeys(word for word in words(text) if word not in _STOP))


def subjects(text: str) -> list[str]:
    """The keywords that say what a prompt is about; all of them when it only says how to answer."""
    found = keywords(text)
    about = [word for word in found if word not in INSTRUCTIONS and not word.isdecimal()]
    return [word for word in about if len(word) > 1 or not word.isascii()] or found


@cache
def stem(word: str) -> str:
    """A word without its ending, near enough to compare by."""
    return _SUFFIX.sub("", word)


def stems(text: str) -> frozenset[str]:
    """The stems of the words that carry meaning."""
    return frozenset(stem(word) for word in words(text) if word not in _STOP)


def sentences(text: str) -> list[str]:
    """What can be quoted: sentences and lines, each verbatim, none much longer than a breath."""
    found = []
    for piece in _SENTENCE_END.split(text):
        sentence = piece.strip()
        if len(sentence) > _LONGEST_SENTENCE:
            sentence = sentence[:_LONGEST_SENTENCE].rsplit(maxsplit=1)[0]
        if sentence:
            found.append(sentence)
    return found


def named(prompt: str, besides: frozenset[str] = frozenset()) -> list[str]:
    """What a prompt names: in quotes, else with capitals, else after a preposition; each once.

    What consists of the stems `besides` only is not meant.
    """
    quoted = [one or other for one, other in _QUOTED.findall(prompt)]
    found = quoted or _capitals(prompt, besides) or _after_prepositions(prompt)
    told = [thing for thing in found if stems(thing) - besides]
    return list(dict.fromkeys(told))


def _capitals(prompt: str, besides: frozenset[str]) -> list[str]:
    """Capitalised phrases; one that opens a sentence counts only where there is nothing better."""
    sure: list[str] = []
    opening: list[str] = []
    for match in _CAPITALS.finditer(prompt):
        phrase, opens = (
            match[0],
            _BOUNDARY.search(prompt[max(0, match.start() - _NEAR) : match.start()]),
        )
        first, _, rest = phrase.partition(" ")
        if opens and first.lower() in INSTRUCTIONS | _STOP:
            phrase, opens = rest, None
        if stems(phrase) - besides - INSTRUCTIONS:
            (opening if opens and not rest else sure).append(phrase)
    return sure or opening


def _after_prepositions(prompt: str) -> list[str]:
    return [found.strip(" -") for found in _AFTER.findall(prompt)]


def listed(things: list[str], mark: str = "") -> str:
    """`a, b and c`, each between `mark`s."""
    marked = [f"{mark}{thing}{mark}" for thing in things]
    if len(marked) < 2:
        return "".join(marked)
    return f"{', '.join(marked[:-1])} and {marked[-1]}"
