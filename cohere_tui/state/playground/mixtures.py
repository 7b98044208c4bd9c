"""Texts and images that become one vector together, as they stand in a field.

One mixture stands on each line: its text, if it has one, then its images, each an `@` and a path. A
text or a path that could be misread stands in quotation marks, as in JSON.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from cohere_tui.state.playground import texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_AT: Final = re.compile(r"(?:^|\s+)@(?=\S)")
"""Where an image begins."""


@dataclass(frozen=True, slots=True)
class Mixture:
    """What becomes one vector."""

    text: str = ""
    images: tuple[str, ...] = ()
    """Their paths."""

    @property
    def label(self) -> str:
        """What it is called where it is shown: its text, and the names of its images."""
        return " ".join([*([self.text] if self.text else []), *map(_named, self.images)])


def numbered_mixtures(value: str) -> Iterator[tuple[int, Mixture]]:
    """The mixtures in a field, each with the number of its line, from 1."""
    for number, line in enumerate(value.split("\n"), 1):
        if line.strip():
            yield number, _read(line)


def written(mixtures: Iterable[Mixture]) -> str:
    """The mixtures as they stand in a field."""
    return "\n".join(map(_line, mixtures))


@lru_cache(maxsize=1 << 17)
def _read(line: str) -> Mixture:
    """The mixture on a line; remembered, for of very many lines one at a time is changed."""
    if "@" not in line and not line.startswith('"'):
        return Mixture(line if line.strip() else "")
    text, at = _quoted(line, 0)
    if at < 0:
        found = _AT.search(line)
        at = found.start() if found else len(line)
        text = line[:at]
    return Mixture(text if text.strip() else "", tuple(_images(line, at)))


def _images(line: str, at: int) -> Iterator[str]:
    while found := _AT.match(line, at):
        path, at = _quoted(line, found.end())
        if at < 0:
            after = _AT.search(line, found.end())
            at = after.start() if after else len(line)
            path = line[found.end() : at].strip()
        yield path


def _quoted(line: str, at: int) -> tuple[str, int]:
    """The JSON string that begins there and where it ends; -1 where none is, or more follows."""
    if not line.startswith('"', at):
        return "", -1
    try:
        text, end = json.JSONDecoder().raw_decode(line, at)
    except (ValueError, RecursionError):
        return "", -1
    return (text, end) if not line[end:].strip() or _AT.match(line, end) else ("", -1)


def _line(one: Mixture) -> str:
    parts = [_safe(one.text, "")] if one.text or not one.images else []
    return " ".join([*parts, *(f"@{_safe(path, '@')}" for path in one.images)])


def _safe(text: str, before: str) -> str:
    """A text, or a path behind an `@`: in quotation marks where it would not be read back."""
    plain = texts.written((text,))
    alone = Mixture(images=(text,)) if before else Mixture(text)
    if plain == text == text.strip() and _read(f"{before}{text}") == alone:
        return text
    return plain if plain != text else json.dumps(text)


def _named(path: str) -> str:
    return f"@{PurePath(path).name}"
