"""Writing what was changed in the app: whole or not at all, mode 0600."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import tomli_w

from cohere_tui.atomic import write_private
from cohere_tui.config.reading import read_toml
from cohere_tui.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

Value = str | int | float | bool | Sequence[Any] | Mapping[str, Any]

_HEAD = "# Written by cohere-tui. Your own settings belong in config.toml, which wins.\n\n"
_KEPT = "The change holds until you quit."


def save_settings(path: Path, changes: Mapping[tuple[str, ...], Value | None]) -> None:
    """Set the values at these places of the file at `path`; None removes one. All else is kept.

    A place is a path of names, `("profiles", "prod", "model")`. The file is read anew before it is
    written, so that what another instance has saved stays. Raises ConfigError with nothing changed.
    """
    try:
        tables = read_toml(path)
    except ConfigError as error:
        error.kept = _KEPT
        raise
    for place, value in changes.items():
        tables = _changed(tables, place, value)
    try:
        write_private(path, (_HEAD + tomli_w.dumps(tables)).encode())
    except OSError as error:
        raise ConfigError(
            f"{path.name} cannot be written: {error.strerror}.",
            kept=_KEPT,
            remedy=f"Mend the permissions of {path.parent}, or free some space.",
        ) from None


def _changed(
    tables: Mapping[str, Any], place: tuple[str, ...], value: Value | None
) -> dict[str, Any]:
    name, *rest = place
    others = {key: held for key, held in tables.items() if key != name}
    if rest:
        held = tables.get(name)
        inner = _changed(held if isinstance(held, dict) else {}, tuple(rest), value)
        return {**others, name: inner} if inner else others
    return others if value is None else {**tables, name: value}
