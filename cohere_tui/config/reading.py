"""One TOML file as a dictionary, or one clear sentence about why not. Standard library only."""

from __future__ import annotations

import re
import stat
import tomllib
from typing import TYPE_CHECKING, Any

from cohere_tui.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 1_048_576
"""Bytes of a settings file that are still believed to be one."""

_PLACE = re.compile(r" \((at .*)\)$")


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of the file at `path`; empty when there is no such file.

    Raises ConfigError that names the file, and line and column where they are known.
    """
    data = _bytes(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError(
            f"{path.name}: line {line} is not UTF-8.",
            kept="Nothing of it is in force.",
            remedy=f"Save {path} as UTF-8.",
        ) from None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what = _PLACE.sub(r", \1", str(error))
        raise ConfigError(
            f"{path.name} is not TOML: {what}.",
            kept="Nothing of it is in force.",
            remedy=f"Mend {path}.",
        ) from None
    except RecursionError:
        raise ConfigError(
            f"{path.name} is nested too deeply.", kept="Nothing of it is in force."
        ) from None


def _bytes(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            # Reading a pipe or a device could wait for ever.
            kind = "a directory" if stat.S_ISDIR(status.st_mode) else "not an ordinary file"
            raise ConfigError(f"{path.name} is {kind}.", remedy=f"Put a TOML file at {path}.")
        if status.st_size > LARGEST:
            raise ConfigError(f"{path.name} is larger than 1 MiB: no settings file is.")
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise ConfigError(
            f"{path.name} cannot be read: {error.strerror}.",
            kept="Nothing of it is in force.",
            remedy=f"Mend the permissions of {path}.",
        ) from None


def first_theme(*files: Path) -> str:
    """The theme named by the first of the files that names one; empty when none does.

    For the first paint: mistakes are passed over here and told when everything is read.
    """
    for file in files:
        try:
            theme = read_toml(file).get("theme")
        except ConfigError:
            continue
        if isinstance(theme, str) and theme:
            return theme
    return ""
