"""Keys: what can be one, and the 0600 file of those stored from the app. None is ever shown."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from cohere_tui.config.reading import read_toml
from cohere_tui.config.settings import save_settings
from cohere_tui.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

_REMEDY = "Copy the key again, on its own: letters and digits without spaces or line breaks."
_OTHERS = 0o077


def check_key(key: str, source: str = "The key") -> str:
    """`key` itself if a header can hold it; else ConfigError says what is wrong at `source`."""
    if not key:
        what = "is empty"
    elif "\n" in key or "\r" in key:
        what = "holds a line break"
    elif any(char.isspace() for char in key):
        what = "holds white space"
    elif not key.isascii():
        what = "holds a character that is not ASCII"
    elif not key.isprintable():
        what = "holds a control character"
    else:
        return key
    raise ConfigError(f"{source} {what}.", kept="Nothing was sent.", remedy=_REMEDY)


def stored_keys(path: Path) -> tuple[dict[str, str], tuple[ConfigError, ...]]:
    """The stored keys by profile, and what was wrong with the file; an open one is closed."""
    try:
        keys = {name: key for name, key in read_toml(path).items() if isinstance(key, str)}
    except ConfigError as error:
        return {}, (error,)
    return keys, _close(path)


def store_key(path: Path, profile: str, key: str) -> None:
    """Keep the key of a profile in the file at `path`. ConfigError when it cannot be kept."""
    save_settings(path, {(profile,): check_key(key.strip())})


def forget_key(path: Path, profile: str) -> None:
    """Remove the stored key of a profile, if there is one. Raises ConfigError when that fails."""
    if profile in read_toml(path):
        save_settings(path, {(profile,): None})


def _close(path: Path) -> tuple[ConfigError, ...]:
    if os.name != "posix":
        return ()  # access lists are the directory's there; the mode says nothing
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        if not mode & _OTHERS:
            return ()
        path.chmod(0o600)
    except FileNotFoundError:
        return ()
    except OSError:
        return (
            ConfigError(
                f"{path.name} can be read by others on this machine.", remedy=f"chmod 600 {path}"
            ),
        )
    return (
        ConfigError(
            f"{path.name} could be read by others on this machine (mode {mode:04o}).",
            kept="It is now closed to them (0600).",
            remedy="Make a new key if someone else may have seen this one.",
        ),
    )
