"""The files of a store: made for their owner alone, and moved aside on request."""

from __future__ import annotations

import asyncio
import os
from datetime import datetime
from typing import TYPE_CHECKING

from cohere_tui.store.border import NOTHING_CHANGED, border

if TYPE_CHECKING:
    from pathlib import Path

_COMPANIONS = ("", "-wal", "-shm")


def prepare(path: Path) -> None:
    """Make the directory and the file, unless they are there, for their owner's eyes only.

    Raises OSError. What SQLite puts beside the file takes its permissions.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Only a file that is not there may be opened here: closing it again would drop the locks that
    # another store of this process holds on it (a rule of POSIX).
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    os.close(descriptor)


def presence_folder(path: Path) -> Path:
    """Where the writers of the store say that they live."""
    return path.with_name(path.name + ".writers")


def aside_of(path: Path, stamp: str) -> Path:
    """The name a file gets when it is moved aside at the time `stamp`."""
    return path.with_name(f"{path.stem}.aside-{stamp}{path.suffix}")


async def set_aside(path: Path) -> Path:
    """Rename a store that cannot be used, so that another can be opened; gives the new path.

    Raises `StoreError`.
    """

    def move() -> Path:
        with border(str(path), NOTHING_CHANGED):
            return _move_aside(path)

    return await asyncio.to_thread(move)


def _move_aside(path: Path) -> Path:
    """Rename the file and its companions to a name with the time in it. Raises OSError."""
    stamp = f"{datetime.now().astimezone():%Y%m%d-%H%M%S}"
    target = aside_of(path, stamp)
    attempt = 1
    while target.exists():
        attempt += 1
        target = aside_of(path, f"{stamp}-{attempt}")
    for companion in _COMPANIONS:
        file = path.with_name(path.name + companion)
        if companion == "" or file.exists():
            file.rename(target.with_name(target.name + companion))
    return target
