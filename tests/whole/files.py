"""Files of the person, as another program or a mishap would change them."""

from __future__ import annotations

import os
import resource
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def put(path: Path, data: bytes) -> None:
    """Make the file hold `data`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def put_directory(path: Path) -> None:
    """Make a directory where a file belongs."""
    path.mkdir(parents=True)


def put_pipe(path: Path) -> None:
    """Make a pipe that nobody ever writes to."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(path)


def allow(path: Path, mode: int) -> None:
    """Change who may do what with it."""
    path.chmod(mode)


def content(path: Path) -> bytes:
    """What the file holds."""
    return path.read_bytes()


def names(folder: Path) -> list[str]:
    """What is in a directory."""
    return sorted(one.name for one in folder.iterdir())


def remove(path: Path) -> None:
    """Take away a file or an empty directory."""
    if path.is_dir():
        path.rmdir()
    else:
        path.unlink()


@contextmanager
def file_size_limit(size: int) -> Iterator[None]:
    """A disk on which no file may be larger than `size` bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
