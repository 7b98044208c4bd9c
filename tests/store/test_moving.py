"""What a store in memory holds, in a store on the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.store.store import Store
from tests.store.made import SETTINGS, answer, prompt

if TYPE_CHECKING:
    from pathlib import Path


async def test_all_is_handed_over_as_it_is_and_only_once(path: Path) -> None:
    memory = await Store.open(None)
    made = await memory.create(SETTINGS, "Mills")
    await memory.append(made.id, prompt("when?"))
    await memory.append(made.id, answer("in 1801"))
    await memory.drafts.keep(made.id, "and then")
    gone = await memory.create(SETTINGS, "Gone")
    await memory.delete(gone.id)
    disk = await Store.open(path)
    there = await disk.create(SETTINGS, "There before")
    for _ in range(2):
        await memory.hand_over(disk)
    assert {one.title for one in await disk.conversations()} == {"Mills", "There before"}
    moved = await disk.conversation(made.id)
    assert moved == await memory.conversation(made.id)
    assert moved is not None
    assert moved.messages == 2
    assert await disk.entries(made.id) == await memory.entries(made.id)
    assert await disk.drafts.get(made.id) == "and then"
    assert [hit.conversation_id for hit in await disk.search("1801")] == [made.id]
    await disk.restore(gone.id)
    await disk.append(made.id, prompt("why?"))
    assert len((await disk.entries(made.id)).entries) == 3
    assert (await disk.entries(there.id)).entries == ()
    await memory.close()
    await disk.close()
