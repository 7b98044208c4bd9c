"""Migrations: each wholly or not at all, from every earlier version, by several at once."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from cohere_tui.store.connection import connect
from cohere_tui.store.schema import STEPS, index, migrate, version
from cohere_tui.store.store import Store
from tests.store.made import SETTINGS, prompt
from tests.until import PATIENCE_S

if TYPE_CHECKING:
    from pathlib import Path


def tables(connection: sqlite3.Connection) -> set[str]:
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {row[0] for row in rows}


def shape(path: Path) -> list[tuple[str, str]]:
    with closing(connect(path, 1)) as connection:
        return connection.execute(
            "SELECT name, coalesce(sql, '') FROM sqlite_master ORDER BY name"
        ).fetchall()


@pytest.mark.parametrize("earlier", range(len(STEPS) + 1))
async def test_a_store_of_every_earlier_version_is_brought_up_to_date(
    tmp_path: Path, earlier: int
) -> None:
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    with closing(connect(old, 1)) as connection:
        migrate(connection, STEPS[:earlier])
        assert version(connection) == earlier
    for path in (old, new):
        store = await Store.open(path)
        made = await store.create(SETTINGS, "Works")
        await store.append(made.id, prompt("here"))
        assert len(await store.search("here")) == 1
        await store.close()
    assert shape(old) == shape(new)
    with closing(connect(old, 1)) as connection:
        assert version(connection) == len(STEPS)


def test_a_step_that_fails_leaves_nothing_behind(path: Path) -> None:
    path.parent.mkdir()
    steps = ("CREATE TABLE one (x);", "CREATE TABLE two (x);\nCREATE TABLE one (x);")
    with closing(connect(path, 1)) as connection:
        with pytest.raises(sqlite3.OperationalError, match="already exists"):
            migrate(connection, steps)
        assert (version(connection), tables(connection)) == (1, {"one"})
        assert not connection.in_transaction
        migrate(connection, (steps[0], "CREATE TABLE two (x);"))
        assert (version(connection), tables(connection)) == (2, {"one", "two"})


def test_a_step_with_a_trigger_is_one_step(path: Path) -> None:
    path.parent.mkdir()
    step = """
        CREATE TABLE one (x); -- a remark; with a semicolon
        CREATE TRIGGER copy AFTER INSERT ON one WHEN new.x < 3 BEGIN
            INSERT INTO one (x) VALUES (new.x + 1);
            DELETE FROM one WHERE x = 2;
        END;
        """
    with closing(connect(path, 1)) as connection:
        migrate(connection, (step,))
        connection.execute("INSERT INTO one (x) VALUES (1)")
        assert connection.execute("SELECT x FROM one").fetchall() == [(1,)]


async def test_several_open_a_new_store_at_once(path: Path) -> None:
    stores = await asyncio.gather(*(Store.open(path, patience_s=PATIENCE_S) for _ in range(6)))
    await asyncio.gather(*(store.create(SETTINGS, "x") for store in stores))
    for store in stores:
        assert len(await store.conversations()) == 6
        await store.close()


async def test_the_index_catches_up_after_a_program_without_one(path: Path) -> None:
    store = await Store.open(path)
    made = await store.create(SETTINGS, "Pears")
    await store.append(made.id, prompt("conference"))
    await store.close()
    store = await Store.open(path, full_text=False)
    await store.append(made.id, prompt("williams"))
    await store.rename(made.id, "Früchte")
    assert len(await store.search("willi")) == 1
    await store.close()
    store = await Store.open(path)
    assert [hit.snippet for hit in await store.search("willi")] == ["williams"]
    assert [hit.snippet for hit in await store.search("confer")] == ["conference"]
    assert [c.title for c in await store.conversations(like="fruch")] == ["Früchte"]
    assert await store.conversations(like="pears") == ()
    await store.close()
    with closing(connect(path, 1)) as connection:
        assert index(connection)
        for table in ("entry", "conversation"):
            words = f"{table}_words"
            connection.execute(f"INSERT INTO {words} ({words}, rank) VALUES ('integrity-check', 1)")


DAMAGE = [
    "UPDATE entry_words_data SET block = x'cd072cd8be6f9f62ac4c09c2'",
    "UPDATE entry_words_data SET block = x'b2b725541252f10e4ee8b3fb' WHERE id = 10",
    "UPDATE entry_words_data SET block = x'00' WHERE id = 10",
    "DELETE FROM entry_words_data",
    "DELETE FROM entry_words_docsize",
    "DROP TABLE entry_words_data",
    "UPDATE entry_words_config SET v = 9",
    "DELETE FROM conversation_words_data",
]


@pytest.mark.parametrize("damage", DAMAGE)
async def test_a_damaged_index_keeps_nobody_from_writing_or_finding(
    path: Path, damage: str
) -> None:
    store = await Store.open(path)
    made = await store.create(SETTINGS, "Pears")
    for number in range(50):
        await store.append(made.id, prompt(f"pear{number}x"))
    await store.close()
    with closing(connect(path, 1)) as connection:
        connection.execute(damage)
    store = await Store.open(path)
    await store.search("pear")
    await store.conversations(like="pear")
    await store.append(made.id, prompt("another"))
    await store.rename(made.id, "Plums")
    assert len(await store.search("another")) == 1
    assert len((await store.entries(made.id, limit=100)).entries) == 51
    await store.close()
    store = await Store.open(path)
    assert [hit.snippet for hit in await store.search("pear7x")] == ["pear7x"]
    assert [c.title for c in await store.conversations(like="plum")] == ["Plums"]
    await store.close()
