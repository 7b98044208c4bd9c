"""Opening a file for reading, and telling whether it is still the same."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from cohere_tui.errors import FileUnusable
from cohere_tui.plain import one_line
from cohere_tui.state.checked import FileMark

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ANEW = "Try again once nothing else writes to it."


@contextmanager
def reading(path: Path) -> Iterator[BinaryIO]:
    """The file at `path`, open. Raises `FileUnusable` when it cannot be opened or read."""
    try:
        with _opened(path) as file:
            yield file
    except OSError as error:
        raise FileUnusable(f"{told(path)} cannot be read: {reason(error)}") from error


def mark_of(file: BinaryIO) -> FileMark:
    """Which file it is, and its present state."""
    found = os.fstat(file.fileno())
    return FileMark(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


def present_mark(path: Path) -> FileMark:
    """The same for a file that is not open. Raises `FileUnusable` when it cannot be read."""
    with reading(path) as file:
        return mark_of(file)


def size_of(path: Path) -> int:
    """How many bytes the file has. Raises `FileUnusable` when it cannot be read."""
    return present_mark(path).size


def refuse_changed(path: Path, mark: FileMark) -> None:
    """Raise `FileUnusable` unless the file at `path` is the one with that mark, unchanged."""
    if present_mark(path) != mark:
        raise FileUnusable(f"{told(path)} was changed after it was checked", remedy=_ANEW)


def told(path: Path) -> str:
    """The path as a person may be shown it."""
    return one_line(str(path))


def reason(error: OSError) -> str:
    """The system's own words."""
    return error.strerror or str(error)


def _opened(path: Path) -> BinaryIO:
    """Only what has an end: a pipe would be waited for, and a device may have none."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise FileUnusable(f"{told(path)} is a folder, not a file")
        if not stat.S_ISREG(mode):
            raise FileUnusable(f"{told(path)} is not an ordinary file")
        return path.open("rb")
    except ValueError as error:  # a NUL in the name
        raise FileUnusable(f"{told(path)} cannot be the name of a file") from error
