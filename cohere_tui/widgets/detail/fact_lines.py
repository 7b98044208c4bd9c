"""Facts laid out in lines: labels in one column, values wrapped beside them. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.cells import cell_len, chop_cells
from textual.content import Content

from cohere_tui.plain import plain
from cohere_tui.state.facts import Fact, Heading, Note
from cohere_tui.widgets.cells import fit
from cohere_tui.widgets.tones import signed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cohere_tui.state.facts import FactLine
    from cohere_tui.widgets.themes import Signs

_WIDEST_LABEL: Final = 22
_MOST_LINES: Final = 400
"""Lines of one value that are drawn; all of it is copied."""

_SEAMS: Final = re.compile(r"[-_/.:,&?=@]+|[^-_/.:,&?=@]+")
"""The parts of ids, addresses and paths: between them they are broken first."""


class Drawn(NamedTuple):
    """One line on the screen."""

    label: str
    text: str
    style: str
    """The name of a component class; empty for none."""
    of: int
    """The number of what it belongs to; -1: of nothing the cursor stands on."""


def lines_of(facts: Sequence[FactLine], room: int, signs: Signs) -> list[Drawn]:
    """All lines of these facts, none wider than `room` cells."""
    labels = [cell_len(one.label) for one in facts if isinstance(one, Fact)]
    column = min(max(labels, default=0), _WIDEST_LABEL, room // 2)
    lines: list[Drawn] = []
    for number, fact in enumerate(facts):
        if isinstance(fact, Heading):
            if lines:
                lines.append(Drawn("", "", "", -1))
            lines.append(Drawn("", plain(fact.text), "facts--heading", -1))
        elif isinstance(fact, Note):
            text = signed(plain(fact.text), fact.tone, signs)
            style = f"tone--{fact.tone.value}"
            lines.extend(Drawn("", line, style, -1) for line in wrapped(text, room))
        else:
            lines.extend(_of_fact(number, fact, column, room, signs))
    return lines


def _of_fact(number: int, fact: Fact, column: int, room: int, signs: Signs) -> Iterator[Drawn]:
    style = "facts--link" if fact.link is not None else f"tone--{fact.tone.value}"
    text = signed(plain(fact.value), fact.tone, signs)
    label = fit(plain(fact.label), column, signs.ellipsis) + "  " if column else ""
    for line in wrapped(text, max(4, room - cell_len(label))):
        yield Drawn(label, line, style, number)
        label = " " * cell_len(label)


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of at most `width` cells: broken between words; ids at their seams."""
    lines: list[str] = []
    for line in text.splitlines() or [""]:
        for piece in _without_long_words(line.expandtabs(4), width):
            lines += [part.plain for part in Content(piece).wrap(width)] or [""]
        if len(lines) > _MOST_LINES:
            return [*lines[:_MOST_LINES], "…"]
    return lines


def _without_long_words(line: str, width: int) -> list[str]:
    """The line, broken within words that are longer than a line."""
    if cell_len(line) <= width:
        return [line]
    words = [
        "\n".join(_broken(word, width)) if cell_len(word) > width else word
        for word in line.split(" ")
    ]
    return " ".join(words).split("\n")


def _broken(word: str, width: int) -> Iterator[str]:
    """A long word in pieces that fit: at its seams; where it has none, anywhere."""
    piece = ""
    for part in _SEAMS.findall(word):
        if piece and cell_len(piece + part) > width:
            yield piece
            piece = ""
        *whole, piece = chop_cells(piece + part, width)
        yield from whole
    yield piece
