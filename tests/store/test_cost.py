"""What must not grow with what is stored: counted in steps of SQLite, not in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.state.turn import Phase
from tests.store.made import SETTINGS, answer, grown, prompt

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Awaitable, Callable

    from cohere_tui.store.desk import Desk
    from cohere_tui.store.store import Store

_GRAIN = 10


async def steps(desk: Desk, work: Callable[[], Awaitable[object]]) -> int:
    """How many steps SQLite takes for `work`, to the nearest ten."""
    count = 0

    def one() -> int:
        nonlocal count
        count += _GRAIN
        return 0

    def watch(connection: sqlite3.Connection) -> None:
        connection.set_progress_handler(one, _GRAIN)

    def rest(connection: sqlite3.Connection) -> None:
        connection.set_progress_handler(None, _GRAIN)

    await desk.ask(watch)
    await work()
    await desk.ask(rest)
    return count


async def conversation_of(store: Store, count: int) -> str:
    made = await store.create(SETTINGS, f"of {count}")

    def fill(connection: sqlite3.Connection) -> None:
        connection.executemany(
            "INSERT INTO entry (conversation, id, position, kind, at, settings, text, record)"
            " SELECT number, ?, ?, 'prompt', 1.0, settings, 'text', ? FROM conversation"
            " WHERE id = ?",
            [(f"e{n}", n + 1, f'{{"kind":"prompt","id":"e{n}"}}', made.id) for n in range(count)],
        )

    await store._writer.write(fill)
    return made.id


async def test_opening_costs_the_page_and_not_the_conversation(store: Store) -> None:
    short, long = await conversation_of(store, 60), await conversation_of(store, 5000)
    last = await store.entries(long)
    assert [entry.id for entry in last.entries] == [f"e{n}" for n in range(4950, 5000)]
    for_short = await steps(store._reader, lambda: store.entries(short))
    for_long = await steps(store._reader, lambda: store.entries(long))
    in_the_middle = await steps(store._reader, lambda: store.entries(long, before=2500))
    assert for_short > 0
    assert max(for_long, in_the_middle) <= for_short + 2 * _GRAIN


async def test_the_list_costs_its_page_and_not_all_entries(store: Store) -> None:
    for _ in range(30):
        await store.create(SETTINGS)
    before = await steps(store._reader, lambda: store.conversations(limit=20))
    await conversation_of(store, 5000)
    for _ in range(300):
        await store.create(SETTINGS)
    assert before > 0
    after = await steps(store._reader, lambda: store.conversations(limit=20))
    assert after <= before + 2 * _GRAIN


async def test_saving_a_growing_answer_costs_the_same_in_a_long_conversation(
    store: Store,
) -> None:
    async def cost(conversation_id: str) -> int:
        turn = answer("", Phase.WAITING)
        await store.append(conversation_id, turn)
        turn = grown(turn, "words " * 1000)
        await store.save(conversation_id, turn)
        return await steps(store._writer, lambda: store.save(conversation_id, grown(turn, "more")))

    in_short = await cost(await conversation_of(store, 10))
    in_long = await cost(await conversation_of(store, 5000))
    assert in_short > 0
    assert in_long <= in_short * 1.5  # one more level of a tree, where filling is 500 times as much


async def test_opening_the_app_does_not_look_at_every_entry(store: Store) -> None:
    before = await steps(store._writer, store.settle)
    await conversation_of(store, 5000)
    assert await steps(store._writer, store.settle) <= before + 2 * _GRAIN


async def test_recent_prompts_are_found_without_reading_all(store: Store) -> None:
    made = await conversation_of(store, 5000)
    for number in range(30):
        await store.append(made, prompt(f"recent {number}", at=2.0 + number))
    few = await steps(store._reader, lambda: store.prompts(limit=20))
    assert few < 5000
    assert len(await store.prompts(limit=20)) == 20
