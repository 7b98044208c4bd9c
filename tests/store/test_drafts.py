"""What is written and not yet sent survives, by conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_draft_is_there_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "conversations.db"
    store = await Store.open(path)
    await store.drafts.keep("", "half a thou")
    await store.drafts.keep("", "half a thought")
    await store.drafts.keep("other", "another one")
    await store.close()
    store = await Store.open(path)
    assert await store.drafts.get("") == "half a thought"
    assert await store.drafts.get("other") == "another one"
    assert await store.drafts.get("third") == ""
    await store.close()


async def test_an_empty_draft_is_forgotten() -> None:
    store = await Store.open(None)
    await store.drafts.keep("a", "text")
    await store.drafts.keep("a", "")
    assert await store.drafts.get("a") == ""
    await store.close()


async def test_half_characters_can_be_kept() -> None:
    store = await Store.open(None)
    await store.drafts.keep("a", "broken \ud83d half")
    assert (await store.drafts.get("a")).startswith("broken ")
    await store.close()
