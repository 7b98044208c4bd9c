"""A store that cannot be opened: from a newer version, held, damaged, on a full or forbidden disk.

The app goes on in memory and says so; what was said meanwhile is taken along once the store opens.
"""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING

import pytest

from cohere_tui.config.paths import Paths
from cohere_tui.store.schema import STEPS
from cohere_tui.widgets.confirm import Confirm
from cohere_tui.widgets.header import Header
from tests.store.programs import program
from tests.until import until
from tests.whole.files import content, file_size_limit, names, put, put_directory, remove
from tests.whole.seat import seated

if TYPE_CHECKING:
    from pathlib import Path

    from cohere_tui.sandbox.server import Sandbox
    from tests.whole.seat import Seat

IN_MEMORY = "This session's conversations are kept in memory."
GARBAGE = b"this is no database" * 400


@pytest.fixture
def database() -> Path:
    """Where the conversations are."""
    return Paths.of(os.environ).database


async def said_before() -> None:
    """An earlier session."""
    async with seated() as seat:
        await seat.ask("/echo before")


def set_version(database: Path, version: int) -> None:
    connection = sqlite3.connect(database)
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()


async def works_in_memory(seat: Seat) -> None:
    """The person is told, and goes on as if nothing had happened."""
    await seat.gets_to_see(IN_MEMORY)
    assert seat.chat.query_one(Header).problems == 1
    seat.app.clear_notifications()
    await seat.ask("/echo meanwhile")
    assert seat.turn.text == "meanwhile"
    await until(lambda: len(seat.chat.listed.conversations) == 1)
    await seat.gets_to_see(IN_MEMORY)


async def is_taken_along(seat: Seat, conversations: int) -> None:
    """With the trouble gone, all is on the disk: what was there and what was said meanwhile."""
    await seat.restart()
    await until(lambda: len(seat.chat.listed.conversations) == conversations)
    await until(lambda: not seat.sees(IN_MEMORY))
    await until(lambda: seat.chat.query_one(Header).problems == 0)
    assert "meanwhile" in seat.answers
    await seat.ask("/echo afterwards")
    assert seat.turn.text == "afterwards"


async def is_on_the_disk(conversations: int) -> None:
    """The next start finds everything."""
    async with seated() as seat:
        await until(lambda: len(seat.chat.listed.conversations) == conversations)
        seat.chat.listed.rows.focus()
        await seat.press("enter")
        await until(lambda: "afterwards" in seat.answers)
        await seat.gets_to_read("afterwards")
        assert "meanwhile" in seat.answers


async def test_a_store_from_a_newer_version(sandbox: Sandbox, database: Path) -> None:
    await said_before()
    set_version(database, len(STEPS) + 1)
    before = content(database)
    async with seated() as seat:
        await seat.gets_to_see(f"has version {len(STEPS) + 1}, and this cohere-tui knows")
        await seat.gets_to_see("Update cohere-tui, or point it at another data directory.")
        await works_in_memory(seat)
        assert content(database) == before
        set_version(database, len(STEPS))
        await is_taken_along(seat, 2)
    await is_on_the_disk(2)


@pytest.mark.usefixtures("impatient")
async def test_a_store_that_another_program_holds(sandbox: Sandbox, database: Path) -> None:
    await said_before()
    async with program("lock", database) as other:
        assert await other.line() == "locked"
        async with seated() as seat:
            await seat.gets_to_see("Another program holds")
            await works_in_memory(seat)
            await other.go_on()
            assert await other.ended() == 0
            await is_taken_along(seat, 2)
    await is_on_the_disk(2)


@pytest.mark.usefixtures("impatient")
async def test_a_draft_that_cannot_be_kept_comes_along(sandbox: Sandbox, database: Path) -> None:
    async with seated() as seat:
        await seat.ask("/echo before")
        async with program("lock", database) as other:
            assert await other.line() == "locked"
            await seat.type("half a thought")
            await seat.press("ctrl+n")
            await seat.gets_to_see("Another program")
            assert seat.chat.talk.id == ""
            await until(lambda: seat.chat.composer.draft == "half a thought")
            await other.go_on()
            assert await other.ended() == 0


async def test_a_directory_where_the_store_should_be(sandbox: Sandbox, database: Path) -> None:
    put_directory(database)
    async with seated() as seat:
        await seat.gets_to_see("cannot be opened")
        await works_in_memory(seat)
        remove(database)
        await is_taken_along(seat, 1)
    await is_on_the_disk(1)


async def test_a_file_where_the_directory_should_be(sandbox: Sandbox, database: Path) -> None:
    put(database.parent, b"")
    async with seated() as seat:
        await seat.gets_to_see("cannot be opened")
        await works_in_memory(seat)
        remove(database.parent)
        await is_taken_along(seat, 1)
    await is_on_the_disk(1)


async def test_what_was_said_in_memory_outlives_a_restart_that_does_not_help(
    sandbox: Sandbox, database: Path
) -> None:
    put_directory(database)
    async with seated() as seat:
        await works_in_memory(seat)
        await seat.restart()
        await seat.gets_to_see(IN_MEMORY)
        await until(lambda: len(seat.chat.listed.conversations) == 1)
        seat.app.clear_notifications()
        await seat.ask("/echo afterwards")
        await seat.gets_to_read("meanwhile")


async def test_a_damaged_store_is_set_aside_when_the_person_says_so(
    sandbox: Sandbox, database: Path
) -> None:
    put(database, GARBAGE)
    async with seated() as seat:
        await until(lambda: isinstance(seat.app.screen, Confirm))
        await seat.gets_to_see("is not a database, or is damaged")
        await seat.gets_to_see("/data/cohere-tui/conversations.db")
        await seat.gets_to_see("conversations.aside-")
        await seat.press("y")
        await until(lambda: seat.app.screen is seat.chat)
        await seat.gets_to_see("is now ")
        (aside,) = (name for name in names(database.parent) if ".aside-" in name)
        assert content(database.with_name(aside)) == GARBAGE
        await until(lambda: seat.chat.query_one(Header).problems == 0)
        await seat.ask("/echo meanwhile")
        await seat.ask("/echo afterwards")
    await is_on_the_disk(1)


@pytest.mark.parametrize("keys", [["enter"], ["n"], ["escape"]])
async def test_a_damaged_store_stays_where_it_is_unless_the_person_says_so(
    sandbox: Sandbox, database: Path, keys: list[str]
) -> None:
    put(database, GARBAGE)
    async with seated() as seat:
        await until(lambda: isinstance(seat.app.screen, Confirm))
        await seat.press(*keys)
        await until(lambda: seat.app.screen is seat.chat)
        await works_in_memory(seat)
        assert content(database) == GARBAGE
        assert names(database.parent) == [database.name]
        await seat.command("aside")
        await until(lambda: isinstance(seat.app.screen, Confirm))
        await seat.press("y")
        await until(lambda: seat.app.screen is seat.chat and not seat.sees(IN_MEMORY))
        await seat.gets_to_read("meanwhile")
        await seat.ask("/echo afterwards")
    await is_on_the_disk(1)


async def test_what_is_being_typed_does_not_answer_the_question(
    sandbox: Sandbox, database: Path
) -> None:
    put(database, GARBAGE)
    async with seated(furnished=False) as seat:
        await seat.type("yes, a damaged store, y or n?")
        await until(lambda: seat.furnished)
        await seat.gets_to_see("is not a database, or is damaged")
        await seat.gets_to_see(":aside sets the damaged file aside and begins a new one.")
        assert seat.app.screen is seat.chat
        assert seat.chat.composer.draft == "yes, a damaged store, y or n?"
        assert content(database) == GARBAGE


async def test_what_cannot_be_taken_along_is_kept_where_it_is(
    sandbox: Sandbox, database: Path
) -> None:
    put_directory(database)
    async with seated() as seat:
        await works_in_memory(seat)
        seat.chat.composer.fill("a long prompt " * 30_000)
        await seat.press("enter")
        await until(lambda: len(seat.chat.talk.entries) == 4 and seat.answered)
        remove(database)
        with file_size_limit(300_000):
            await seat.command("restart")
            await seat.gets_to_see("The disk refused to write")
        await seat.ask("/echo more")
        assert seat.turn.text == "more"
        await is_taken_along(seat, 1)
    await is_on_the_disk(1)


async def test_quitting_asks_when_conversations_would_be_lost(
    sandbox: Sandbox, database: Path
) -> None:
    put_directory(database)
    async with seated() as seat:
        await works_in_memory(seat)
        await seat.press("ctrl+q")
        await seat.gets_to_see("They would be lost.")
        await seat.press("escape")
        await seat.ask("/echo still here")
        assert seat.turn.text == "still here"


async def test_quitting_does_not_ask_when_nothing_would_be_lost(
    sandbox: Sandbox, database: Path
) -> None:
    put_directory(database)
    async with seated() as seat:
        await seat.gets_to_see(IN_MEMORY)
        await seat.press("ctrl+q")
        await until(lambda: not seat.app.is_running)


async def test_quitting_while_the_store_is_waited_for(sandbox: Sandbox, database: Path) -> None:
    await said_before()
    async with program("lock", database) as other:
        assert await other.line() == "locked"
        async with seated(furnished=False) as seat:
            await seat.type("hello")
            await seat.press("ctrl+q")
            await until(lambda: not seat.app.is_running)
