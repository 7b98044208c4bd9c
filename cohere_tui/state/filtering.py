"""Filters over the text of rows (KEYS 5).

`word`, `!word` inverted, `~wrd` fuzzy, `re:pattern`, `column:word`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cohere_tui.state.patterns import Unusable, fitting, pattern_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_PATTERN: Final = "re:"

BETWEEN = "\x1f"
"""Stands between the cells of a row: no filter can match across it, as it cannot be typed."""


def text_of(cells: Sequence[str]) -> str:
    """What a filter looks at in a row."""
    return BETWEEN.join(cells).casefold()


@dataclass(frozen=True, slots=True)
class Matches:
    """What a filter lets through."""

    places: Sequence[int]
    """Of the rows, in order."""
    fault: str = ""
    """Why a word of the filter cannot be used; it is left out then."""


@dataclass(frozen=True, slots=True)
class _Word:
    """One word of a filter, read from the outside to the inside."""

    text: str
    """What is looked for, as it was typed."""
    unwanted: bool = False
    fuzzy: bool = False
    pattern: bool = False
    cell: int | None = None
    """The only cell that is looked at."""


def matching(query: str, texts: Sequence[str], names: Sequence[str] = ()) -> Matches:
    """The rows that fit `query`.

    Each word of the query has to occur in the row, or, with `!` before it, must not; after `~` the
    letters of the word have to occur in one cell in their order; after `re:` the word is a regular
    expression to be found in one cell. `type:word` looks only at the cell that is called so in
    `names`, where a cell is.
    """
    called = [name.casefold() for name in names]
    places: Sequence[int] = range(len(texts))
    fault = ""
    for one in query.split():
        word = _read(one, called)
        try:
            if word.text:
                places = _narrowed(word, texts, places)
        except Unusable as error:
            fault = f"{_PATTERN} {error}"
    return Matches(places, fault)


def _read(word: str, names: Sequence[str]) -> _Word:
    unwanted = False
    while word.startswith("!"):
        word, unwanted = word[1:], not unwanted
    cell = None
    name, colon, rest = word.partition(":")
    if colon and name.casefold() in names:
        word, cell = rest, names.index(name.casefold())
        while word.startswith("!"):
            word, unwanted = word[1:], not unwanted
    if word.startswith(_PATTERN):
        return _Word(word.removeprefix(_PATTERN), unwanted, pattern=True, cell=cell)
    letters = word.lstrip("~")
    return _Word(letters.casefold(), unwanted, fuzzy=letters != word, cell=cell)


def _narrowed(word: _Word, texts: Sequence[str], places: Sequence[int]) -> Sequence[int]:
    """Those of `places` that fit a word."""
    if word.pattern:
        found = fitting(
            pattern_of(word.text), lambda place: _cells(texts[place], word.cell), places
        )
        if not word.unwanted:
            return found
        fits = set(found)
        return [place for place in places if place not in fits]
    test = _test(word)
    return [place for place in places if test(texts[place]) is not word.unwanted]


def _test(word: _Word) -> Callable[[str], bool]:
    wanted, cell = word.text, word.cell
    if word.fuzzy:
        return lambda text: any(_in_order(wanted, one) for one in _cells(text, cell))
    if cell is None:
        return lambda text: wanted in text
    return lambda text: wanted in text.split(BETWEEN)[cell]


def _cells(text: str, cell: int | None) -> Sequence[str]:
    cells = text.split(BETWEEN)
    return cells if cell is None else cells[cell : cell + 1]


def _in_order(letters: str, cell: str) -> bool:
    at = -1
    for letter in letters:
        at = cell.find(letter, at + 1)
        if at < 0:
            return False
    return True
