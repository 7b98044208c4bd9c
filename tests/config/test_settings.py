"""Writing settings: all else is kept, and a failure changes nothing."""

from __future__ import annotations

import stat
import tomllib
from typing import TYPE_CHECKING

import pytest

from cohere_tui.config.reading import first_theme
from cohere_tui.config.settings import save_settings
from cohere_tui.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path


def read(file: Path) -> dict[str, object]:
    return tomllib.loads(file.read_text())


def test_values_are_set_and_what_is_unknown_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('newer = [1, 2]\ntheme = "a"\n[profiles.p]\nmodel = "m"\nodd = 1')
    save_settings(
        file, {("theme",): "b", ("profiles", "p", "model"): "n", ("prices", "x.1", "input"): 2.5}
    )
    assert read(file) == {
        "newer": [1, 2],
        "theme": "b",
        "profiles": {"p": {"model": "n", "odd": 1}},
        "prices": {"x.1": {"input": 2.5}},
    }
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text().startswith("# Written by cohere-tui")


def test_none_removes_a_value_and_the_table_it_leaves_empty(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    save_settings(file, {("profiles", "p", "model"): "m", ("theme",): "a"})
    save_settings(file, {("profiles", "p", "model"): None, ("never", "there"): None})
    assert read(file) == {"theme": "a"}


def test_a_link_to_elsewhere_stays_a_link(tmp_path: Path) -> None:
    target = tmp_path / "dotfiles" / "settings.toml"
    target.parent.mkdir()
    target.write_text("")
    file = tmp_path / "settings.toml"
    file.symlink_to(target)
    save_settings(file, {("theme",): "a"})
    assert file.is_symlink()
    assert read(target) == {"theme": "a"}


def test_a_broken_file_is_not_written_over(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("theme = ")
    with pytest.raises(ConfigError, match="not TOML"):
        save_settings(file, {("theme",): "a"})
    assert file.read_text() == "theme = "


def test_a_failing_write_changes_nothing_and_leaves_no_litter(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    save_settings(file, {("theme",): "a"})
    before = file.read_text()
    with pytest.raises((ConfigError, TypeError)):
        save_settings(file, {("theme",): object()})  # type: ignore[dict-item]
    assert file.read_text() == before
    assert [one.name for one in tmp_path.iterdir()] == ["settings.toml"]


def test_the_first_theme_is_the_users_then_ours_and_mistakes_are_passed_over(
    tmp_path: Path,
) -> None:
    user, ours = tmp_path / "config.toml", tmp_path / "settings.toml"
    assert first_theme(user, ours) == ""
    ours.write_text('theme = "ours"')
    assert first_theme(user, ours) == "ours"
    user.write_text("theme = 3")
    assert first_theme(user, ours) == "ours"
    user.write_text("theme = ")
    assert first_theme(user, ours) == "ours"
    user.write_text('theme = "theirs"')
    assert first_theme(user, ours) == "theirs"
