"""Writes: in order, kept together, never lost by a cancelled caller, never in the way."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from cohere_tui.errors import StoreError, StoreLocked
from cohere_tui.store.store import Store
from tests.store.made import SETTINGS, answer, prompt
from tests.until import PATIENCE_S, until

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path


@asynccontextmanager
async def busy_writer(
    store: Store, *, in_transaction: bool = False
) -> AsyncGenerator[list[str], None]:
    """While inside, the writer's thread is occupied; gives the SQL that it runs afterwards."""
    begun, go_on = threading.Event(), threading.Event()
    statements: list[str] = []

    def wait(connection: sqlite3.Connection) -> None:
        begun.set()
        assert go_on.wait(PATIENCE_S)
        connection.set_trace_callback(statements.append)

    do = store._writer.write if in_transaction else store._writer.ask
    waiting = asyncio.create_task(do(wait))
    assert await asyncio.to_thread(begun.wait, PATIENCE_S)
    try:
        yield statements
    finally:
        go_on.set()
        await waiting


async def queued(store: Store, count: int) -> None:
    await until(lambda: len(store._writer._asked) == count)


async def prompts(store: Store) -> set[str]:
    return set(await store.prompts())


async def test_reading_does_not_wait_for_writing(store: Store) -> None:
    made = await store.create(SETTINGS, "There")
    await store.append(made.id, prompt("before"))
    async with busy_writer(store, in_transaction=True):
        assert [c.title for c in await store.conversations()] == ["There"]
        assert len((await store.entries(made.id)).entries) == 1
        assert len(await store.search("before")) == 1


async def test_writes_that_wait_together_are_kept_by_one_commit(store: Store) -> None:
    made = await store.create(SETTINGS)
    async with busy_writer(store) as statements:
        tasks = [asyncio.create_task(store.append(made.id, prompt(str(n)))) for n in range(10)]
        await queued(store, 10)
    await asyncio.gather(*tasks)
    assert statements.count("COMMIT") == 1
    page = await store.entries(made.id)
    assert [e.text for e in page.entries] == [str(n) for n in range(10)]  # type: ignore[union-attr]


async def test_a_write_that_fails_takes_no_other_with_it(store: Store) -> None:
    made = await store.create(SETTINGS)
    async with busy_writer(store):
        good = asyncio.create_task(store.append(made.id, prompt("one")))
        bad = asyncio.create_task(store.append("nobody", prompt("two")))
        other = asyncio.create_task(store.append(made.id, prompt("three")))
        await queued(store, 3)
    await asyncio.gather(good, other)
    with pytest.raises(StoreError, match="no longer there"):
        await bad
    assert await prompts(store) == {"one", "three"}


async def test_a_bug_reaches_who_asked_and_leaves_the_writer_alive(store: Store) -> None:
    made = await store.create(SETTINGS)

    def bug(connection: sqlite3.Connection) -> int:
        connection.execute("DELETE FROM conversation")
        return 1 // 0

    def misuse(connection: sqlite3.Connection) -> None:
        connection.execute("SELECT ?", ())

    with pytest.raises(ZeroDivisionError):
        await store._writer.write(bug)
    with pytest.raises(sqlite3.ProgrammingError):
        await store._writer.write(misuse)
    await store.append(made.id, prompt("still here"))
    assert await prompts(store) == {"still here"}


async def test_a_cancelled_caller_does_not_lose_the_write(store: Store) -> None:
    made = await store.create(SETTINGS)
    async with busy_writer(store):
        task = asyncio.create_task(store.append(made.id, prompt("kept")))
        await queued(store, 1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    await store.append(made.id, prompt("next"))
    assert await prompts(store) == {"kept", "next"}


async def test_a_failing_write_of_a_cancelled_caller_is_quiet(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    async with busy_writer(store):
        task = asyncio.create_task(store.append("nobody", prompt("lost")))
        await queued(store, 1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    await store.create(SETTINGS)
    assert caplog.records == []


async def test_closing_writes_what_waits(path: Path) -> None:
    store = await Store.open(path)
    made = await store.create(SETTINGS)
    async with busy_writer(store):
        tasks = [asyncio.create_task(store.append(made.id, prompt(str(n)))) for n in range(5)]
        await queued(store, 5)
        closing = asyncio.create_task(store.close())
        await until(lambda: store._writer._ended)
        closing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await closing
    await asyncio.gather(*tasks)
    again = await Store.open(path)
    assert await prompts(again) == {"0", "1", "2", "3", "4"}
    await again.close()


def test_what_was_asked_for_is_written_though_the_loop_ended_without_closing(path: Path) -> None:
    stores: list[Store] = []

    async def abandon() -> None:
        store = await Store.open(path)
        stores.append(store)
        made = await store.create(SETTINGS)
        begun, go_on = threading.Event(), threading.Event()

        def wait(_: sqlite3.Connection) -> None:
            begun.set()
            assert go_on.wait(PATIENCE_S)

        blocked = asyncio.create_task(store._writer.write(wait))
        assert await asyncio.to_thread(begun.wait, PATIENCE_S)
        task = asyncio.create_task(store.append(made.id, prompt("kept")))
        await queued(store, 1)
        for each in (task, blocked):
            each.cancel()
        await asyncio.gather(task, blocked, return_exceptions=True)
        go_on.set()

    async def look() -> None:
        await stores[0]._writer.ask(lambda _: None)
        assert await prompts(stores[0]) == {"kept"}
        await stores[0].close()

    asyncio.run(abandon())
    asyncio.run(look())


async def test_waiting_writes_fail_together_when_the_file_stays_locked(path: Path) -> None:
    store = await Store.open(path, patience_s=0.05)
    made = await store.create(SETTINGS)
    other = sqlite3.connect(path, isolation_level=None)
    async with busy_writer(store) as statements:
        other.execute("BEGIN IMMEDIATE")
        tasks = [asyncio.create_task(store.append(made.id, answer(str(n)))) for n in range(3)]
        await queued(store, 3)
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(result) for result in results] == [StoreLocked] * 3
    assert statements == ["BEGIN IMMEDIATE"]
    other.close()
    await store.append(made.id, answer("after"))
    await store.close()
