"""Files that cannot be used, and disks that refuse: what is said, and what is kept."""

from __future__ import annotations

import os
import random
import resource
import shutil
import sqlite3
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cohere_tui.errors import (
    StoreCorrupt,
    StoreError,
    StoreLocked,
    StoreNewer,
    StoreReadOnly,
)
from cohere_tui.store.place import set_aside
from cohere_tui.store.schema import STEPS
from cohere_tui.store.store import Store
from tests.store.made import SETTINGS, prompt
from tests.store.programs import program

if TYPE_CHECKING:
    from collections.abc import Iterator


async def filled(path: Path, count: int = 200) -> str:
    """A store with one conversation; gives its id."""
    store = await Store.open(path)
    made = await store.create(SETTINGS, "Filled")
    for number in range(count):
        await store.append(made.id, prompt(f"{number} " + "words " * 100))
    await store.close()
    return made.id


# Reading or writing the file itself is only for when no store has it open: closing it again would
# drop the locks of SQLite in this process.


def content(path: Path) -> bytes:
    return path.read_bytes()


def put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def log_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def run(*command: str) -> int:
    return subprocess.run(command, capture_output=True, check=False).returncode


async def fill_up(store: Store, conversation_id: str) -> int:
    """Append until that fails; gives how many were kept, and lets the error through."""
    kept = 0
    try:
        for _ in range(1000):
            await store.append(conversation_id, prompt("words " * 2000))
            kept += 1
    except StoreReadOnly as error:
        error.add_note(str(kept))
        raise
    return kept


async def test_random_bytes_are_not_touched_and_can_be_moved_aside(path: Path) -> None:
    noise = random.Random(7).randbytes(50_000)
    put(path, noise)
    with pytest.raises(StoreCorrupt) as caught:
        await Store.open(path)
    assert str(path) in caught.value.what
    assert "aside" in caught.value.remedy
    assert content(path) == noise
    moved = await set_aside(path)
    assert content(moved) == noise
    assert moved.parent == path.parent
    store = await Store.open(path)
    await store.create(SETTINGS, "Afresh")
    assert len(await store.conversations()) == 1
    await store.close()


async def test_a_truncated_file_is_not_touched(path: Path) -> None:
    await filled(path)
    whole = content(path)
    put(path, whole[: len(whole) // 2])
    with pytest.raises(StoreCorrupt):
        await Store.open(path)
    assert content(path) == whole[: len(whole) // 2]


async def opened_and_read(path: Path, conversation_id: str) -> None:
    store = await Store.open(path)
    try:
        await store.entries(conversation_id)
    finally:
        await store.close()


async def test_damage_in_the_middle_is_told_when_it_is_met(path: Path) -> None:
    made = await filled(path)
    whole = bytearray(content(path))
    for at in range(4096 * 10, len(whole), 4096):
        whole[at : at + 200] = b"\xa5" * 200
    put(path, bytes(whole))
    with pytest.raises(StoreCorrupt):
        await opened_and_read(path, made)
    assert len(content(path)) == len(whole)


async def test_moving_aside_takes_the_log_along_and_finds_a_free_name(path: Path) -> None:
    moved = set()
    for number in (b"0", b"1", b"2"):
        put(path, number)
        put(log_of(path), b"log " + number)
        target = await set_aside(path)
        assert (content(target), content(log_of(target))) == (number, b"log " + number)
        moved.add(target)
    assert len(moved) == 3
    assert names(path.parent) == sorted(
        file.name for each in moved for file in (each, log_of(each))
    )
    with pytest.raises(StoreError):
        await set_aside(path)


async def test_a_newer_store_is_not_touched(path: Path) -> None:
    await filled(path, 1)
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {len(STEPS) + 3}")
    connection.close()
    before = content(path)
    with pytest.raises(StoreNewer) as caught:
        await Store.open(path)
    assert f"version {len(STEPS) + 3}" in caught.value.what
    assert f"up to {len(STEPS)}" in caught.value.what
    assert content(path) == before


async def test_the_database_of_another_program_is_not_touched(path: Path) -> None:
    put(path, b"")
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    before = content(path)
    with pytest.raises(StoreError, match="another program"):
        await Store.open(path)
    assert content(path) == before


async def test_a_file_that_another_program_holds(path: Path) -> None:
    await filled(path, 1)
    async with program("lock", path) as other:
        assert await other.line() == "locked"
        with pytest.raises(StoreLocked) as caught:
            await Store.open(path, patience_s=0.05)
        assert str(path) in caught.value.what
        await other.go_on()
        assert await other.ended() == 0
    store = await Store.open(path)
    assert len(await store.conversations()) == 1
    await store.close()


async def test_a_write_while_another_program_holds_the_file(path: Path) -> None:
    made = await filled(path, 1)
    store = await Store.open(path, patience_s=0.05)
    async with program("lock", path) as other:
        assert await other.line() == "locked"
        with pytest.raises(StoreLocked) as caught:
            await store.append(made, prompt("refused"))
        assert "not written" in caught.value.kept
        assert len((await store.entries(made)).entries) == 1
        await other.go_on()
        assert await other.ended() == 0
    await store.append(made, prompt("accepted"))
    assert len((await store.entries(made)).entries) == 2
    await store.close()


@pytest.mark.parametrize("place", ["file/x.db", "file/deeper/x.db"])
async def test_a_directory_that_cannot_be_made(tmp_path: Path, place: str) -> None:
    put(tmp_path / "file", b"in the way")
    with pytest.raises(StoreReadOnly) as caught:
        await Store.open(tmp_path / place)
    assert str(tmp_path / place) in caught.value.what
    assert caught.value.remedy


async def test_a_path_that_the_kernel_forbids_even_to_root() -> None:
    with pytest.raises(StoreReadOnly):
        await Store.open(Path("/proc/cohere-tui/conversations.db"))


async def test_a_directory_in_the_place_of_the_file(path: Path) -> None:
    put(path / "file in it", b"")
    with pytest.raises(StoreReadOnly):
        await Store.open(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
async def test_a_directory_without_permission(path: Path) -> None:
    made = await filled(path, 1)
    path.parent.chmod(0o500)
    try:
        with pytest.raises(StoreReadOnly):
            await Store.open(path)
    finally:
        path.parent.chmod(0o700)
    store = await Store.open(path)
    assert len((await store.entries(made)).entries) == 1
    await store.close()


@contextmanager
def file_size_limit(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_disk_that_refuses_more_loses_nothing_that_was_kept(path: Path) -> None:
    made = await filled(path, 1)
    store = await Store.open(path)
    with file_size_limit(300_000):
        with pytest.raises(StoreReadOnly) as caught:
            await fill_up(store, made)
        assert "not written" in caught.value.kept
        kept = 1 + int(caught.value.__notes__[0])
        assert len((await store.entries(made, limit=1000)).entries) == kept
    await store.append(made, prompt("there is room again"))
    assert len((await store.entries(made, limit=1000)).entries) == kept + 1
    await store.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte, where we may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("mounting needs root")
    if run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)):
        pytest.skip("mounting is forbidden here")
    yield place
    assert run("umount", str(place)) == 0


async def test_a_full_disk(small_disk: Path) -> None:
    store = await Store.open(small_disk / "data" / "conversations.db")
    made = await store.create(SETTINGS)
    with pytest.raises(StoreReadOnly, match="disk is full") as caught:
        await fill_up(store, made.id)
    assert "Free some space" in caught.value.remedy
    kept = int(caught.value.__notes__[0])
    assert 0 < len((await store.entries(made.id, limit=1000)).entries) == kept
    await store.close()


async def test_a_disk_that_is_full_from_the_start(small_disk: Path) -> None:
    put(small_disk / "filler", b"x" * (1024 * 1024 - 8192))
    with pytest.raises(StoreReadOnly):
        await Store.open(small_disk / "data" / "conversations.db")
    put(small_disk / "filler", b"")
    store = await Store.open(small_disk / "data" / "conversations.db")
    assert await store.conversations() == ()
    await store.close()


async def test_a_read_only_disk(small_disk: Path) -> None:
    path = small_disk / "data" / "conversations.db"
    await filled(path, 1)
    assert run("mount", "-o", "remount,ro", str(small_disk)) == 0
    before = content(path)
    with pytest.raises(StoreReadOnly):
        await Store.open(path)
    assert content(path) == before
