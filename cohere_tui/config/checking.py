"""One file's tables against what it may say: what is wrong is told and left out, all else stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from cohere_tui.config.keymap import read_keys
from cohere_tui.config.mistakes import unknown_name, wrong_value
from cohere_tui.config.reading import read_toml
from cohere_tui.config.urls import NOWHERE, rescue_base_url
from cohere_tui.config.values import FileValues, Price, ProfileValues
from cohere_tui.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pydantic_core import ErrorDetails

Tables = dict[str, Any]

_ALLOWED = {
    "string_type": "text in quotes",
    "string_too_short": "text that is not empty",
    "bool_type": "true or false",
    "float_type": "a number",
    "greater_than": "a number above {gt:g}",
    "greater_than_equal": "a number of at least {ge:g}",
    "less_than_equal": "a number of at most {le:g}",
    "finite_number": "a finite number",
}
"""What pydantic's complaint means to a person; everything else wants a table."""

_INNER: Mapping[str, type[BaseModel]] = {"profiles": ProfileValues, "prices": Price}


def checked_file(path: Path, *, ours: bool) -> tuple[Tables, list[ConfigError]]:
    """What of the file at `path` can be used, and what is wrong with it.

    Unknown names in `ours` are no mistake: a newer version may have written them.
    """
    try:
        tables = read_toml(path)
    except ConfigError as error:
        return {}, [error]
    keys, problems = read_keys(tables.pop("keys", {}), path.name)
    while found := _mistakes(tables):
        for mistake in found:
            place = _place(tables, mistake["loc"])
            if not (ours and mistake["type"] == "extra_forbidden"):
                problems.append(_told(mistake, place, path.name))
            tables = _mended(tables, place)
    return ({**tables, "keys": keys} if keys else tables), problems


def _mistakes(tables: Tables) -> list[ErrorDetails]:
    try:
        FileValues.model_validate(tables)
    except ValidationError as error:
        return error.errors(include_url=False)
    return []


def _place(tables: Tables, location: tuple[int | str, ...]) -> tuple[str, ...]:
    """The part of pydantic's location that is a path of names in the file."""
    place: list[str] = []
    inner: object = tables
    for step in location:
        if not isinstance(inner, dict) or step not in inner:
            break
        place.append(str(step))
        inner = inner[step]
    return tuple(place)


def _told(mistake: ErrorDetails, place: tuple[str, ...], where: str) -> ConfigError:
    if mistake["type"] == "extra_forbidden":
        return _unknown(place, where)
    if mistake["type"] == "value_error":
        allowed = str(mistake["ctx"]["error"])
    else:
        allowed = _ALLOWED.get(mistake["type"], "a table").format(**mistake.get("ctx", {}))
    problem = wrong_value(where, place, mistake["input"], allowed)
    if not _is_base_url(place):
        return problem
    meant = rescue_base_url(mistake["input"])
    used = "The profile cannot be used" if meant == NOWHERE else f"{meant} is used"
    return ConfigError(problem.what, kept=f"{used} until this is mended.")


def _unknown(place: tuple[str, ...], where: str) -> ConfigError:
    if place[-1].replace("_", "").casefold() in ("apikey", "key"):
        return ConfigError(
            f"{where}: a key does not belong in this file; it is not used.",
            remedy="Use api_key_command or api_key_env, or store the key from within the app.",
        )
    model = _INNER[place[0]] if len(place) > 1 else FileValues
    known = set(model.model_fields) | ({"keys"} if model is FileValues else set())
    return unknown_name(where, "setting", place, known)


def _mended(tables: Tables, place: tuple[str, ...]) -> Tables:
    """`tables` without the value at `place`.

    A base URL is replaced by the one that was meant: the hosted API, the default, must not be given
    the key of another server.
    """
    return _changed(tables, place, rescue=_is_base_url(place))


def _is_base_url(place: tuple[str, ...]) -> bool:
    return place[0] == "profiles" and place[2:] == ("base_url",)


def _changed(tables: Tables, place: tuple[str, ...], *, rescue: bool) -> Tables:
    name, *rest = place
    if name not in tables:
        return tables
    if rest:
        return {**tables, name: _changed(tables[name], tuple(rest), rescue=rescue)}
    if rescue:
        return {**tables, name: rescue_base_url(tables[name])}
    return {key: value for key, value in tables.items() if key != name}
