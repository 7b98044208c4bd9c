"""The app twice at once, and the app after its own violent end."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from cohere_tui.state.turn import Phase, Turn
from cohere_tui.store.store import Store
from tests.store.made import SETTINGS, answer, grown, prompt
from tests.store.programs import program
from tests.until import PATIENCE_S

if TYPE_CHECKING:
    from pathlib import Path


async def last(store: Store, conversation_id: str) -> Turn:
    entry = (await store.entries(conversation_id)).entries[-1]
    assert isinstance(entry, Turn)
    return entry


async def test_after_kill_9_the_partial_answer_is_there_and_marked(path: Path) -> None:
    async with program("stream", path) as other:
        conversation = await other.line()
        said = [int(await other.line()) for _ in range(20)]
        await other.kill()
    store = await Store.open(path)
    turn = await last(store, conversation)
    assert turn.phase is Phase.INTERRUPTED
    assert len(turn.text) >= said[-1]
    assert turn.text == "word " * (len(turn.text) // 5)
    assert [hit.entry_id for hit in await store.search("word")] == [turn.id]
    assert await store.settle() == 0
    await store.close()


async def test_an_answer_of_a_living_program_is_left_alone(path: Path) -> None:
    store = await Store.open(path)
    async with program("hold", path) as other:
        conversation = await other.line()
        assert await store.changed_elsewhere()
        assert not await store.changed_elsewhere()
        third = await Store.open(path)
        assert await third.settle() == 0
        for reader in (store, third):
            turn = await last(reader, conversation)
            assert (turn.phase, turn.text) == (Phase.STREAMING, "half an answer")
        await third.close()
        await other.go_on()
        assert await other.line() == "saved"
        assert await store.changed_elsewhere()
        assert (await last(store, conversation)).text == "half an answer and more"
        await other.kill()
        assert await store.settle() == 1
        turn = await last(store, conversation)
        assert (turn.phase, turn.text) == (Phase.INTERRUPTED, "half an answer and more")
    await store.close()


async def test_our_own_running_answer_is_left_alone(store: Store, path: Path) -> None:
    made = await store.create(SETTINGS)
    turn = answer("", Phase.WAITING)
    await store.append(made.id, turn)
    assert await store.settle() == 0
    other = await Store.open(path)
    assert (await last(other, made.id)).phase is Phase.WAITING
    await other.close()
    await store.save(made.id, grown(turn, "goes on"))
    assert (await last(store, made.id)).phase is Phase.STREAMING


async def test_an_answer_left_running_by_a_closed_store_is_interrupted(path: Path) -> None:
    store = await Store.open(path)
    made = await store.create(SETTINGS)
    await store.append(made.id, answer("", Phase.WAITING))
    await store.append(made.id, answer("done"))
    await store.close()
    store = await Store.open(path)
    waiting, done = (await store.entries(made.id)).entries
    assert isinstance(waiting, Turn)
    assert isinstance(done, Turn)
    assert (waiting.phase, done.phase) == (Phase.INTERRUPTED, Phase.DONE)
    await store.close()


async def test_several_programs_and_stores_write_at_once(path: Path) -> None:
    async def write(store: Store) -> str:
        made = await store.create(SETTINGS, "Here")
        await asyncio.gather(*(store.append(made.id, prompt(str(n))) for n in range(50)))
        return made.id

    async with program("many", path) as one, program("many", path) as other:
        stores = await asyncio.gather(*(Store.open(path, patience_s=PATIENCE_S) for _ in range(3)))
        await asyncio.gather(*(write(store) for store in stores))
        for each in (one, other):
            await each.line()
            assert await each.ended() == 0
    for store in stores:
        listed = await store.conversations()
        assert sorted(c.title for c in listed) == ["Here", "Here", "Here", "Many", "Many"]
        assert {c.messages for c in listed} == {50}
        assert await store.changed_elsewhere()
        await store.close()


async def test_both_see_what_the_other_does(store: Store, path: Path) -> None:
    other = await Store.open(path)
    made = await other.create(SETTINGS, "Theirs")
    assert await store.changed_elsewhere()
    await store.append(made.id, prompt("hello from here"))
    assert not await store.changed_elsewhere()
    assert await other.changed_elsewhere()
    assert [hit.title for hit in await other.search("hello")] == ["Theirs"]
    await other.close()
