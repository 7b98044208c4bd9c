"""A command, one text or a list, as the words it is started with: no shell is involved."""

from __future__ import annotations

import os
import shlex

_SHELL = "|&;<>`()"


def read_words(value: object) -> tuple[str, ...]:
    """A command as words, from a text or a list of texts. ValueError says what it must be."""
    if isinstance(value, (list, tuple)) and all(isinstance(word, str) for word in value):
        words = tuple(value)
    elif isinstance(value, str):
        words = _split(value)
    else:
        raise ValueError("a command in quotes, or a list of words")
    if not words:
        return ()
    return (os.path.expanduser(words[0]), *words[1:])  # noqa: PTH111 - a bare name must stay bare


def _split(text: str) -> tuple[str, ...]:
    try:
        words = tuple(shlex.split(text))
        # Splits as a shell would, signs on their own: a pipe inside quotes is not one.
        signs = [
            word for word in shlex.shlex(text, punctuation_chars=True) if not word.strip(_SHELL)
        ]
    except ValueError:
        raise ValueError("a command whose quotes are closed") from None
    if signs:
        raise ValueError('a command without shell signs; ["sh", "-c", "…"] may hold them')
    return words
