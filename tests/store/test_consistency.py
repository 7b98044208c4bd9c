"""Whatever is done in whatever order, the store holds what a list would hold."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st

from cohere_tui.state.turn import Phase, Prompt, Turn
from cohere_tui.store.store import Store
from tests.store.made import SETTINGS, answer, grown, prompt

if TYPE_CHECKING:
    from cohere_tui.state.turn import Entry

WORDS = ("apple", "banana", "cherry", "damson", "elder")

Step: TypeAlias = tuple[str, int, int, str]
"""What to do, in which conversation, with which entry, and a text."""

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["prompt", "answer", "grow", "finish", "again", "remove", "delete", "restore", "rename"]
        ),
        st.integers(0, 1),
        st.integers(0, 9),
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
    ),
    max_size=30,
)


@dataclass
class Talk:
    """A conversation as it ought to be."""

    id: str
    title: str
    entries: list[Entry] = field(default_factory=list)
    deleted: bool = False

    def pick(self, number: int) -> Entry | None:
        return self.entries[number % len(self.entries)] if self.entries else None


async def take(store: Store, talk: Talk, step: Step) -> None:
    what, _, number, text = step
    picked = talk.pick(number)
    if what == "delete":
        await store.delete(talk.id)
        talk.deleted = True
    elif what == "restore":
        await store.restore(talk.id)
        talk.deleted = False
    elif what == "rename":
        await store.rename(talk.id, text)
        talk.title = text
    elif what in {"prompt", "answer"}:
        entry = prompt(text) if what == "prompt" else answer("", Phase.WAITING)
        await store.append(talk.id, entry)
        talk.entries.append(entry)
    elif picked is not None:
        await change(store, talk, picked, what, text)


async def change(store: Store, talk: Talk, picked: Entry, what: str, text: str) -> None:
    at = talk.entries.index(picked)
    if what == "remove":
        await store.remove(talk.id, [picked.id])
        del talk.entries[at]
    elif what == "again":
        await store.append(talk.id, picked)
    elif isinstance(picked, Turn):
        turn = grown(picked, " " + text)
        turn = turn if what == "grow" else replace(turn, phase=Phase.DONE)
        await store.save(talk.id, turn)
        talk.entries[at] = turn


def findable(talks: list[Talk], word: str) -> set[str]:
    return {
        entry.id
        for talk in talks
        if not talk.deleted
        for entry in talk.entries
        if isinstance(entry, Prompt) or (isinstance(entry, Turn) and entry.phase.over)
        if re.search(word, entry.text)
    }


async def compare(store: Store, talks: list[Talk]) -> None:
    listed = {c.id: c for c in await store.conversations()}
    assert set(listed) == {talk.id for talk in talks if not talk.deleted}
    for talk in talks:
        page = await store.entries(talk.id, limit=100)
        assert list(page.entries) == talk.entries
        if not talk.deleted:
            assert listed[talk.id].title == talk.title
            assert listed[talk.id].messages == len(talk.entries)
    for word in WORDS:
        hits = await store.search(word, limit=1000)
        assert {hit.entry_id for hit in hits if hit.entry_id} == findable(talks, word)
        titled = {talk.id for talk in talks if not talk.deleted and word in talk.title}
        assert {hit.conversation_id for hit in hits if not hit.entry_id} == titled


@given(STEPS, st.booleans())
@settings(max_examples=60, deadline=None)
async def test_the_store_holds_what_a_list_would_hold(steps: list[Step], full_text: bool) -> None:
    store = await Store.open(None, full_text=full_text)
    talks = [Talk((await store.create(SETTINGS, "")).id, "") for _ in range(2)]
    for step in steps:
        await take(store, talks[step[1]], step)
    await compare(store, talks)
    await store.close()
