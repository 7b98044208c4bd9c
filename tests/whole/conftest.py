"""What the whole app is set before: servers, and an environment that leads to them."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from cohere_tui.sandbox.server import Sandbox
from cohere_tui.store.store import Store

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator
    from pathlib import Path

KEY = "k-0123456789-abcdef"
"""A key that works, and that must never be seen anywhere."""


@pytest.fixture
async def sandbox(monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Sandbox]:
    """A server that a person with `CO_API_KEY` and `CO_API_URL` has."""
    async with Sandbox() as sandbox:
        monkeypatch.setenv("CO_API_KEY", KEY)
        monkeypatch.setenv("CO_API_URL", sandbox.url)
        yield sandbox


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The store waits for other programs for a moment only: how long is for others to test."""
    usual = Store.open.__kwdefaults__
    assert usual is not None
    monkeypatch.setitem(usual, "patience_s", 0.5)


@pytest.fixture
def small_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A disk of one megabyte for the data, where we may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("mounting needs root")
    if run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)):
        pytest.skip("mounting is forbidden here")
    monkeypatch.setenv("XDG_DATA_HOME", str(place))
    yield place
    assert run("umount", str(place)) == 0


def run(*words: str) -> int:
    """Run a program; its exit code."""
    return subprocess.run(words, check=False, capture_output=True).returncode
