"""Whether what a person types fits a line, and how well. Linear in the line's length."""

from __future__ import annotations

from typing import NamedTuple


class Match(NamedTuple):
    """How well a line fits: the greater `score` the better; `marks` are the characters that fit."""

    score: int
    marks: tuple[int, ...]


def match(query: str, line: str) -> Match | None:
    """How `line` fits `query`, or None. Case does not matter; an empty query fits all alike.

    Every word of the query must occur in the line; when one does not, its letters must occur in
    their order. The start of the line counts most, then that of a word, anywhere, mere letters.
    """
    lowered = line.lower()
    score = 0
    marks: set[int] = set()
    for word in query.lower().split():
        found = _word(word, lowered) or _letters(word, lowered)
        if found is None:
            return None
        score += found.score
        marks.update(found.marks)
    if len(lowered) != len(line):  # a letter whose lower case is longer: the marks would be off
        return Match(score, ())
    return Match(score, tuple(sorted(marks)))


def _word(word: str, line: str) -> Match | None:
    at = line.find(word)
    if at < 0:
        return None
    inner = at
    while inner > 0 and line[inner - 1].isalnum():
        inner = line.find(word, inner + 1)
    at, score = (inner, 300) if inner >= 0 else (at, 200)
    return Match(score + (100 if at == 0 else 0), tuple(range(at, at + len(word))))


def _letters(word: str, line: str) -> Match | None:
    marks = []
    at = -1
    for letter in word:
        at = line.find(letter, at + 1)
        if at < 0:
            return None
        marks.append(at)
    spread = marks[-1] - marks[0] - len(marks)
    return Match(max(1, 100 - spread), tuple(marks))
