"""Filters over the text of rows: `word`, `!word` inverted, `~wrd` fuzzy, `column:word` (KEYS 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

BETWEEN = "\x1f"
"""Stands between the cells of a row: no filter can match across it, as it cannot be typed."""


def text_of(cells: Sequence[str]) -> str:
    """What a filter looks at in a row."""
    return BETWEEN.join(cells).casefold()


def matching(query: str, texts: Sequence[str], names: Sequence[str] = ()) -> Sequence[int]:
    """The places of the rows that fit `query`, in order.

    Each word of the query has to occur in the row, or, with `!` before it, must not; after `~` the
    letters of the word have to occur in one cell in their order. `type:word` looks only at the cell
    that is called so in `names`, where a cell is.
    """
    called = [name.casefold() for name in names]
    tests = [_test(word, called) for word in query.casefold().split() if word.strip("!~")]
    places: Sequence[int] = range(len(texts))
    for test in tests:
        places = [place for place in places if test(texts[place])]
    return places


def _test(word: str, names: Sequence[str]) -> Callable[[str], bool]:
    if word[0] == "!":
        unwanted = _test(word[1:], names)
        return lambda text: not unwanted(text)
    name, colon, rest = word.partition(":")
    if colon and name in names:
        at, wanted = names.index(name), _test(rest, ()) if rest.strip("!~") else bool
        return lambda text: wanted(text.split(BETWEEN)[at])
    if word[0] == "~":
        letters = word[1:]
        return lambda text: any(_in_order(letters, cell) for cell in text.split(BETWEEN))
    return lambda text: word in text


def _in_order(letters: str, cell: str) -> bool:
    at = -1
    for letter in letters:
        at = cell.find(letter, at + 1)
        if at < 0:
            return False
    return True
