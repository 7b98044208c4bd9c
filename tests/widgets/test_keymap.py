"""Keys are written as people read them, and a keymap that cannot work is told, not ignored."""

from __future__ import annotations

import pytest
from textual.binding import Binding

from cohere_tui.widgets.keymap import NO_KEY, is_safe, key_name, keys_of, label, usable, written
from cohere_tui.widgets.themes import ASCII, UNICODE


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("ctrl+p", "^p"),
        ("ctrl+underscore", "^_"),
        ("f8", "F8"),
        ("f", "f"),
        ("question_mark", "?"),
        ("colon", ":"),
        ("minus", "-"),
        ("slash", "/"),
        ("escape", "esc"),
        ("shift+tab", "shift+tab"),
        ("pageup", "pgup"),
        ("D", "D"),
        ("1", "1"),
        ("space", "space"),
        ("enter", "enter"),
        ("alt+delete", "alt+del"),
    ],
)
def test_keys_are_shown_short(key: str, shown: str) -> None:
    assert label(key, UNICODE) == shown


def test_arrows_have_twins() -> None:
    assert written(("up", "shift+down"), UNICODE) == "↑  shift+↓"
    assert written(("up", "shift+down"), ASCII) == "up  shift+down"


@pytest.mark.parametrize(
    ("typed", "name"),
    [("?", "question_mark"), ("Ctrl+P", "ctrl+p"), (" Esc ", "escape"), ("D", "D"), ("F4", "f4"),
     ("ctrl+_", "ctrl+underscore"), ("-", "minus"), ("PgUp", "pageup")],
)  # fmt: skip
def test_keys_are_read_as_people_write_them(typed: str, name: str) -> None:
    assert key_name(typed) == name


def test_what_every_terminal_sends() -> None:
    assert all(is_safe(key) for key in ("a", "D", "7", "enter", "ctrl+j", "f4", "question_mark"))
    unsafe = ("alt+enter", "shift+enter", "ctrl+b", "ctrl+h", "ctrl+shift+p", "é", "f1")
    assert not any(is_safe(key) for key in unsafe)


STOP = Binding("ctrl+c", "stop", "Stop", id="chat.stop")
RENAME = Binding("e", "rename", "Rename", id="chat.rename")
DELETE = Binding("D", "delete", "Delete", id="chat.delete")
SCOPES = ((STOP, RENAME, DELETE), (Binding("x", "other", "Other", id="log.other"),))


def test_a_good_keymap_is_taken_whole() -> None:
    wanted = {"chat.stop": "ctrl+c, Esc", "chat.rename": "", "log.other": "e"}
    keymap, problems = usable(wanted, SCOPES)
    assert problems == ()
    assert keymap == {"chat.stop": "ctrl+c,escape", "chat.rename": NO_KEY, "log.other": "e"}
    assert keys_of(STOP, keymap) == ("ctrl+c", "escape")
    assert keys_of(RENAME, keymap) == ()
    assert keys_of(DELETE, keymap) == ("D",)


def test_an_unknown_action_is_told_with_the_nearest() -> None:
    keymap, problems = usable({"chat.stopp": "x", "[bold]": "y"}, SCOPES)
    assert keymap == {}
    assert problems[0] == 'keys: there is no action "chat.stopp"; did you mean "chat.stop"?'
    assert problems[1] == 'keys: there is no action "[bold]"'


def test_two_actions_on_one_key_are_told_and_the_new_one_loses() -> None:
    keymap, problems = usable({"chat.rename": "D"}, SCOPES)
    assert keymap == {}
    assert problems == (
        'keys: "chat.rename" cannot have D: it is the key of "chat.delete" in the same place',
    )


def test_swapped_keys_are_no_clash() -> None:
    keymap, problems = usable({"chat.rename": "D", "chat.delete": "e"}, SCOPES)
    assert (len(keymap), problems) == (2, ())
