"""Keys: how they are written, which of them every terminal can send, and what a keymap may not do.

KEYS.md section 3 has the measurements behind `SAFE` and `NEVER`.
"""

from __future__ import annotations

from difflib import get_close_matches
from itertools import combinations
from typing import TYPE_CHECKING, Final

from textual.keys import key_to_character

from cohere_tui.plain import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textual.binding import Binding

    from cohere_tui.widgets.themes import Signs

NO_KEY: Final = "nokey"
"""What an action without a key is bound to: no terminal sends it."""

_NAMED: Final = frozenset(
    {"enter", "tab", "shift+tab", "escape", "space", "backspace", "delete", "home", "end",
     "pageup", "pagedown", "up", "down", "left", "right",
     "shift+up", "shift+down", "shift+left", "shift+right",
     "question_mark", "slash", "colon", "full_stop", "comma", "minus", "exclamation_mark",
     "plus", "equals_sign"}
)  # fmt: skip
_CONTROL: Final = frozenset(f"ctrl+{letter}" for letter in "cdefgjklnoprtuxy")
_FUNCTION: Final = frozenset(f"f{number}" for number in range(2, 10))
_EDITING: Final = frozenset({"shift+home", "shift+end", "ctrl+s", "ctrl+q", "ctrl+v", "ctrl+z",
                      "ctrl+w", "ctrl+left", "ctrl+right"})  # fmt: skip

SAFE: Final = _NAMED | _CONTROL | _FUNCTION | _EDITING
"""Keys besides plain letters and digits that reach us through every terminal, tmux and screen.

The editing keys arrive too (measured), but a desktop, a browser or a serial line may take them:
nothing urgent may hang on them.
"""

NEVER: Final = frozenset(
    {"alt+enter", "ctrl+h", "ctrl+i", "ctrl+m", "ctrl+space", "ctrl+at", "ctrl+left_square_bracket"}
)
"""Keys that arrive as another key: a binding on them is a trap."""


def is_safe(key: str) -> bool:
    """Whether every terminal can send `key` (Textual's name for it)."""
    return key in SAFE or (len(key) == 1 and key.isascii() and key.isalnum())


def keys_of(binding: Binding, keymap: Mapping[str, str]) -> tuple[str, ...]:
    """The keys that `binding` has now: those of `keymap` where it names the binding's id."""
    keys = keymap.get(binding.id or "", binding.key)
    return tuple(name for key in keys.split(",") if (name := key_name(key)) not in {"", NO_KEY})


def key_name(key: str) -> str:
    """Textual's name of a key as a person writes it: `?` is `question_mark`, `Esc` is `escape`."""
    key = key.strip()
    if len(key) == 1:
        return _NAMES.get(key, key)
    *modifiers, last = key.split("+")
    last = last if len(last) == 1 and not modifiers else last.lower()
    return "+".join(
        [*(modifier.strip().lower() for modifier in modifiers), _ALIASES.get(last, last)]
    )


_NAMES: Final = {
    "?": "question_mark", ":": "colon", "/": "slash", "-": "minus", ".": "full_stop",
    ",": "comma", "!": "exclamation_mark", "+": "plus", "=": "equals_sign", " ": "space",
    "[": "left_square_bracket", "]": "right_square_bracket", "_": "underscore",
}  # fmt: skip
_ALIASES: Final = {"esc": "escape", "return": "enter", "del": "delete", "pgup": "pageup",
                   "pgdn": "pagedown", "pgdown": "pagedown", "_": "underscore"}  # fmt: skip
_LABELS: Final = {name: sign for sign, name in _NAMES.items()} | {
    "escape": "esc", "pageup": "pgup", "pagedown": "pgdn", "delete": "del", "space": "space",
}  # fmt: skip


def label(key: str, signs: Signs | None = None) -> str:
    """`key` as it is shown: `^p`, `F8`, `?`, `esc`, `↑`."""
    modifier, plus, last = key.rpartition("+")
    if modifier == "ctrl":
        return f"^{label(last, signs)}"
    shown = _LABELS.get(last, "")
    if not shown and signs is not None and last in {"up", "down", "left", "right"}:
        shown = getattr(signs, last)
    if not shown and len(last) <= 3 and last[:1] == "f" and last[1:].isdigit():
        shown = last.upper()
    if not shown:
        character = key_to_character(last)
        shown = character if character is not None and character.isprintable() else last
    return f"{modifier}{plus}{shown}"


def written(keys: Iterable[str], signs: Signs | None = None) -> str:
    """Several keys side by side."""
    return "  ".join(label(key, signs) for key in keys)


def usable(
    wanted: Mapping[str, str], scopes: Sequence[Sequence[Binding]]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The part of the keymap `wanted` that can be used, and what is wrong with the rest.

    `wanted` maps ids to keys with commas between them; an empty text takes the key away. Each of
    `scopes` holds the bindings that are alive together (those of one class). An unknown id and two
    actions on one key are told and left out; that a key may not arrive, the settings have told.
    """
    known = sorted({binding.id for scope in scopes for binding in scope if binding.id})
    keymap: dict[str, str] = {}
    problems: list[str] = []
    for name, keys in wanted.items():
        if name not in known:
            problems.append(_unknown(name, known))
            continue
        names = [key_name(key) for key in keys.split(",") if key.strip()]
        keymap[name] = ",".join(names) or NO_KEY
    for scope in scopes:
        for first, second, key in _clashes(scope, keymap):
            loser = second if second in keymap else first
            if loser in keymap:
                del keymap[loser]
                problems.append(
                    f'keys: "{loser}" cannot have {label(key)}: '
                    f'it is the key of "{first if loser == second else second}" in the same place'
                )
    return keymap, tuple(problems)


def _unknown(name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name, known, n=1)
    hint = f'; did you mean "{near[0]}"?' if near else ""
    return f'keys: there is no action "{one_line(name, 60)}"{hint}'


def _clashes(scope: Sequence[Binding], keymap: Mapping[str, str]) -> Sequence[tuple[str, str, str]]:
    named = [binding for binding in scope if binding.id]
    return [
        (str(one.id), str(other.id), key)
        for one, other in combinations(named, 2)
        if one.id != other.id
        for key in sorted(set(keys_of(one, keymap)) & set(keys_of(other, keymap)))
    ]
