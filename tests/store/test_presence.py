"""Who counts as alive."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from cohere_tui.store.presence import LOCKS, SILENT_S, Presence, is_gone, sweep

if TYPE_CHECKING:
    from pathlib import Path

both = pytest.mark.parametrize(
    "locks",
    [
        pytest.param(True, marks=pytest.mark.skipif(not LOCKS, reason="no locks on this system")),
        False,
    ],
)


@both
def test_a_writer_lives_until_it_leaves(tmp_path: Path, *, locks: bool) -> None:
    folder = tmp_path / "writers"
    one, other = Presence(folder, locks=locks), Presence(folder, locks=locks)
    assert not is_gone(folder, one.name, locks=locks)
    one.leave()
    one.leave()
    assert is_gone(folder, one.name, locks=locks)
    assert not is_gone(folder, other.name, locks=locks)
    assert is_gone(folder, "never-was", locks=locks)
    other.leave()
    assert list(folder.iterdir()) == []


@both
def test_a_sweep_takes_the_dead_and_leaves_the_living(tmp_path: Path, *, locks: bool) -> None:
    living = Presence(tmp_path, locks=locks)
    dead = tmp_path / "dead"
    dead.touch()
    long_ago = time.time() - SILENT_S - 60
    os.utime(dead, (long_ago, long_ago))
    sweep(tmp_path, locks=locks)
    assert [file.name for file in tmp_path.iterdir()] == [living.name]
    living.leave()


def test_without_locks_silence_is_death_and_a_beat_is_life(tmp_path: Path) -> None:
    presence = Presence(tmp_path, locks=False)
    long_ago = time.time() - SILENT_S - 60
    os.utime(tmp_path / presence.name, (long_ago, long_ago))
    assert is_gone(tmp_path, presence.name, locks=False)
    presence.beat()
    assert not is_gone(tmp_path, presence.name, locks=False)
    sweep(tmp_path, locks=False)
    (tmp_path / presence.name).unlink()
    presence.beat()
    assert not is_gone(tmp_path, presence.name, locks=False)
    presence.leave()


@pytest.mark.skipif(not LOCKS, reason="no locks on this system")
def test_with_locks_the_silent_live(tmp_path: Path) -> None:
    presence = Presence(tmp_path)
    os.utime(tmp_path / presence.name, (0, 0))
    presence.beat()
    assert not is_gone(tmp_path, presence.name)
    presence.leave()
