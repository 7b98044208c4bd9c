"""`[keys]`: ids in both spellings, keys that do not exist, keys that may not arrive."""

from __future__ import annotations

import pytest

from cohere_tui.config.keymap import as_keymap, read_keys, weakness


def test_ids_may_be_quoted_or_not() -> None:
    keys, problems = read_keys({"chat": {"stop": "f5"}, "app.quit": "ctrl+q"}, "config.toml")
    assert keys == {"chat.stop": "f5", "app.quit": "ctrl+q"}
    assert problems == []


def test_the_preset_is_not_a_binding() -> None:
    keymap = as_keymap({"preset": "emacs", "chat.send": "ctrl+j"})
    assert (keymap.preset, dict(keymap.keys)) == ("emacs", {"chat.send": "ctrl+j"})


def test_an_unknown_preset_is_told_with_those_allowed() -> None:
    keys, problems = read_keys({"preset": "nano"}, "config.toml")
    assert keys == {}
    assert str(problems[0]).endswith("it must be one of default, vim, emacs.")


@pytest.mark.parametrize(
    "keys",
    ["ctrl+j", "f5,ctrl+j", "?", "ctrl+underscore", "question_mark", "shift+up", "comma", "", "+",
     "ctrl+@,ctrl+space,f4", "alt+enter,ctrl+j", "G", "space"],
)  # fmt: skip
def test_keys_that_arrive_are_taken_without_a_word(keys: str) -> None:
    assert read_keys({"chat.send": keys}, "config.toml") == ({"chat.send": keys}, [])


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        ("shift+enter", "tmux"),
        ("ctrl+enter", "tmux"),
        ("ctrl+tab", "tmux"),
        ("alt+enter", "as enter"),
        ("alt+x", "escape and a letter"),
        ("ctrl+h", "same as backspace"),
        ("ctrl+i", "same as tab"),
        ("ctrl+m", "same as enter"),
        ("ctrl+space", "two names"),
        ("ctrl+b", "tmux takes it"),
        ("ctrl+a", "GNU screen takes it"),
        ("ctrl+w", "browser"),
        ("ctrl+1", "drop it"),
        ("ctrl+shift+p", "drop it"),
        ("super+k", "desktop"),
        ("[", "AltGr"),
        ("shift+enter,ctrl+h", "tmux"),
    ],
)
def test_a_key_that_may_not_arrive_is_used_and_told(keys: str, why: str) -> None:
    taken, problems = read_keys({"chat.send": keys}, "config.toml")
    assert taken == {"chat.send": keys}
    assert why in str(problems[0])
    assert "config.toml" in str(problems[0])
    assert problems[0].kept == "It is used as you say."


@pytest.mark.parametrize(
    ("keys", "hint"),
    [
        ("crtl+j", "did you mean ctrl+j?"),
        ("Ctrl+j", "did you mean ctrl+j?"),
        ("ctrl+entre", "did you mean ctrl+enter?"),
        ("esacpe", "did you mean escape?"),
        ("page_down", "did you mean pagedown?"),
        ("f99", "the name of a key"),
    ],
)
def test_a_key_that_does_not_exist_is_told_and_the_default_stays(keys: str, hint: str) -> None:
    taken, problems = read_keys({"chat.send": keys}, "config.toml")
    assert taken == {}
    assert hint in str(problems[0])


def test_weakness_is_that_of_all_alternatives() -> None:
    assert weakness("alt+x,ctrl+j") == ""
    assert weakness("") == ""
    assert weakness("alt+x")
