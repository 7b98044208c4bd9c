"""A ranked document as lines: its place and its bar, and as much of its text as there is room for.

Pure: what is in it depends on the document, the width and what is looked for, and on no colour.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from cohere_tui.plain import plain
from cohere_tui.state import sizes
from cohere_tui.state.playground.ranking import figure
from cohere_tui.widgets.log.plain_lines import MOST_DRAWN, not_drawn
from cohere_tui.widgets.markdown.block import Run
from cohere_tui.widgets.markdown.wrap import fold
from cohere_tui.widgets.themes import ASCII

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cohere_tui.state.playground.ranking import Ranking, Standing
    from cohere_tui.widgets.themes import Signs

_BESIDE: Final = 100
"""From so many cells on the text stands beside the bar, else below it."""
_SCORE: Final = 8
_WHITE: Final = re.compile(r"\s+")
_TAB: Final = "    "
_INDENT: Final = 4
_ARROWS: Final = ("→", "▲", "▼")
_ARROWS_ASCII: Final = (">", "^", "v")


class Shape(NamedTuple):
    """Where things stand at one width."""

    width: int
    digits: int
    """Cells of a place."""
    bar: int
    """Cells of the bar."""
    left: int
    """Where the text begins."""
    beside: bool
    """Whether the text begins on the line of the bar."""

    @property
    def room(self) -> int:
        """Cells for the text."""
        return max(8, self.width - self.left - 1)


class TextRow(NamedTuple):
    """A row of a document's text; the style of a run is "", "passage" or "quiet"."""

    runs: tuple[Run, ...]


def shape_for(width: int, ranking: Ranking) -> Shape:
    """How documents are laid out in `width` cells."""
    digits = max(3, len(str(max(ranking.given, 1))))
    fixed = 2 + digits + 3 + digits + 2 + digits + 2 + 1 + _SCORE + 2
    beside = width >= _BESIDE
    bar = max(4, min(24, width // 6) if beside else min(24, width - fixed))
    return Shape(width, digits, bar, fixed + bar if beside else _INDENT, beside)


def heading(shape: Shape) -> str:
    """What stands over the columns."""
    places = f"  {'was':>{shape.digits}}   {'now':<{shape.digits}}"
    bar = "relevance".ljust(shape.bar)[: shape.bar]
    text = "  document" if shape.beside else ""
    return f"{places}{' ' * (shape.digits + 4)}{bar} {'score':>{_SCORE}}{text}"


def places(standing: Standing, shape: Shape, signs: Signs) -> str:
    """`3 → 1 ▲2`: where it was, where it is, by how many it rose (or fell)."""
    was = f"{standing.before:>{shape.digits}}"
    if standing.score is None:
        return was + " " * (2 * shape.digits + 7)
    to, risen, fallen = _ARROWS_ASCII if signs is ASCII else _ARROWS
    moved = f"{risen if standing.moved > 0 else fallen}{abs(standing.moved)}"
    if not standing.moved:
        moved = "="
    now = f"{standing.place:<{shape.digits}}"
    return f"{was} {to} {now}  {moved:<{shape.digits + 2}}"


def bar(share: float, cells: int, signs: Signs) -> tuple[str, str]:
    """A share as a bar: what is full, and what is not."""
    full = sizes.bar(share, cells, signs.full, "")
    return full, signs.hollow * (cells - len(full))


def score(standing: Standing) -> str:
    """The score in figures, right-aligned."""
    return f"{figure(standing.score):>{_SCORE}}"


def whole(standing: Standing, shape: Shape) -> list[TextRow]:
    """All of the text."""
    text = standing.text
    runs = list(_runs(standing, 0, min(len(text), MOST_DRAWN), folded=False))
    rows = [TextRow(tuple(row.runs)) for row in fold(runs or [_EMPTY], shape.room)]
    rest = not_drawn(len(text) - MOST_DRAWN, shape.room)
    return rows + [TextRow((Run(line.text, "quiet", -1, 0),)) for line in rest]


def cut(standing: Standing, shape: Shape, signs: Signs, most: int, at: int = 0) -> list[TextRow]:
    """At most `most` rows of the text on one another, from where code point `at` is among them."""
    text, room = standing.text, shape.room - len(signs.ellipsis)
    start = _window(text, at, room, most)
    end = min(len(text), start + 2 * room * most)
    runs = list(_runs(standing, start, end, folded=True))
    if start:
        runs.insert(0, Run(signs.ellipsis, "quiet", -1, 0))
    rows = fold(runs or [_EMPTY], room)
    found = [list(row.runs) for row in rows[:most]]
    if len(rows) > most or end < len(text):
        found[-1].append(Run(signs.ellipsis, "quiet", -1, 0))
    return [TextRow(tuple(row)) for row in found]


def cut_height(standing: Standing, shape: Shape, signs: Signs, most: int, at: int = 0) -> int:
    """How many rows `cut` gives, found out quickly where there is more text than room."""
    room = shape.room - len(signs.ellipsis)
    start = _window(standing.text, at, room, most)
    seen = " ".join(standing.text[start : start + 2 * room * most].split())
    return most if len(seen) > room * most else len(cut(standing, shape, signs, most, at))


_EMPTY: Final = Run("(empty)", "quiet", -1, 0)


def _window(text: str, at: int, room: int, most: int) -> int:
    """Where a cut text begins, so that `at` is seen: at its beginning, if that will do."""
    if at < room * most * 3 // 4:
        return 0
    wanted = at - room // 4
    space = text.find(" ", wanted, at)
    return wanted if space < 0 else space + 1


def _runs(standing: Standing, start: int, end: int, *, folded: bool) -> Iterator[Run]:
    """The code points `start` to `end`, harmless, passages in their style."""
    for first, last, style in _pieces(standing, start, end):
        text = plain(standing.text[first:last])
        text = _WHITE.sub(" ", text) if folded else text.replace("\t", _TAB)
        if text:
            yield Run(text, style, -1, 0)


def _pieces(standing: Standing, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    at = start
    for passage in standing.passages:
        if passage.end <= start or passage.start >= end:
            continue
        first = _unparted(standing.text, max(passage.start, start))
        last = _unparted(standing.text, min(passage.end, end))
        yield at, first, ""
        yield first, last, "passage"
        at = last
    yield at, end, ""


def _unparted(text: str, at: int) -> int:
    """`at`, but not between the two characters of one line end."""
    return at - 1 if 0 < at < len(text) and text[at - 1 : at + 1] == "\r\n" else at
