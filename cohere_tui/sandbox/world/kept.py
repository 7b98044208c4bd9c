"""What is kept on disk, read again: ours or not, whole or damaged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cohere_tui.sandbox.wire import loads
from cohere_tui.sandbox.world.lock import NAME

if TYPE_CHECKING:
    from pathlib import Path

WORLD = "world.json"
"""In every folder that is ours; written before anything else is."""
_BEFORE_IT = (NAME, f"{WORLD}.new")


class NotOursError(ValueError):
    """Not what a sandbox of this version has written."""


def claim(folder: Path) -> None:
    """Make sure that there is such a folder, and that what is in it is ours.

    In a folder of somebody else a sandbox would remove what is called like its own. Raises
    `NotOursError` for one, and OSError.
    """
    if folder.exists() and not folder.is_dir():
        raise NotOursError("it is not a folder")
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / WORLD).exists():
        return
    names = sorted(path.name for path in folder.iterdir() if path.name not in _BEFORE_IT)
    # Those that begin with a dot are put there by file managers.
    strange = [name for name in names if not name.startswith(".")]
    if strange:
        raise NotOursError(f"it holds something else: {ascii(strange[0])[1:-1]}")


def read_object(path: Path) -> dict[str, Any]:
    """The JSON object in a file. Raises `NotOursError` and OSError."""
    try:
        value = loads(path.read_bytes())
    except ValueError as error:
        raise NotOursError(f"{path.name} is damaged: {error}") from error
    if not isinstance(value, dict):
        raise NotOursError(f"{path.name} holds no object")
    return value
