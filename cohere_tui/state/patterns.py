"""Regular expressions for filters, such as end soon: on any text, and whatever a person types.

What `re` does with a pattern may take longer than anybody lives: `(a+)+$` doubles with each letter.
So the repeats and choices of a pattern are counted beforehand, and only so many are taken that a
cell is looked at in no time; and a list that takes long all the same is left as it is.
"""

from __future__ import annotations

import math
import re
import warnings
from time import monotonic
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LONGEST: Final = 200
"""Characters of a pattern."""
_SEEN: Final = 120
"""Characters of a cell that it is tried on."""
_MOST_WAYS: Final = 120_000
"""In so many ways may a pattern be tried at one place of a cell."""
PATIENCE_S: Final = 0.3
"""How long a list may be looked at."""

_TOKENS: Final = re.compile(
    r"\\(?P<back>[1-9]|[gk]<)|\\.|(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<odd>\(\?(?!:))|(?P<close>\))"
    r"|(?P<many>[*+]|\{\d*,\d*\})[?+]?|(?P<times>\{\d+\})[?+]?|(?P<maybe>\?)[?+]?|(?P<either>\|)",
    re.DOTALL,
)


class Unusable(Exception):
    """A pattern cannot be used; the message says why."""


def pattern_of(text: str) -> re.Pattern[str]:
    """The pattern, compiled. Raises `Unusable`: it is no pattern, or one that may take too long."""
    if len(text) > _LONGEST:
        raise Unusable(f"longer than {_LONGEST} letters")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what future versions of Python may read otherwise
            pattern = re.compile(text, re.IGNORECASE)
    except re.error as error:
        raise Unusable(error.msg) from None
    except (OverflowError, RecursionError):
        raise Unusable("too large") from None
    _refuse_slow(text)
    return pattern


def fitting(
    pattern: re.Pattern[str],
    cells: Callable[[int], Sequence[str]],
    places: Sequence[int],
    patience_s: float = PATIENCE_S,
) -> list[int]:
    """Those of `places` that have a cell the pattern is found in.

    Raises `Unusable` when that takes longer than a person wants to wait.
    """
    found, until = [], monotonic() + patience_s
    for place in places:
        if any(pattern.search(cell[:_SEEN]) for cell in cells(place)):
            found.append(place)
        if monotonic() > until:
            raise Unusable("takes too long on so many rows")
    return found


def _refuse_slow(text: str) -> None:
    """Raise `Unusable` where a pattern can be tried in too many ways, counted generously."""
    weights = {"many": math.log(_SEEN), "maybe": math.log(2), "either": math.log(2)}
    ways, closed = 0.0, -1
    for token in _TOKENS.finditer(text):
        kind = token.lastgroup
        if kind in ("back", "odd"):
            raise Unusable("looking around and back is not possible here")
        if kind == "close":
            closed = token.end()
        elif kind in ("many", "times") and closed == token.start():
            raise Unusable("a group cannot be repeated here")
        ways += weights.get(kind or "", 0.0)
    if ways > math.log(_MOST_WAYS):
        raise Unusable("too many repeats in one pattern")
