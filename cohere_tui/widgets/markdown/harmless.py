"""Runs as they may be shown: nothing in them acts on a terminal, and cited text is marked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cohere_tui.plain import plain
from cohere_tui.widgets.markdown.block import Run
from cohere_tui.widgets.markdown.measure import clusters
from cohere_tui.widgets.markdown.styles import cited
from cohere_tui.widgets.markdown.wrap import part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cohere_tui.widgets.markdown.line import Look, Mark

_TAB = 4
_PARTS = re.compile("\U0001f3f4[\U000e0020-\U000e007f]+|[^\x20-\x7e]")
"""What may have to change. A flag with its tags is one sign, which `plain` leaves alone."""


def shown(runs: Sequence[Run], *, code: bool = False) -> list[Run]:
    """`runs` with control characters made visible; tabs are spaces, in code up to the next stop.

    What is altered becomes a run of its own, so that all others keep their places.
    """
    result: list[Run] = []
    column = 0
    for run in runs:
        if "\t" not in run.text and plain(run.text) == run.text:
            pieces = [run]
        else:
            pieces = list(_altered(run, column, code=code))
        result += pieces
        column += sum([len(piece.text) for piece in pieces])
    return result


def _altered(run: Run, column: int, *, code: bool) -> Iterator[Run]:
    """The pieces of a run of which something must change, and which starts at `column`."""
    whole = run.size == len(run.text)
    clean = 0
    for match in _PARTS.finditer(run.text):
        sign, ahead = match.group(), column + match.start() - clean
        stop = " " * (_TAB - ahead % _TAB) if code else " "
        text = stop if sign == "\t" else plain(sign)
        if text == sign:
            continue
        if match.start() > clean:
            yield part(run, clean, match.start())
        if text:
            at = run.at + match.start() if whole and run.at >= 0 else run.at
            yield Run(text, run.style, at, 1, run.url)
        column = ahead + len(text)
        clean = match.end()
    if clean < len(run.text):
        yield part(run, clean, len(run.text))


def cite(
    runs: Sequence[Run], marks: Sequence[Mark], look: Look, end: int, start: int | None = None
) -> list[Run]:
    """`runs` with what `marks` cover in style `cited`, and each mark's label behind its last word.

    `end` is where the block ends: the label of a mark that reaches further is set further on. A
    mark from before `start` that ends among signs which are not shown has its label in front.
    """
    result = list(runs)
    for mark in marks:
        outside = start is not None and mark.start < start < mark.end
        result = _cite(result, mark, look, end, 0 if outside else -1)
    return result


def _cite(runs: Sequence[Run], mark: Mark, look: Look, end: int, place: int) -> list[Run]:
    result: list[Run] = []
    for run in runs:
        if run.at < 0 or run.at >= mark.end or run.at + run.size <= mark.start:
            result.append(run)
            continue
        if run.size == len(run.text):
            left = max(mark.start - run.at, 0)
            right = min(mark.end - run.at, run.size)
            if not run.text.isascii():
                left, right = _snapped(run.text, left, right)
        else:
            left, right = 0, len(run.text)
        if left:
            result.append(part(run, 0, left))
        covered = part(run, left, right)
        already = covered.style.endswith("cited")
        result.append(covered if already else covered._replace(style=cited(covered.style)))
        place = len(result)
        if right < len(run.text):
            result.append(part(run, right, len(run.text)))
    if mark.label and place >= 0 and mark.end <= end:
        while place < len(result) and result[place].style == "citation":
            place += 1
        between = "" if look.ascii else "\u00a0"
        result.insert(place, Run(between + plain(mark.label), "citation", -1, 0))
    return result


def _snapped(text: str, left: int, right: int) -> tuple[int, int]:
    """The range widened so that it cuts nothing that is seen as one character."""
    for start, end, _ in clusters(text):
        if start < left < end:
            left = start
        if start < right < end:
            right = end
    return left, right
