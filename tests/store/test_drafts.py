"""What is written and not yet sent survives, by conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_draft_is_there_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "conversations.db"
    store = await Store.open(path)
    await store.keep_draft("", "half a thou")
    await store.keep_draft("", "half a thought")
    await store.keep_draft("other", "another one")
    await store.close()
    store = await Store.open(path)
    assert await store.draft("") == "half a thought"
    assert await store.draft("other") == "another one"
    assert await store.draft("third") == ""
    await store.close()


async def test_an_empty_draft_is_forgotten() -> None:
    store = await Store.open(None)
    await store.keep_draft("a", "text")
    await store.keep_draft("a", "")
    assert await store.draft("a") == ""
    await store.close()


async def test_half_characters_can_be_kept() -> None:
    store = await Store.open(None)
    await store.keep_draft("a", "broken \ud83d half")
    assert (await store.draft("a")).startswith("broken ")
    await store.close()
