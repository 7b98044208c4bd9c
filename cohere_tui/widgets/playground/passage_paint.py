"""What stands on one line of texts beside each other: pieces of text, and how they look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from rich.cells import cell_len

from cohere_tui.plain import one_line
from cohere_tui.widgets.cells import fit
from cohere_tui.widgets.tones import signed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cohere_tui.state.playground.passages import Passage
    from cohere_tui.widgets.markdown.line import Line
    from cohere_tui.widgets.playground.passage_lines import Grid, PassageLines
    from cohere_tui.widgets.themes import Signs

Piece: TypeAlias = tuple[str, str]
"""A text, and the name of the component class it is painted in; empty: none."""

_CLASSES: Final = {"text": "", "dim": "passages--quiet"}
"""Names of styles in lines that are not those of component classes."""


def row_of(
    grid: Grid, shown: Sequence[PassageLines], line: int, here: int | None, signs: Signs
) -> Iterator[Piece]:
    """What stands on a line of a grid; a bar is beside the text `here`."""
    numbers, within = grid.row(line)
    if within >= max((grid.heights[number] for number in numbers), default=0):
        return
    for number in numbers:
        if number > numbers[0]:
            yield " ", ""
            yield signs.bar, "passages--rule"
        barred = number == here and within < grid.heights[number]
        yield f"{signs.here if barred else ' '} ", "passages--bar"
        used = 0
        for text, style in _cell(shown[number], within, grid.cells, signs):
            used += cell_len(text)
            yield text, style
        yield " " * (grid.cells - used), ""


def spans(line: Line) -> Iterator[Piece]:
    """What stands on a line that was laid out."""
    for span in line.spans:
        yield span.text, _CLASSES.get(span.style, span.style)


def _cell(shown: PassageLines, within: int, cells: int, signs: Signs) -> Iterator[Piece]:
    if within == 0:
        yield from _head(shown.passage, cells, signs)
    elif within <= len(shown.lines):
        pieces = list(spans(shown.lines[within - 1]))
        if within == 1 and pieces:  # what goes on from a prompt begins with the blank behind it
            pieces[0] = pieces[0][0].lstrip(" "), pieces[0][1]
        yield from pieces


def _head(passage: Passage, cells: int, signs: Signs) -> Iterator[Piece]:
    """Title, how it stands, and its figures, as far as there is room."""
    word = signed(one_line(passage.word, 60), passage.tone, signs) if passage.word else ""
    parts = (
        (one_line(passage.title, 60), "passages--title"),
        (word, f"tone--{passage.tone.value}"),
    )
    room = cells
    for text, style in parts:
        gap = 2 * (room < cells)
        if text and room > gap + 3:
            wide = min(cell_len(text), room - gap)
            yield " " * gap, ""
            yield fit(text, wide, signs.ellipsis), style
            room -= gap + wide
    figures = _whole(one_line(passage.figures, 60), room - 2, f" {signs.dot} ")
    if figures:
        yield "  ", ""
        yield figures, "passages--quiet"


def _whole(figures: str, room: int, dot: str) -> str:
    """Those of the figures that there is room for: half a number would be another one."""
    shown: list[str] = []
    for one in filter(None, figures.split(" · ")):
        if cell_len(dot.join([*shown, one])) <= room:
            shown.append(one)
    return dot.join(shown)
