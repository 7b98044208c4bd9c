"""Writing a whole file or none of it."""

from __future__ import annotations

import contextlib
import os
import secrets
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def write_private(path: Path, data: bytes) -> None:
    """Put `data` at `path` in one step, for its owner's eyes only.

    Its directory is made (0700) if need be. Otherwise as `replacing`.
    """
    path.resolve().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with replacing(path, 0o600) as file:
        file.write(data)


@contextlib.contextmanager
def replacing(path: Path, mode: int = 0o666) -> Iterator[BinaryIO]:
    """A file to write; at the end of the block it takes the place of `path`, in one step.

    Whoever reads meanwhile sees the old file or the new one. A symbolic link stays: its target is
    replaced. `mode` is cut by the umask. Raises OSError. However the block is left early, the old
    file stays as it was, and nothing beside it.
    """
    path = path.resolve()
    draft = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}")
    opened = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    try:
        with os.fdopen(opened, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise
