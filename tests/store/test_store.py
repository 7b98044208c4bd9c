"""Conversations and their entries, as the services see them."""

from __future__ import annotations

import sqlite3
import stat
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from cohere_tui.errors import StoreError
from cohere_tui.state.conversation import Settings
from cohere_tui.state.turn import Phase, Prompt, ToolResult, Turn
from cohere_tui.store.page import Page
from cohere_tui.store.reading import PAGE_CHARACTERS
from cohere_tui.store.store import PURGE_AFTER_S, Store
from tests.store.made import SETTINGS, answer, grown, prompt

if TYPE_CHECKING:
    from pathlib import Path

    from cohere_tui.state.turn import Entry


class Clock:
    """Time that stands still until it is told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


async def texts(store: Store, conversation_id: str) -> list[str]:
    page = await store.entries(conversation_id)
    return [e.content if isinstance(e, ToolResult) else e.text for e in page.entries]


async def titles(store: Store, like: str = "") -> list[str]:
    return [c.title for c in await store.conversations(like=like)]


async def test_a_conversation_comes_back_after_a_restart(path: Path) -> None:
    first = await Store.open(path)
    made = await first.create(SETTINGS, "Fruit")
    said = prompt("Which fruit is yellow?", at=5.5)
    told = answer("A **banana**.")
    gave = ToolResult(call_id="c1", content="banana", at=7.0)
    for entry in (said, told, gave):
        await first.append(made.id, entry)
    await first.close()
    second = await Store.open(path)
    (listed,) = await second.conversations()
    assert (listed.id, listed.title, listed.settings, listed.messages) == (
        made.id,
        "Fruit",
        SETTINGS,
        3,
    )
    page = await second.entries(made.id)
    assert page == Page(entries=(said, told, gave), settings=(SETTINGS,) * 3, first=1, more=False)
    await second.close()


async def test_only_the_owner_can_read_what_is_kept(path: Path) -> None:
    store = await Store.open(path)
    await store.create(SETTINGS)
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert modes == {
        "conversations.db": 0o600,
        "conversations.db-wal": 0o600,
        "conversations.db-shm": 0o600,
        "conversations.db.writers": 0o700,
    }
    (sign,) = (path.parent / "conversations.db.writers").iterdir()
    assert stat.S_IMODE(sign.stat().st_mode) == 0o600
    await store.close()
    assert {file.name for file in path.parent.iterdir()} == {
        "conversations.db",
        "conversations.db.writers",
    }
    assert not sign.exists()


async def test_pages_go_backwards_through_a_conversation(store: Store) -> None:
    made = await store.create(SETTINGS)
    for number in range(7):
        await store.append(made.id, prompt(str(number)))
    last = await store.entries(made.id, limit=3)
    middle = await store.entries(made.id, before=last.first, limit=3)
    oldest = await store.entries(made.id, before=middle.first, limit=3)
    pages = [[e.text for e in p.entries if isinstance(e, Prompt)] for p in (oldest, middle, last)]
    assert pages == [["0"], ["1", "2", "3"], ["4", "5", "6"]]
    assert [p.more for p in (oldest, middle, last)] == [False, True, True]
    assert await store.entries(made.id, before=oldest.first) == Page()
    assert await store.entries("nobody") == Page()


async def test_a_page_of_giants_is_shorter_and_says_that_there_is_more(store: Store) -> None:
    made = await store.create(SETTINGS)
    giant = "x" * (PAGE_CHARACTERS // 2 + 1)
    for number in range(4):
        await store.append(made.id, prompt(f"{number}{giant}"))
    last = await store.entries(made.id)
    assert (len(last.entries), last.more) == (2, True)
    first = await store.entries(made.id, before=last.first)
    assert (len(first.entries), first.more) == (2, False)


async def test_saving_renews_an_answer_in_its_place(store: Store) -> None:
    made = await store.create(SETTINGS)
    turn = answer("", Phase.WAITING)
    await store.append(made.id, prompt("before"))
    await store.save(made.id, turn)
    await store.append(made.id, prompt("after"))
    turn = grown(turn, "Hello")
    await store.save(made.id, turn)
    assert await texts(store, made.id) == ["before", "Hello", "after"]
    turn = replace(grown(turn, " you"), phase=Phase.STOPPED)
    await store.save(made.id, turn)
    page = await store.entries(made.id)
    assert page.entries[1] == turn
    assert (await store.conversations())[0].messages == 3


async def test_each_answer_keeps_the_settings_it_was_asked_for_with(store: Store) -> None:
    made = await store.create(SETTINGS)
    turn = answer("one", Phase.STREAMING)
    await store.append(made.id, turn)
    other = Settings(model="command-r7b-12-2024", parameters={"seed": 7})
    await store.change_settings(made.id, other)
    await store.save(made.id, replace(turn, phase=Phase.DONE))
    await store.append(made.id, answer("two"))
    once = Settings(model="c4ai-aya-expanse-32b")
    await store.append(made.id, answer("three"), once)
    page = await store.entries(made.id)
    assert page.settings == (SETTINGS, other, once)
    assert (await store.conversations())[0].settings == other


async def test_the_list_has_the_last_changed_first(path: Path) -> None:
    clock = Clock()
    store = await Store.open(path, now=clock)
    ids = []
    for title in ("a", "b", "c"):
        clock.now += 1
        ids.append((await store.create(SETTINGS, title)).id)
    clock.now += 1
    await store.append(ids[0], prompt("again"))
    assert await titles(store) == ["a", "c", "b"]
    clock.now += 1
    await store.rename(ids[1], "b, renamed")
    assert await titles(store) == ["a", "c", "b, renamed"]
    assert [c.title for c in await store.conversations(limit=1, offset=1)] == ["c"]
    assert [c.updated_at for c in await store.conversations()] == [1004.0, 1003.0, 1002.0]
    await store.close()


async def test_removed_entries_are_gone_and_the_others_stay(store: Store) -> None:
    made = await store.create(SETTINGS)
    entries: list[Entry] = [prompt("one"), answer("two"), prompt("three")]
    for entry in entries:
        await store.append(made.id, entry)
    await store.remove(made.id, [entries[1].id, "nobody"])
    assert await texts(store, made.id) == ["one", "three"]
    await store.append(made.id, answer("four"))
    assert await texts(store, made.id) == ["one", "three", "four"]
    assert (await store.conversations())[0].messages == 3


async def test_delete_can_be_undone_for_thirty_days(path: Path) -> None:
    clock = Clock()
    store = await Store.open(path, now=clock)
    made = await store.create(SETTINGS, "Gone")
    await store.append(made.id, prompt("quince"))
    await store.delete(made.id)
    assert await store.conversations() == ()
    assert await store.conversations(like="quince") == ()
    assert await store.search("quince") == ()
    assert await store.prompts() == ()
    await store.close()
    clock.now += PURGE_AFTER_S
    store = await Store.open(path, now=clock)
    await store.restore(made.id)
    assert await titles(store) == ["Gone"]
    assert await texts(store, made.id) == ["quince"]
    await store.delete(made.id)
    await store.close()
    clock.now += PURGE_AFTER_S + 1
    store = await Store.open(path, now=clock)
    with pytest.raises(StoreError, match="no longer there"):
        await store.restore(made.id)
    await store.close()
    connection = sqlite3.connect(path)
    counts = [
        connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("conversation", "entry", "settings")
    ]
    connection.close()
    assert counts == [0, 0, 0]


async def test_a_system_prompt_shared_by_many_answers_is_kept_once(
    store: Store, path: Path
) -> None:
    long = Settings(model="m", system="x" * 10_000)
    made = await store.create(long)
    for number in range(20):
        await store.append(made.id, answer(str(number)), long)
    await store.close()
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT count(*) FROM settings").fetchone() == (1,)
    connection.close()


async def test_writing_to_a_conversation_that_is_not_there_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="no longer there") as caught:
        await store.append("nobody", prompt("hello"))
    assert "not written" in caught.value.kept
    for refused in (
        store.rename("nobody", "x"),
        store.delete("nobody"),
        store.restore("nobody"),
        store.remove("nobody", ["x"]),
        store.change_settings("nobody", SETTINGS),
    ):
        with pytest.raises(StoreError):
            await refused


async def test_prompts_are_unique_and_newest_first(store: Store) -> None:
    one, other = await store.create(SETTINGS), await store.create(SETTINGS)
    for at, (made, text) in enumerate(
        [(one, "a"), (other, "b"), (one, "c"), (other, "a"), (one, "  a\nb ")]
    ):
        await store.append(made.id, prompt(text, at=float(at)))
    await store.append(one.id, answer("not a prompt"))
    assert await store.prompts() == ("  a\nb ", "a", "c", "b")
    assert await store.prompts(limit=2) == ("  a\nb ", "a")


@pytest.mark.parametrize(
    "text",
    ["", "\0 nul \0", "\ud800 lone", "'; DROP TABLE entry; --", "\u202e\x1b[2J", "x" * 5_000_000],
    ids=["empty", "nul", "surrogate", "quotes", "escapes", "5 MB"],
)
async def test_any_text_comes_back_as_it_was(store: Store, text: str) -> None:
    made = await store.create(Settings(system=text), text)
    entries = (prompt(text), answer(text))
    for entry in entries:
        await store.append(made.id, entry)
    found: tuple[object, ...] = ()
    before = None
    while True:
        page = await store.entries(made.id, before=before)
        found = (*page.entries, *found)
        before = page.first
        if not page.more:
            break
    assert found == entries
    assert (await store.conversations())[0].settings.system == text
    assert len(await store.prompts()) == 1


async def test_a_record_that_is_damaged_gives_back_its_text(store: Store, path: Path) -> None:
    made = await store.create(SETTINGS)
    entries: tuple[Entry, Entry, Entry] = (
        prompt("Which fruit?"),
        answer("A banana."),
        ToolResult(call_id="c", content="x"),
    )
    for entry in entries:
        await store.append(made.id, entry)
    await store.close()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE entry SET record = '{'")
    connection.commit()
    connection.close()
    again = await Store.open(path)
    said, told, gave = (await again.entries(made.id)).entries
    await again.close()
    assert isinstance(said, Prompt)
    assert isinstance(told, Turn)
    assert isinstance(gave, ToolResult)
    assert (said.text, told.text) == ("Which fruit?", "A banana.")
    assert [e.id for e in (said, told, gave)] == [e.id for e in entries]
    assert told.phase.over


async def test_in_memory_everything_works_until_it_is_closed() -> None:
    store = await Store.open(None)
    made = await store.create(SETTINGS, "Short-lived")
    await store.append(made.id, prompt("a pear"))
    await store.save(made.id, answer("yes", Phase.STREAMING))
    assert store.path is None
    assert await texts(store, made.id) == ["a pear", "yes"]
    assert [hit.snippet for hit in await store.search("pear")] == ["a pear"]
    assert not await store.changed_elsewhere()
    assert await store.settle() == 0
    await store.close()
    again = await Store.open(None)
    assert await again.conversations() == ()
    await again.close()


async def test_a_closed_store_says_so_and_may_be_closed_again(path: Path) -> None:
    store = await Store.open(path)
    made = await store.create(SETTINGS)
    await store.close()
    await store.close()
    with pytest.raises(StoreError, match="closed"):
        await store.append(made.id, prompt("late"))
    with pytest.raises(StoreError, match="closed"):
        await store.conversations()
