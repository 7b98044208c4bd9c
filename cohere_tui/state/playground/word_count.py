"""How long a text is, in words."""

from __future__ import annotations

import re
from typing import Final

from cohere_tui.state.naming import count

_TAG: Final = re.compile(r"</?[A-Za-z][^<>]*>")
_WORD: Final = re.compile(r"\S*\w\S*")
_UNSPACED: Final = ("ja", "zh")
"""Languages that put no spaces between words."""


def words_told(text: str, language: str = "") -> str:
    """`412 words`, signs and HTML tags left out; characters where words are not set apart."""
    if language in _UNSPACED:
        return count(len("".join(text.split())), "character")
    return count(len(_WORD.findall(_TAG.sub(" ", text))), "word")
