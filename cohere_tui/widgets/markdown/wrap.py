"""Runs of text broken into rows that fit a width in cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cohere_tui.widgets.markdown.block import Run
from cohere_tui.widgets.markdown.measure import breakable, clusters, one_each

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Break(NamedTuple):
    """A row of a text: characters `start` to `end`; the next row starts at `following`."""

    start: int
    end: int
    following: int
    wraps: bool
    """Whether the row ends for want of room, and not with the text's own line."""


class Folded(NamedTuple):
    """A row of runs; `joint` is what stood between it and the next one, if it `wraps`."""

    runs: list[Run]
    wraps: bool
    joint: str


def fold(runs: Sequence[Run], width: int, *, words: bool = True) -> list[Folded]:
    """`runs` in rows of at most `width` cells (1 or more), broken at spaces, or anywhere.

    Without `words` nothing is left out at the breaks. There is always one row.
    """
    text = "".join([run.text for run in runs])
    if one_each(text.replace("\n", " ")):
        breaks = _even(text, width, words=words)
    else:
        if width == 1:
            runs = list(_narrowed(runs))
            text = "".join([run.text for run in runs])
        breaks = _uneven(text, runs, width, words=words)
    return list(_sliced(runs, text, breaks))


def _even(text: str, width: int, *, words: bool) -> Iterator[Break]:
    """The rows of a text whose characters take one cell each."""
    start, size = 0, len(text)
    while True:
        end = text.find("\n", start, start + width + 1)
        if end < 0 and size - start <= width:
            end = size
        if end < 0:
            end, following = _cut(text, start, width) if words else (start + width,) * 2
        else:
            end, following = _trimmed(text, start, end) if words else end, end
        if following == size or text[following] == "\n":
            yield Break(start, end, following + 1, False)
            start = following + 1
        else:
            yield Break(start, end, following, True)
            start = following
        if following == size:
            return


def _cut(text: str, start: int, width: int) -> tuple[int, int]:
    """Where a row that is full ends, and where the next one starts."""
    space = text.rfind(" ", start, start + width + 1)
    end = _trimmed(text, start, space)
    if space >= 0 and end > start:
        return end, _after_spaces(text, space)
    end = _trimmed(text, start, start + width)
    following = start + width
    return end, _after_spaces(text, following) if end < following else following


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] == " ":
        end -= 1
    return end


def _after_spaces(text: str, position: int) -> int:
    while position < len(text) and text[position] == " ":
        position += 1
    return position


def _uneven(text: str, runs: Sequence[Run], width: int, *, words: bool) -> Iterator[Break]:
    """The rows of any text, never cutting what is seen as one character."""
    start = used = 0
    chance: tuple[int, int] | None = None  # a break seen on the way: end and following
    before = ""
    used_since = 0
    for left, right, cells in _places(runs):
        shown = text[left:right]
        if shown == "\n":
            yield Break(start, _trimmed(text, start, left) if words else left, right, False)
            start, used, chance, before = right, 0, None, ""
            continue
        if words and before and shown != " " and (before == " " or breakable(before, shown)):
            end = _trimmed(text, start, left)
            if end > start:
                chance, used_since = (end, left), 0
        while used + cells > width and left > start and not (words and shown == " "):
            end, following = chance or (_trimmed(text, start, left) if words else left, left)
            yield Break(start, end, following, True)
            start, used, chance = following, used_since if chance else 0, None
        used += cells
        used_since += cells
        before = shown
    yield Break(start, _trimmed(text, start, len(text)) if words else len(text), len(text), False)


def _places(runs: Sequence[Run]) -> Iterator[tuple[int, int, int]]:
    """What is seen as one character each, and every newline by itself."""
    offset = 0
    for run in runs:
        for number, text in enumerate(run.text.split("\n")):
            if number:
                yield offset, offset + 1, 0
                offset += 1
            for start, end, cells in clusters(text):
                yield offset + start, offset + end, cells
            offset += len(text)


def _narrowed(runs: Sequence[Run]) -> Iterator[Run]:
    """`runs` for a width of one cell: what is wider is there, but cannot be shown."""
    for run in runs:
        offset = 0
        for start, end, cells in _places((run,)):
            if cells > 1:
                yield part(run, offset, start)
                at = run.at + start if run.at >= 0 else -1
                yield run._replace(text="…", at=at, size=end - start)
                offset = end
        yield part(run, offset, len(run.text))


def _sliced(runs: Sequence[Run], text: str, breaks: Iterator[Break]) -> Iterator[Folded]:
    """The parts of `runs` that stand in each row."""
    number = offset = 0
    for start, end, following, wraps in breaks:
        row: list[Run] = []
        while number < len(runs) and offset + len(runs[number].text) <= start:
            offset += len(runs[number].text)
            number += 1
        ahead, index = offset, number
        while index < len(runs) and ahead < end:
            run = runs[index]
            if run.text:
                row.append(part(run, max(start - ahead, 0), min(end - ahead, len(run.text))))
            ahead += len(run.text)
            index += 1
        yield Folded(row, wraps, text[end:following] if wraps else "")


def part(run: Run, start: int, end: int) -> Run:
    """The characters `start` to `end` of a run."""
    if start == 0 and end == len(run.text):
        return run
    text = run.text[start:end]
    if run.at < 0 or run.size != len(run.text):
        return run._replace(text=text, size=0)  # a piece of what stands for something else
    return Run(text, run.style, run.at + start, len(text), run.url)
