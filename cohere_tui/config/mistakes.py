"""How a mistake is told: file, key, what was found, what is allowed, the nearest valid name."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from cohere_tui.errors import ConfigError
from cohere_tui.plain import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_USER_INFO = re.compile(r"(?<=//)[^/@\s]*@")
_SECRET = "api_key"
"""Whatever was written under a name that begins so may be a key, put in the wrong place."""
_BARE = re.compile("[A-Za-z0-9_-]+")
_KEPT = "Every other setting is in force."
_LISTED = 12
"""How many allowed names a message lists before it stops."""


def wrong_value(where: str, key: Sequence[str], found: object, allowed: str) -> ConfigError:
    """`where` (a file or variable) gives `key` a value that is not `allowed`, say "a number"."""
    shown = "a value that is not shown" if key[-1].startswith(_SECRET) else show(found)
    end = "" if allowed.endswith("?") else "."
    return ConfigError(f"{where}: {dotted(key)} is {shown}; it must be {allowed}{end}", kept=_KEPT)


def unknown_name(
    where: str, kind: str, name: Sequence[str], known: Iterable[str], *, kept: str = _KEPT
) -> ConfigError:
    """`where` uses a name of some `kind` ("setting", "theme") that is not among the `known`."""
    names = sorted(known)
    near = nearest(name[-1], names)
    hint = f"Did you mean {dotted((*name[:-1], near))}? " if near else ""
    listed = ", ".join(names[:_LISTED]) + (", …" if len(names) > _LISTED else "")
    remedy = f"{hint}Known: {listed}." if listed else hint.strip()
    return ConfigError(f"{where}: there is no {kind} {dotted(name)}.", kept=kept, remedy=remedy)


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name most like `name`, whatever its case; empty when none is near."""
    by_fold = {one.casefold(): one for one in known}
    found = difflib.get_close_matches(name.casefold(), by_fold, n=1)
    return by_fold[found[0]] if found else ""


def show(value: object) -> str:
    """A TOML value as a person wrote it, on one line; a password inside a URL is left out."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{one_line(_USER_INFO.sub("***@", value), 60)}"'
        case dict():
            return "a table"
        case list() | tuple():
            return "a list"
        case _:
            return one_line(str(value), 60)


def dotted(key: Sequence[str]) -> str:
    """A path of names as TOML writes it: `profiles.prod.model`, `keys."chat.stop"`."""
    parts = (one_line(part, 60) for part in key)
    return ".".join(part if _BARE.fullmatch(part) else f'"{part}"' for part in parts)
