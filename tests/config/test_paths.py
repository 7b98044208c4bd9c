"""Where the files are."""

from __future__ import annotations

from pathlib import Path

from cohere_tui.config.paths import Paths, cache_dir


def test_the_variables_are_honoured() -> None:
    places = {f"XDG_{name}_HOME": f"/x/{name}" for name in ("CONFIG", "DATA", "CACHE")}
    paths = Paths.of(places)
    assert paths.config_file == Path("/x/CONFIG/cohere-tui/config.toml")
    assert paths.settings_file.parent == paths.keys_file.parent == paths.config_dir
    assert paths.database == Path("/x/DATA/cohere-tui/conversations.db")
    assert cache_dir(places) == Path("/x/CACHE/cohere-tui")


def test_a_relative_variable_is_ignored() -> None:
    paths = Paths.of({"XDG_CONFIG_HOME": "somewhere"})
    assert paths.config_dir.is_absolute()
    assert "somewhere" not in paths.config_dir.parts


def test_asking_creates_nothing(tmp_path: Path) -> None:
    Paths.of({"XDG_CONFIG_HOME": str(tmp_path / "a"), "XDG_DATA_HOME": str(tmp_path / "b")})
    assert list(tmp_path.iterdir()) == []


def test_every_file_is_listed_once() -> None:
    paths = Paths(Path("/c"), Path("/d"))
    listed = [path for _, path in paths.listed()]
    assert len(set(listed)) == len(listed) == 5
