"""Settings files with mistakes: what is told, and that everything else is in force."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cohere_tui.config.paths import Paths
from cohere_tui.widgets.header import Header
from tests.whole.files import allow, content, put, put_directory, put_pipe
from tests.whole.seat import seated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cohere_tui.sandbox.server import Sandbox

NOBODY = 65534
GOOD = b"theme = 'cohere-light'\n"


@pytest.fixture
def config() -> Path:
    """Where the person's settings are."""
    return Paths.of(os.environ).config_file


MISTAKES = {
    "typo in a name": (b"them = 'x'\n", "there is no setting them.", "Did you mean theme?"),
    "typo in a profile": (
        b"[profiles.default]\nmodle = 'x'\n",
        "there is no setting profiles.default.modle.",
        "Did you mean profiles.default.model?",
    ),
    "typo in a value": (
        b"profile = 'prdo'\n[profiles.prod]\n",
        "there is no profile prdo.",
        "prod?",
    ),
    "typo in a theme": (b"theme = 'cohere-drak'\n", "cohere-drak", "Did you mean cohere-dark?"),
    "typo in a binding": (b"[keys]\n'chat.agian' = 'x'\n", "chat.agian", "chat.again"),
    "wrong type": (
        b"[profiles.default]\ntimeout_s = 'long'\n",
        'profiles.default.timeout_s is "long"; it must be',
        "Every other setting is in force.",
    ),
    "a value for a table": (b"profiles = 3\n", "profiles is 3; it must be", "in force"),
    "not TOML": (b"theme = \n", "config.toml is not TOML: ", "Mend "),
    "HTML": (b"<html>\n", "config.toml is not TOML: ", "Mend "),
    "not text": (b"theme = '\xff\xfe'\n", "config.toml: line 1 is not UTF-8.", "Save "),
    "zeros": (b"\0" * 4096, "config.toml is not TOML", "Mend "),
    "escape sequences": (b'"\\u001b]0;pwned\\u0007" = 1\n', "␛]0;pwned␇", "Known: "),
}


@pytest.mark.parametrize("name", MISTAKES)
async def test_a_mistake_is_told_and_costs_nothing_else(
    sandbox: Sandbox, config: Path, name: str
) -> None:
    data, what, advice = MISTAKES[name]
    put(config, data)
    async with seated() as seat:
        await seat.gets_to_see(what)
        await seat.ask("/echo hello")
        assert seat.turn.text == "hello"
        await seat.command("problems")
        await seat.gets_to_see(advice)
        assert content(config) == data


@pytest.mark.parametrize("name", ["typo in a name", "not TOML", "not text"])
async def test_a_mistake_that_is_mended_is_forgotten(
    sandbox: Sandbox, config: Path, name: str
) -> None:
    put(config, MISTAKES[name][0])
    async with seated() as seat:
        assert seat.chat.query_one(Header).problems == 1
        put(config, GOOD)
        await seat.restart()
        assert seat.chat.query_one(Header).problems == 0
        await seat.ask("/echo again")
        assert seat.turn.text == "again"


async def test_a_directory_in_its_place(sandbox: Sandbox, config: Path) -> None:
    put_directory(config)
    async with seated() as seat:
        await seat.gets_to_see("config.toml is a directory. Put a TOML file at")
        await seat.ask("/echo hello")
        assert seat.turn.text == "hello"


async def test_a_pipe_in_its_place_is_not_waited_for(sandbox: Sandbox, config: Path) -> None:
    put_pipe(config)
    async with seated() as seat:
        await seat.gets_to_see("config.toml is not an ordinary file.")
        await seat.ask("/echo hello")
        assert seat.turn.text == "hello"


@pytest.fixture
async def imported(sandbox: Sandbox, config: Path) -> None:
    """Everything is imported that is imported late: somebody else may not read our Python."""
    put(config, GOOD)
    async with seated() as seat:
        await seat.ask("/echo hello")
        await seat.restart()


@pytest.fixture
def someones_home(imported: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home that belongs to whom permissions concern: root is none of these."""
    del imported
    home = Path(tempfile.mkdtemp(prefix="cohere-tui-test-"))
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    root = not os.geteuid()
    if root:
        os.chown(home, NOBODY, NOBODY)
        os.seteuid(NOBODY)
    try:
        yield home
    finally:
        if root:
            os.seteuid(0)
        shutil.rmtree(home)


async def test_one_that_may_not_be_read(sandbox: Sandbox, someones_home: Path) -> None:
    config = Paths.of(os.environ).config_file
    put(config, GOOD)
    allow(config, 0)
    async with seated() as seat:
        await seat.gets_to_see("config.toml cannot be read: Permission denied.")
        await seat.gets_to_see("Mend the permissions of")
        await seat.ask("/echo hello")
        assert seat.turn.text == "hello"
        allow(config, 0o600)
        await seat.restart()
        assert seat.chat.query_one(Header).problems == 0


async def test_settings_that_cannot_be_written(sandbox: Sandbox, config: Path) -> None:
    put_directory(Paths.of(os.environ).settings_file)
    async with seated() as seat:
        await seat.gets_to_see("settings.toml is a directory.")
        await seat.command("theme cohere-light")
        await seat.gets_to_see("holds until you quit")
        assert seat.app.theme == "cohere-light"
        await seat.ask("/echo hello")
        assert seat.turn.text == "hello"
