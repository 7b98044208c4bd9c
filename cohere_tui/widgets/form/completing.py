"""Paths that begin with what was typed. A folder may hold any number of files."""

from __future__ import annotations

import heapq
import os
from itertools import islice
from pathlib import Path
from typing import Final

_MOST_SEEN: Final = 20_000
"""Entries of a folder that are looked at: more would be felt between two letters."""


def completions(typed: str, most: int = 200) -> list[str]:
    """The paths that begin with what was typed, directories first; `~` stays as it is."""
    if not typed:
        return []
    folder, _, begin = typed.rpartition("/")
    try:
        place = Path(f"{folder}/" if folder or typed.startswith("/") else ".").expanduser()
        with os.scandir(place) as entries:
            seen = islice(entries, _MOST_SEEN)
            fitting = (_ranked(one) for one in seen if _fits(one.name, begin))
            found = heapq.nsmallest(most + 1, fitting)
    except (OSError, RuntimeError, ValueError):  # no such folder, no such user, a NUL
        return []
    lead = typed[: len(typed) - len(begin)]
    paths = (f"{lead}{name}" if is_file else f"{lead}{name}/" for is_file, name in found)
    return [path for path in paths if path != typed][:most]


def common(texts: list[str]) -> str:
    """What all texts begin with."""
    if not texts:
        return ""
    first, last = min(texts), max(texts)
    same = next((at for at, letter in enumerate(first) if last[at : at + 1] != letter), len(first))
    return first[:same]


def _fits(name: str, begin: str) -> bool:
    """Hidden files only when they are asked for."""
    return name.startswith(begin) and (begin.startswith(".") or not name.startswith("."))


def _ranked(entry: os.DirEntry[str]) -> tuple[bool, str]:
    try:
        return not entry.is_dir(), entry.name
    except OSError:  # a link into a place that cannot be looked at
        return True, entry.name
