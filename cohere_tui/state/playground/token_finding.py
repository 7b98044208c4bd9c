"""Tokens that are looked for: by what stands in the text, or by their id."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cohere_tui.state.playground.token_readings import utf8

if TYPE_CHECKING:
    from cohere_tui.state.playground.tokens import Tokens


def found_in(tokens: Tokens, words: str) -> frozenset[int]:
    """The numbers of the tokens that say a part of `words`, capital letters or not; or whose id it
    is, or which have no place and say it.
    """
    if not words:
        return frozenset()
    folded = words.casefold()
    found = {
        token.number
        for token in tokens.all
        if str(token.id) == words or (not token.placed and folded in token.string.casefold())
    }
    at = counted = 0
    for match in re.finditer(re.escape(words), tokens.text, re.IGNORECASE):
        begin = at + len(utf8(tokens.text[counted : match.start()]))
        at, counted = begin + len(utf8(match[0])), match.end()
        number = tokens.at_byte(begin)
        while number < len(tokens) and tokens.all[number].begin < at:
            if tokens.all[number].placed and tokens.all[number].end > begin:
                found.add(number)
            number += 1
    return frozenset(found)
