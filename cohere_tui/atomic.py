"""Writing a whole file or none of it, for its owner's eyes only."""

from __future__ import annotations

import contextlib
import os
import tempfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def write_private(path: Path, data: bytes) -> None:
    """Put `data` at `path` in one step, mode 0600, making its directory (0700) if need be.

    Whoever reads meanwhile sees the old file or the new one. A symbolic link stays: its target is
    replaced. Raises OSError, leaving the old file as it was and nothing beside it.
    """
    path = path.resolve()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)  # noqa: PTH105 - `beside` is a name, not yet a Path
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(beside)  # noqa: PTH108
        raise
