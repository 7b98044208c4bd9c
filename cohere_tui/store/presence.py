"""Who is alive: each open store holds a lock on a small file of its own beside the database.

The kernel drops the lock when the process ends, however it ends. So a half-written answer belongs
to a dead process exactly when the lock of its writer is free. Where there are no such locks
(Windows, some network disks) the file's time is renewed with every write instead, and one that is
older than ten seconds counts as dead: a live writer taken for dead puts that right with its next
write.
"""

from __future__ import annotations

import contextlib
import os
import time
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from pathlib import Path

try:
    import fcntl
except ImportError:
    LOCKS = False
else:
    LOCKS = True

SILENT_S = 10.0
"""Without locks, how long a writer may be silent before it counts as dead."""


class Presence:
    """A sign of life under a `name` of its own, from now until `leave` or the end of the process.

    `folder` is made when it is missing. Raises OSError when it cannot be written.
    """

    def __init__(self, folder: Path, *, locks: bool = LOCKS) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        self.name = uuid4().hex
        self._path = folder / self.name
        self._descriptor = self._sign(locks=locks)

    def beat(self) -> None:
        """Say again that we live; costs nothing where the kernel says it for us."""
        if self._descriptor is None:
            self._path.touch(mode=0o600)

    def leave(self) -> None:
        """Take the sign away."""
        with contextlib.suppress(OSError):
            self._path.unlink()
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _sign(self, *, locks: bool) -> int | None:
        while True:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            if not locks or not _hold(descriptor):
                os.close(descriptor)
                return None
            # Between making the file and locking it, a sweep can have taken it for a dead one's.
            if self._path.exists():
                return descriptor
            os.close(descriptor)


def is_gone(folder: Path, name: str, *, locks: bool = LOCKS, remove: bool = False) -> bool:
    """Whether the writer called `name` has ended. Then, if told to, its sign is removed."""
    path = folder / name
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return True
    try:
        free = _is_free(descriptor) if locks else None
        if free is None:
            free = time.time() - os.fstat(descriptor).st_mtime > SILENT_S
        if free and remove:
            # While we hold it: whoever has just made it and waits for the lock then sees it gone.
            path.unlink(missing_ok=True)
        return free
    finally:
        os.close(descriptor)


def sweep(folder: Path, *, locks: bool = LOCKS) -> None:
    """Remove the signs of those who have ended without taking them along."""
    for path in folder.iterdir():
        is_gone(folder, path.name, locks=locks, remove=True)


def _hold(descriptor: int) -> bool:
    """Lock the file for good; False where the disk knows no locks."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    except OSError:
        return False
    return True


def _is_free(descriptor: int) -> bool | None:
    """Whether nobody holds the file; None where the disk knows no locks."""
    try:
        # Shared, so that two who look at the same time do not take each other for its holder.
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True
