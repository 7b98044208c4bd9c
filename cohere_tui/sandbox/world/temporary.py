"""A temporary folder, and the end of those whose process was killed before it could remove its own.

Who uses one holds its lock; a lock goes with its process, however that ends. So a folder whose lock
can be had is nobody's.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
from pathlib import Path

from cohere_tui.sandbox.world.lock import NAME, InUseError, Lock

_PREFIX = "cohere-sandbox-"


class Temporary:
    """A new folder, which is there until `remove`."""

    def __init__(self) -> None:
        self.path = Path()
        self._lock: Lock | None = None
        while self._lock is None:
            self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))
            try:
                self._lock = Lock(self.path)
            except InUseError:
                # `remove_abandoned` of another process was in between: it takes this one away.
                continue

    def remove(self) -> None:
        """Remove it and all that is in it. Blocks."""
        _remove(self.path, self._lock)


def remove_abandoned() -> None:
    """Remove the folders that killed processes have left. Blocks."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if _may_be_ours(folder):
            try:
                lock = Lock(folder)
            except OSError:
                continue  # it is in use, or somebody else has just removed it
            _remove(folder, lock)


def _may_be_ours(folder: Path) -> bool:
    """Whether it is a folder of this user, and its lock is made: else it may be a new one."""
    try:
        found = folder.lstat()
        lock = (folder / NAME).lstat()
    except OSError:
        return False
    mine = sys.platform == "win32" or found.st_uid == os.getuid()
    return mine and stat.S_ISDIR(found.st_mode) and stat.S_ISREG(lock.st_mode)


def _remove(folder: Path, lock: Lock | None) -> None:
    # Locked to the last, so that nobody takes it who still sees it.
    shutil.rmtree(folder, ignore_errors=True)
    if lock is not None:
        lock.release()
    if sys.platform == "win32":  # where an open file cannot be removed
        shutil.rmtree(folder, ignore_errors=True)
