"""The rows of a list to pick from: which of them fit what is typed, and how one looks. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from cohere_tui.plain import one_line
from cohere_tui.widgets.matching import match

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Choice:
    """One row: `id` is what is answered, `title` what is read, `note` stands dim at the right."""

    id: str
    title: str
    note: str = ""


def fitting(choices: Sequence[Choice], typed: str) -> list[tuple[Choice, tuple[int, ...]]]:
    """The choices that fit, best first, and which letters of the title fit."""
    if not typed.strip():
        return [(choice, ()) for choice in choices]
    fits = []
    words = typed.lower().split()
    for place, choice in enumerate(choices):
        title = one_line(choice.title)
        fit = match(typed, title)
        if fit is not None:
            fits.append((-fit.score, place, choice, fit.marks))
        elif all(word in f"{title} {one_line(choice.note)}".lower() for word in words):
            fits.append((0, place, choice, ()))
    fits.sort(key=lambda row: row[:2])
    return [(choice, marks) for _, _, choice, marks in fits]


def drawn(choice: Choice, marks: Sequence[int], width: int, sign: str, secondary: str) -> Content:
    """Sign, title with the letters that fit, and the note at the right of `width` cells."""
    note = one_line(choice.note)
    title = Content(one_line(choice.title))
    for mark in marks:
        title = title.stylize("underline", mark, mark + 1)
    room = max(width - len(note) - 2, width // 2)
    title = title.truncate(room, ellipsis=True)
    space = " " * max(2, width - title.cell_length - Content(note).cell_length)
    line = Content.assemble((f"{sign} ", "$accent"), title, space, (note, secondary))
    return line.truncate(width + 2, ellipsis=True)
