"""Where the files are: under `XDG_*_HOME` on every platform, else the platform's own places."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

if TYPE_CHECKING:
    from collections.abc import Mapping

APP = "cohere-tui"


@dataclass(frozen=True, slots=True)
class Paths:
    """The app's directories, and the files in them. Nothing is created by asking."""

    config_dir: Path
    data_dir: Path

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> Paths:
        """The places for this environment. A relative `XDG_*_HOME` is ignored, as it must be."""
        config = platformdirs.user_config_dir(APP, appauthor=False)
        data = platformdirs.user_data_dir(APP, appauthor=False)
        return cls(
            config_dir=_place(environ, "XDG_CONFIG_HOME", config),
            data_dir=_place(environ, "XDG_DATA_HOME", data),
        )

    @property
    def config_file(self) -> Path:
        """The person's own settings: read, never written."""
        return self.config_dir / "config.toml"

    @property
    def settings_file(self) -> Path:
        """What was changed in the app."""
        return self.config_dir / "settings.toml"

    @property
    def keys_file(self) -> Path:
        """Stored API keys, readable by their owner alone."""
        return self.config_dir / "keys.toml"

    @property
    def database(self) -> Path:
        """Conversations."""
        return self.data_dir / "conversations.db"

    @property
    def copied(self) -> Path:
        """The last text copied where no clipboard could be reached."""
        return self.data_dir / "copied.txt"

    def listed(self) -> tuple[tuple[str, Path], ...]:
        """Every place with the word `cohere-tui paths` prints before it."""
        return (
            ("config", self.config_file),
            ("settings", self.settings_file),
            ("keys", self.keys_file),
            ("conversations", self.database),
            ("copied text", self.copied),
        )


def cache_dir(environ: Mapping[str, str]) -> Path:
    """Where files are that can be made again at any time."""
    cache = platformdirs.user_cache_dir(APP, appauthor=False)
    return _place(environ, "XDG_CACHE_HOME", cache)


def _place(environ: Mapping[str, str], variable: str, otherwise: str) -> Path:
    chosen = Path(environ.get(variable, ""))
    return chosen / APP if chosen.is_absolute() else Path(otherwise)
