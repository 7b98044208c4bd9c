"""`[keys]`: which keys do what, and which will not arrive in every terminal."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, get_args

from cohere_tui.config.mistakes import dotted, nearest, show, unknown_name, wrong_value
from cohere_tui.config.values import Keymap
from cohere_tui.errors import ConfigError
from cohere_tui.plain import one_line

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

PRESETS: tuple[str, ...] = get_args(Keymap.model_fields["preset"].annotation)

_MODIFIERS = ("ctrl", "alt", "shift", "super", "hyper", "meta")
_NAMED = (
    "enter", "escape", "tab", "space", "backspace", "delete", "insert", "home", "end",
    "pageup", "pagedown", "up", "down", "left", "right", "underscore", "minus", "plus", "comma",
    *(f"f{number}" for number in range(1, 25)),
)  # fmt: skip
_SAME_BYTES = {"ctrl+h": "backspace", "ctrl+i": "tab", "ctrl+m": "enter"}
_UNSAFE = (
    (re.compile(r"alt\+enter"), "most terminals send it as enter"),
    (re.compile(r"(.*\+)?alt\+.*"), "alt may arrive as escape and a letter"),
    (re.compile(r"(ctrl|shift)\+enter|ctrl\+(shift\+)?tab"), "tmux and many terminals drop it"),
    (re.compile(r"ctrl\+shift\+.+|ctrl\+\d"), "many terminals drop it"),
    (re.compile(r"(.*\+)?(super|hyper|meta)\+.*"), "the desktop takes it"),
    (re.compile(r"ctrl\+(space|@|at)"), "it has two names, and input methods take it"),
    (re.compile(r"ctrl\+b"), "tmux takes it"),
    (re.compile(r"ctrl\+a"), "GNU screen takes it"),
    (re.compile(r"ctrl\+w"), "a browser's terminal closes with it"),
    (re.compile(r"[][{}\\|~@]"), "some keyboards have it only with AltGr"),
)  # fmt: skip


def read_keys(raw: object, where: str) -> tuple[dict[str, str], list[ConfigError]]:
    """The table `[keys]` of one file, binding id (or `preset`) to keys, and what is wrong with it.

    A value that is no key is left out, so that the default stays; one that may not arrive is used
    and told.
    """
    if not isinstance(raw, dict):
        return {}, [wrong_value(where, ("keys",), raw, "a table")]
    keys: dict[str, str] = {}
    problems: list[ConfigError] = []
    for name, value in _flat(raw).items():
        problem, usable = _judged(name, value, where)
        problems += [problem] if problem else []
        if usable:
            keys[name] = ",".join(_alternatives(str(value)))
    return keys, problems


def as_keymap(keys: Mapping[str, str]) -> Keymap:
    """The value of the merged tables that `read_keys` gave."""
    rest = {name: value for name, value in keys.items() if name != "preset"}
    return Keymap.model_validate({"preset": keys.get("preset", "default"), "keys": rest})


def unknown_ids(keymap: Keymap, bindings: Collection[str], where: str) -> list[ConfigError]:
    """A problem for each id that no binding has."""
    return [
        unknown_name(where, "binding", ("keys", name), bindings)
        for name in keymap.keys
        if name not in bindings
    ]


def weakness(keys: str) -> str:
    """Why none of these keys is sure to arrive; empty when one is, or when there are none."""
    reasons = [_weakness(key) for key in _alternatives(keys)]
    return next(iter(reasons), "") if all(reasons) else ""


def _judged(name: str, value: object, where: str) -> tuple[ConfigError | None, bool]:
    """The problem with one line of `[keys]`, and whether the value can be used."""
    if name == "preset":
        fine = value in PRESETS
        allowed = "one of " + ", ".join(PRESETS)
        return (None if fine else wrong_value(where, ("keys", name), value, allowed)), fine
    if not isinstance(value, str):
        problem = wrong_value(where, ("keys", name), value, 'keys in quotes, like "ctrl+j,f5"')
        return problem, False
    for key in _alternatives(value):
        if hint := _misspelt(key):
            return wrong_value(where, ("keys", name), value, hint), False
    if reason := weakness(value):
        return ConfigError(
            f"{where}: {dotted(('keys', name))} = {show(value)} may not work everywhere: {reason}.",
            kept="It is used as you say.",
            remedy="Add one that every terminal sends, after a comma.",
        ), True
    return None, True


def _flat(table: Mapping[str, Any], before: str = "") -> dict[str, object]:
    """`chat.stop = …` without quotes is a table in TOML; it means the same."""
    flat: dict[str, object] = {}
    for name, value in table.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{before}{name}.")
        else:
            flat[before + name] = value
    return flat


def _alternatives(keys: str) -> list[str]:
    return [key.strip() for key in keys.split(",") if key.strip()]


def _misspelt(key: str) -> str:
    """What the key must be, when no key has this name."""
    *modifiers, last = key.split("+") if len(key) > 1 and not key.endswith("+") else [key]
    for modifier in modifiers:
        if modifier not in _MODIFIERS:
            near = nearest(modifier, _MODIFIERS)
            hint = f"; did you mean {near}+{one_line(last, 20)}?" if near else ""
            return f"a key after {', '.join(f'{one}+' for one in _MODIFIERS)}{hint}"
    if len(last) == 1 or last in _NAMED or _is_character(last):
        return ""
    near = nearest(last, _NAMED)
    return "the name of a key" + (f"; did you mean {'+'.join((*modifiers, near))}?" if near else "")


def _is_character(name: str) -> bool:
    """Whether a character has this name, as in `question_mark`."""
    try:
        unicodedata.lookup(name.replace("_", " "))
    except KeyError:
        return False
    return True


def _weakness(key: str) -> str:
    if key in _SAME_BYTES:
        return f"{key} is the same as {_SAME_BYTES[key]}"
    return next(
        (f"{one_line(key, 20)}: {why}" for pattern, why in _UNSAFE if pattern.fullmatch(key)), ""
    )
