"""Disks that are full or read-only, from the start or in the middle of things."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from cohere_tui.config.paths import Paths
from cohere_tui.sandbox.gate import Gate
from cohere_tui.state.turn import Phase
from tests.store.programs import program
from tests.until import until
from tests.whole.conftest import run
from tests.whole.files import content, file_size_limit, names, put, remove
from tests.whole.seat import seated

if TYPE_CHECKING:
    from pathlib import Path

    from cohere_tui.sandbox.server import Sandbox

IN_MEMORY = "This session's conversations are kept in memory."
MEGABYTE = 1024 * 1024


async def test_a_disk_that_is_full_from_the_start(sandbox: Sandbox, small_disk: Path) -> None:
    put(small_disk / "filler", b"x" * (MEGABYTE - 8192))
    async with seated() as seat:
        await seat.gets_to_see(IN_MEMORY)
        await seat.gets_to_see("Free some space")
        await seat.ask("/echo meanwhile")
        remove(small_disk / "filler")
        await seat.restart()
        await until(lambda: not seat.sees(IN_MEMORY))
        await seat.ask("/echo afterwards")
    async with seated() as seat:
        await until(lambda: len(seat.chat.listed.conversations) == 1)


async def test_a_disk_that_is_read_only(sandbox: Sandbox, small_disk: Path) -> None:
    async with seated() as seat:
        await seat.ask("/echo before")
    assert run("mount", "-o", "remount,ro", str(small_disk)) == 0
    before = names(Paths.of(os.environ).data_dir)
    async with seated() as seat:
        await seat.gets_to_see("cannot be ")
        await seat.gets_to_see(IN_MEMORY)
        await seat.ask("/echo meanwhile")
        assert names(Paths.of(os.environ).data_dir) == before
        assert run("mount", "-o", "remount,rw", str(small_disk)) == 0
        await seat.restart()
        await until(lambda: len(seat.chat.listed.conversations) == 2)


async def test_a_disk_that_fills_up_gives_the_prompt_back(
    sandbox: Sandbox, small_disk: Path
) -> None:
    async with seated() as seat:
        await seat.ask("/echo before")
        put(small_disk / "filler", b"")
        fill_up(small_disk / "filler")
        said = "much " * 4_000
        seat.chat.composer.fill(said)
        seat.chat.composer.focus()
        await seat.press("enter")
        await seat.gets_to_see("The disk is full, so that")
        await seat.gets_to_see("some space")
        assert seat.chat.composer.draft.strip() == said.strip()
        remove(small_disk / "filler")
        await seat.press("enter")
        await until(lambda: len(seat.chat.talk.entries) == 4 and seat.answered)
        await until(lambda: not seat.sees("The disk is full"))
    async with seated() as seat:
        await until(lambda: len(seat.chat.listed.conversations) == 1)


async def test_a_disk_that_fills_up_in_the_middle_of_an_answer(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cohere_tui.services.keeping.SAVE_EVERY_S", 0.01)
    sandbox.gate = gate = Gate()
    async with seated() as seat:
        await seat.type("/echo one two three four five six")
        await seat.press("enter")
        gate.let(4)
        await until(lambda: seat.log.count("one") == 2)
        size = len(content(Paths.of(os.environ).database))
        with file_size_limit(min(size, 4096)):
            gate.let(1)
            await seat.gets_to_see("The disk refused to write")
            gate.open()
            await until(lambda: seat.answered)
            assert seat.turn.text == "one two three four five six"
            await seat.press("ctrl+q")
            await seat.gets_to_see("1 answer could not be written down and would be lost.")
            await seat.press("escape")
        await seat.ask("/echo afterwards")
        assert seat.turn.text == "afterwards"
        await until(lambda: not seat.sees("The disk refused"))
    async with seated() as seat:
        await until(lambda: seat.chat.listed.conversations)
        seat.chat.listed.rows.focus()
        await seat.press("enter")
        await until(lambda: seat.answers == ["one two three four five six", "afterwards"])


async def test_quitting_on_a_full_disk_keeps_what_was_kept(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cohere_tui.services.keeping.SAVE_EVERY_S", 0.01)
    async with seated() as seat:
        await seat.ask("/echo before")
        sandbox.gate = gate = Gate()
        await seat.type("/echo one two three")
        await seat.press("enter")
        gate.let(4)
        await until(lambda: seat.log.count("one") == 2)
        size = len(content(Paths.of(os.environ).database))
        with file_size_limit(min(size, 4096)):
            gate.let(1)
            await seat.gets_to_see("The disk refused to write")
            await seat.press("ctrl+q", "y")
            await until(lambda: not seat.app.is_running)
    assert seat.app.return_code == 0
    async with seated() as seat:
        await until(lambda: seat.chat.listed.conversations)
        seat.chat.listed.rows.focus()
        await seat.press("enter")
        await until(lambda: len(seat.answers) == 2)
        assert seat.answers[0] == "before"
        assert seat.answers[1].startswith("one")


@pytest.mark.usefixtures("impatient")
async def test_a_store_that_is_held_for_a_while_loses_nothing(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cohere_tui.services.keeping.SAVE_EVERY_S", 0.01)
    sandbox.gate = gate = Gate()
    async with seated() as seat:
        await seat.type("/echo one two three four five six")
        await seat.press("enter")
        gate.let(4)
        await until(lambda: seat.log.count("one") == 2)
        async with program("lock", Paths.of(os.environ).database) as other:
            assert await other.line() == "locked"
            gate.let(2)
            await seat.gets_to_see("Another program holds")
            await other.go_on()
            assert await other.ended() == 0
        gate.open()
        await until(lambda: seat.answered)
        assert seat.turn.phase is Phase.DONE
    async with seated() as seat:
        await until(lambda: seat.chat.listed.conversations)
        seat.chat.listed.rows.focus()
        await seat.press("enter")
        await until(lambda: seat.chat.talk.entries)
        assert seat.turn.text == "one two three four five six"
        assert seat.turn.phase is Phase.DONE


def fill_up(path: Path) -> None:
    """Leave no room on the disk of `path`."""
    with path.open("ab", buffering=0) as file:
        try:
            while file.write(b"x" * 1024):
                pass
        except OSError:
            return
