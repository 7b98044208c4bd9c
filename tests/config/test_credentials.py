"""Stored keys: who may read them, and what is kept."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from cohere_tui.config.credentials import check_key, forget_key, store_key, stored_keys
from cohere_tui.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_key_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "new" / "keys.toml"
    store_key(file, "prod", " k-1 \n")
    store_key(file, "lab.eu", "k-2")
    assert mode_of(file) == 0o600
    assert mode_of(file.parent) == 0o700
    assert stored_keys(file) == ({"prod": "k-1", "lab.eu": "k-2"}, ())


def test_a_key_is_forgotten_and_the_others_stay(tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    store_key(file, "a", "k-1")
    store_key(file, "b", "k-2")
    forget_key(file, "a")
    forget_key(file, "never there")
    assert stored_keys(file)[0] == {"b": "k-2"}


def test_a_file_open_to_others_is_closed_and_told(tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    file.write_text('prod = "k-1"')
    file.chmod(0o644)
    keys, problems = stored_keys(file)
    assert keys == {"prod": "k-1"}
    assert mode_of(file) == 0o600
    assert "mode 0644" in str(problems[0])
    assert "k-1" not in str(problems[0])
    assert stored_keys(file)[1] == ()


def test_a_broken_file_is_told_and_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    file.write_text("prod = ")
    keys, problems = stored_keys(file)
    assert keys == {}
    assert "keys.toml is not TOML" in str(problems[0])
    with pytest.raises(ConfigError):
        store_key(file, "prod", "k-1")
    assert file.read_text() == "prod = "


def test_a_place_that_cannot_be_written_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "not a directory").write_text("")
    with pytest.raises(ConfigError, match="cannot be") as caught:
        store_key(tmp_path / "not a directory" / "keys.toml", "prod", "k-hush")
    assert "k-hush" not in str(caught.value)
    assert [one.name for one in tmp_path.iterdir()] == ["not a directory"]


def test_an_empty_key_is_refused() -> None:
    with pytest.raises(ConfigError, match="The key is empty"):
        check_key("")
