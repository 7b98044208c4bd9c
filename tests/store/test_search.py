"""Searching: any text is a query, what is there is found, and the marks are where the words are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cohere_tui.state.turn import Phase
from cohere_tui.store.query import Query
from cohere_tui.store.store import Store
from tests.store.made import SETTINGS, answer, prompt

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from cohere_tui.store.page import Hit


@pytest.fixture(params=[True, False], ids=["index", "no index"])
async def library(request: pytest.FixtureRequest) -> AsyncGenerator[Store, None]:
    """A store that searches with an index, and one that has none."""
    store = await Store.open(None, full_text=request.param)
    yield store
    await store.close()


async def told(store: Store, *texts: str, title: str = "") -> str:
    made = await store.create(SETTINGS, title)
    for text in texts:
        await store.append(made.id, answer(text))
    return made.id


def marked(hits: Sequence[Hit]) -> list[list[str]]:
    return [[hit.snippet[start:end] for start, end in hit.marks] for hit in hits]


async def test_a_hit_says_where_it_is(library: Store) -> None:
    made = await library.create(SETTINGS, "Fruit")
    said = prompt("Which fruit is yellow?", at=3.0)
    await library.append(made.id, prompt("first"))
    await library.append(made.id, said)
    title, hit = await library.search("fruit")
    assert (title.kind, title.entry_id, title.snippet) == ("title", "", "Fruit")
    assert (hit.conversation_id, hit.title, hit.entry_id) == (made.id, "Fruit", said.id)
    assert (hit.kind, hit.at, hit.snippet) == ("prompt", 3.0, "Which fruit is yellow?")
    assert marked([title, hit]) == [["Fruit"], ["fruit"]]
    page = await library.entries(made.id, before=hit.position + 1, limit=1)
    assert page.entries == (said,)


async def test_all_words_must_be_there_and_the_last_may_be_a_beginning(library: Store) -> None:
    await told(library, "the quick brown fox", "the slow brown bear")
    assert len(await library.search("brown")) == 2
    assert len(await library.search("brown qui")) == 1
    assert len(await library.search("BROWN The")) == 2
    assert len(await library.search("quick bear")) == 0


async def test_words_between_quotes_stay_together(library: Store) -> None:
    await told(library, "red green blue", "green red blue")
    assert marked(await library.search('"red green"')) == [["red green"]]
    ((beginning,),) = marked(await library.search('"red gre'))
    assert beginning in {"red gre", "red green"}
    assert len(await library.search('"green" "red"')) == 2


async def test_the_index_ignores_accents_and_case(store: Store) -> None:
    await told(store, "Das Café in ZÜRICH", title="Über Äpfel")
    assert marked(await store.search("cafe zurich")) == [["Café", "ZÜRICH"]]
    assert [c.title for c in await store.conversations(like="apfel")] == ["Über Äpfel"]
    assert [c.title for c in await store.conversations(like="zuri")] == ["Über Äpfel"]
    assert marked(await store.search("apfel")) == [["Äpfel"]]
    assert marked(await store.search("pfel")) == [["pfel"]]


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("富士山は日本で一番高い山です", "日本"),
        ("안녕하세요 세계", "하세요"),
        ("ภาษาไทยไม่มีช่องว่าง", "ไทย"),
        ("write it in C++ or C#", "c++"),
        ("a -> b", "->"),
        ("100 % of it", "%"),
        ("under_score", "_"),
        ("back\\slash", "\\"),
    ],
)
async def test_what_an_index_of_words_cannot_find_is_found(
    library: Store, text: str, typed: str
) -> None:
    await told(library, text, "catalogue of something else")
    assert [hit.snippet for hit in await library.search(typed)] == [text]
    at = text.lower().index(typed)
    assert text[at : at + len(typed)] in marked(await library.search(typed))[0]
    assert len(await library.conversations(like=typed)) == 1


async def test_the_filter_of_the_list_looks_in_titles_and_texts(library: Store) -> None:
    await told(library, "about bananas", title="Yellow things")
    await told(library, "about lemons", title="Sour things")
    await told(library, title="Nothing")

    async def titles(like: str) -> list[str]:
        return [c.title for c in await library.conversations(like=like)]

    assert await titles("things") == ["Sour things", "Yellow things"]
    assert await titles("hing") == ["Nothing", "Sour things", "Yellow things"]
    assert await titles("banan") == ["Yellow things"]
    assert await titles("  ") == ["Nothing", "Sour things", "Yellow things"]
    assert await titles("zebra") == []


async def test_an_answer_is_found_once_it_is_over_and_only_as_it_is_now(library: Store) -> None:
    made = await library.create(SETTINGS)
    turn = answer("papaya", Phase.STREAMING)
    await library.append(made.id, turn)
    assert await library.search("papaya") == ()
    await library.save(made.id, turn.stopped())
    assert len(await library.search("papaya")) == 1
    await library.remove(made.id, [turn.id])
    assert await library.search("papaya") == ()


async def test_a_renamed_conversation_is_found_by_its_new_name_only(library: Store) -> None:
    made = await told(library, title="Quinces")
    await library.rename(made, "Medlars")
    assert await library.conversations(like="quince") == ()
    assert len(await library.conversations(like="medlar")) == 1
    assert [hit.title for hit in await library.search("medlar")] == ["Medlars"]


async def test_a_long_text_is_cut_around_the_find(library: Store) -> None:
    await told(library, "before " * 500 + "needle" + " after" * 500)
    (hit,) = await library.search("needle")
    assert marked([hit]) == [["needle"]]
    assert len(hit.snippet) < 300
    assert hit.snippet.startswith("…")
    assert hit.snippet.endswith("…")


async def test_the_limit_counts_titles_and_entries(library: Store) -> None:
    for _ in range(3):
        await told(library, "kiwi", "kiwi", title="Kiwi")
    assert [hit.kind for hit in await library.search("kiwi", limit=4)] == ["title"] * 3 + ["turn"]
    assert [hit.kind for hit in await library.search("kiwi", limit=2)] == ["title"] * 2


ODD = st.text() | st.text(alphabet='"*()^:-+{}[]\\%_?!~ ANDORNTEAR\0é\ud800日x')


@given(ODD)
@example('"')
@example("AND OR NOT NEAR(")
@example("title: x")
@example("^x -y +z *")
@example("x" * 100_000)
@example("x " * 10_000)
@example('"" "" a')
@example("\ufdd0 \ufdd1")
def test_every_text_makes_a_query(typed: str) -> None:
    for indexed in (True, False):
        query = Query.of(typed, indexed=indexed)
        assert len(query.parts) <= 32
        assert not query.match or indexed


@settings(max_examples=40)
@given(ODD, st.booleans())
@example("AND OR NOT NEAR(", True)
@example("^x -y +z *", True)
@example("x" * 100_000, False)
@example("x " * 10_000, True)
async def test_no_query_is_an_error(typed: str, full_text: bool) -> None:
    store = await Store.open(None, full_text=full_text)
    await told(store, "some text \ufdd0 here", typed, title="Title")
    await store.search(typed)
    await store.conversations(like=typed)
    await store.close()
