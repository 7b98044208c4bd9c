"""A folder that one process at a time may use."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

if TYPE_CHECKING:
    from pathlib import Path

NAME = "lock"
"""The file in a folder by which it is held."""


class InUseError(OSError):
    """Another sandbox uses the folder."""


class Lock:
    """Held from when it is made until `release`, or until the process ends, however it ends.

    Raises `InUseError` when another holds it.
    """

    def __init__(self, folder: Path) -> None:
        self._file: int | None = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if sys.platform == "win32":
                msvcrt.locking(self._file, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self.release()
            raise InUseError("another sandbox is using it") from error

    def release(self) -> None:
        """Let others have it; a second time does nothing."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
