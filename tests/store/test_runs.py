from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohere_tui.errors import StoreError
from cohere_tui.state.playground.run import KeptRun
from cohere_tui.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def run(playground: str = "embed", at: float = 1.0, **values: str) -> KeptRun:
    return KeptRun(playground, values, {"embeddings": [[0.5, -1]]}, at, 0.25, 2, "half", "home")


async def test_a_run_comes_back_as_it_was(path: Path) -> None:
    store = await Store.open(path)
    number = await store.runs.keep(run(texts="one\ntwo"))
    await store.close()
    again = await Store.open(path)
    kept = await again.runs.get(number)
    assert kept is not None
    assert kept.id == number
    assert (kept.values, kept.answer, kept.took_s) == (
        {"texts": "one\ntwo"}, {"embeddings": [[0.5, -1]]}, 0.25
    )  # fmt: skip
    assert (kept.requests, kept.trouble, kept.profile) == (2, "half", "home")
    await again.close()


async def test_a_run_that_goes_on_takes_the_place_of_what_was_kept_of_it(path: Path) -> None:
    store = await Store.open(path)
    number = await store.runs.keep(run(texts="one"))
    other = await store.runs.keep(run(at=2.0, texts="two"))
    whole = replace(run(texts="one"), id=number, answer=[1, 2], trouble="")
    assert await store.runs.keep(whole) == number
    assert await store.runs.get(number) == whole
    assert [one.id for one in await store.runs.list("embed")] == [other, number]
    # Forgotten meanwhile: what comes is kept all the same.
    await store.runs.remove(number)
    assert await store.runs.keep(whole) == number
    await store.close()


@settings(max_examples=25)
@given(st.dictionaries(st.text(), st.text()), JSON)
async def test_any_values_and_any_answer_come_back(values: dict[str, str], answer: object) -> None:
    store = await Store.open(None)
    number = await store.runs.keep(KeptRun("embed", values, answer, 1.0, 0.1))
    kept = await store.runs.get(number)
    assert kept is not None
    assert (kept.values, kept.answer) == (values, answer)
    await store.close()


async def test_the_list_is_of_one_playground_newest_first_with_long_fields_cut() -> None:
    store = await Store.open(None)
    for at in (2.0, 3.0, 1.0):
        await store.runs.keep(run(at=at, model="m", texts="x" * 100_000))
    await store.runs.keep(run("rerank", at=9))
    lines = await store.runs.list("embed")
    assert [line.at for line in lines] == [3.0, 2.0, 1.0]
    assert lines[0].model == "m"
    assert len(lines[0].values["texts"]) == 200
    assert len(await store.runs.list("embed", limit=2)) == 2
    await store.close()


async def test_what_was_removed_is_gone_and_its_number_is_not_given_again() -> None:
    store = await Store.open(None)
    number = await store.runs.keep(run())
    await store.runs.remove(number)
    await store.runs.remove(number)
    assert await store.runs.get(number) is None
    assert await store.runs.keep(run()) > number
    await store.close()


@pytest.mark.parametrize("damage", [b"", b"no zlib", "text", b"x\x9c\x03\x00\x00\x00\x00\x01"])
async def test_a_damaged_answer_is_told_and_the_list_still_stands(
    path: Path, damage: object
) -> None:
    store = await Store.open(path)
    number = await store.runs.keep(run(texts="one"))
    with sqlite3.connect(path) as other:
        other.execute("UPDATE run SET answer = ?, brief = '[', fields = '3'", (damage,))
    other.close()
    with pytest.raises(StoreError, match="damaged"):
        await store.runs.get(number)
    assert [line.values for line in await store.runs.list("embed")] == [{}]
    await store.close()


async def test_a_store_in_memory_hands_its_runs_over(path: Path) -> None:
    store, heir = await Store.open(None), await Store.open(path)
    await store.runs.keep(run(texts="one"))
    await store.hand_over(heir)
    assert [line.values["texts"] for line in await heir.runs.list("embed")] == ["one"]
    await store.close()
    await heir.close()
