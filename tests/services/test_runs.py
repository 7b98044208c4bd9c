from __future__ import annotations

from cohere_tui.services.runs import RunService
from cohere_tui.state.playground.run import KeptRun
from cohere_tui.store.store import Store


async def test_runs_are_kept_listed_brought_back_and_forgotten() -> None:
    store = await Store.open(None)
    service = RunService(store)
    number = await service.keep(KeptRun("rerank", {"query": "q"}, [1], 5.0, 0.1))
    assert [line.id for line in await service.list("rerank")] == [number]
    kept = await service.get(number)
    assert kept is not None
    assert kept.answer == [1]
    await service.remove(number)
    assert await service.list("rerank") == ()
    await store.close()


async def test_drafts_are_of_one_playground_and_damage_is_no_draft() -> None:
    store = await Store.open(None)
    service = RunService(store)
    await service.keep_draft("embed", {"texts": "a\nb"})
    assert await service.draft("embed") == {"texts": "a\nb"}
    assert await service.draft("rerank") == {}
    await store.drafts.keep("playground/rerank", '{"query": 1, "documents": "d"')
    assert await service.draft("rerank") == {}
    await store.drafts.keep("playground/rerank", '{"query": 1, "documents": "d"}')
    assert await service.draft("rerank") == {"documents": "d"}
    await service.keep_draft("embed", {})
    assert await service.draft("embed") == {}
    await store.close()
