"""Five ways of paging: whole, refused, interrupted, and on lists that change while being read."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohere_tui.errors import Forbidden
from cohere_tui.services.paging import Page, Pages, by_offset, by_token
from tests.services.lists import OFFSETS, SIZE, WAYS, Shelf, Thing, served
from tests.until import until

if TYPE_CHECKING:
    from collections.abc import Iterable

every_way = pytest.mark.parametrize("way", WAYS)
both_offsets = pytest.mark.parametrize("way", OFFSETS)


def named(count: int) -> list[str]:
    return [f"t{number}" for number in range(count)]


def ids(things: Iterable[Thing]) -> list[str]:
    return [thing.id for thing in things]


@every_way
@pytest.mark.parametrize("count", range(3 * SIZE + 2))
async def test_a_list_of_any_length_is_read_whole(way: str, count: int) -> None:
    shelf = Shelf(way, named(count))
    async with served(shelf) as pages:
        assert ids(await pages.all()) == named(count)
        assert pages.count.ended
        assert pages.count.known == count
        assert [page async for page in pages] == []


@every_way
async def test_nothing_is_asked_for_before_it_is_wanted(way: str) -> None:
    shelf = Shelf(way, named(7))
    async with served(shelf) as pages:
        assert shelf.queries == []
        await anext(pages)
        assert len(shelf.queries) == 1


@every_way
async def test_what_is_known_so_far(way: str) -> None:
    shelf = Shelf(way, named(7))
    async with served(shelf) as pages:
        assert str(pages.count) == ""
        await anext(pages)
        assert (
            str(pages.count)
            == {
                "whole": "7",
                "offset": "first 3, more below",
                "token": "first 3, more below",
                "offset and total": "3 of 7",
                "token and total": "3 of 7",
            }[way]
        )


@every_way
async def test_a_refusal_in_the_middle_loses_nothing(way: str) -> None:
    shelf = Shelf(way, named(7), refusals=1)
    async with served(shelf) as pages:
        with pytest.raises(Forbidden, match="not now"):
            await anext(pages)
        first = await anext(pages)
        shelf.refusals = 1 if way != "whole" else 0
        if way != "whole":
            with pytest.raises(Forbidden):
                await pages.all()
        assert not pages.count.ended or way == "whole"
        assert ids(first + await pages.all()) == named(7)


async def test_one_who_gives_up_costs_no_page() -> None:
    gate = asyncio.Event()
    asked: list[str] = []

    async def fetch(token: str) -> Page[Thing]:
        asked.append(token)
        await gate.wait()
        return Page((Thing(token or "first"),), "second" if not token else "")

    pages = by_token(fetch)
    giving_up = asyncio.ensure_future(anext(pages))
    await until(lambda: asked)
    giving_up.cancel()
    with pytest.raises(asyncio.CancelledError):
        await giving_up
    gate.set()
    assert ids(await pages.all()) == ["first", "second"]
    assert asked == ["", "", "second"]


async def test_two_who_ask_at_once_get_two_pages() -> None:
    shelf = Shelf("token", named(7))
    async with served(shelf) as pages:
        one, two = await asyncio.gather(anext(pages), anext(pages))
        assert sorted(ids(one + two)) == named(6)


async def test_all_stops_where_enough_is_known() -> None:
    shelf = Shelf("token", named(30))
    async with served(shelf) as pages:
        assert len(await pages.all(most=4)) == 6
        assert len(shelf.queries) == 2
        assert not pages.count.ended
        assert len(await pages.all()) == 24


@both_offsets
@pytest.mark.parametrize("removed", [1, 2, 3, 5])
async def test_of_a_list_that_shrinks_nothing_is_missed(way: str, removed: int) -> None:
    shelf = Shelf(way, named(12))

    def shrink(number: int) -> None:
        if number == 3:
            del shelf.ids[:removed]

    shelf.meanwhile = shrink
    async with served(shelf) as pages:
        assert ids(await pages.all()) == named(12)


@both_offsets
async def test_of_a_list_that_loses_what_was_read_last(way: str) -> None:
    shelf = Shelf(way, named(8))

    def shrink(number: int) -> None:
        if number == 2:
            shelf.ids.remove("t2")

    shelf.meanwhile = shrink
    async with served(shelf) as pages:
        assert ids(await pages.all()) == named(8)


@both_offsets
async def test_a_list_that_becomes_empty_ends(way: str) -> None:
    shelf = Shelf(way, named(12))
    shelf.meanwhile = lambda number: shelf.ids.clear() if number == 3 else None
    async with served(shelf) as pages:
        assert ids(await pages.all()) == named(5)
        assert pages.count.ended


@both_offsets
@pytest.mark.parametrize("added", [1, 2, 3, 4])
async def test_of_a_list_that_grows_in_front_nothing_comes_twice(way: str, added: int) -> None:
    shelf = Shelf(way, named(9))

    def grow(number: int) -> None:
        if number == 2:
            shelf.ids[:0] = [f"new{new}" for new in range(added)]

    shelf.meanwhile = grow
    async with served(shelf) as pages:
        found = ids(await pages.all())
        assert len(set(found)) == len(found)
        assert [one for one in found if one.startswith("t")] == named(9)


@both_offsets
async def test_a_server_that_gives_shorter_pages_than_asked_for(way: str) -> None:
    shelf = Shelf(way, named(9), most=1)
    async with served(shelf) as pages:
        found = ids(await pages.all())
        assert found == (named(9) if way == "offset and total" else named(1))


async def test_a_server_that_knows_of_no_offset_is_not_asked_for_ever() -> None:
    things = tuple(Thing(name) for name in named(SIZE))

    async def fetch(offset: int) -> Page[Thing]:
        return Page(things, total=None)

    assert await by_offset(fetch, SIZE).all() == things


async def test_a_list_in_another_order_each_time_is_not_asked_for_ever() -> None:
    asked = 0

    async def fetch(offset: int) -> Page[Thing]:
        nonlocal asked
        asked += 1
        return Page(tuple(Thing(f"{asked}-{name}") for name in named(SIZE)), total=30)

    found = await by_offset(fetch, SIZE).all()
    assert len(set(found)) == len(found)
    assert asked < 60


@pytest.mark.parametrize("circle", [["a", "a"], ["a", "b", "a"], ["a", "b", "c", "b"]])
async def test_tokens_that_go_in_a_circle_end(circle: list[str]) -> None:
    names = iter([*circle, *circle * 20])

    async def fetch(token: str) -> Page[Thing]:
        return Page((Thing(f"after {token}"),), next(names))

    assert len(await by_token(fetch).all()) == len(circle)


class Moving:
    """A list without HTTP around it that is changed by a plan: so many can be tried."""

    def __init__(self, count: int, plan: list[tuple[str, int]], totals: bool) -> None:
        self.ids = named(count)
        self.born = 0
        self.plan = iter(plan)
        self.totals = totals
        self.gone: set[str] = set()

    def pages(self) -> Pages[Thing]:
        return by_offset(self.fetch, SIZE)

    async def fetch(self, offset: int) -> Page[Thing]:
        what, where = next(self.plan, ("", 0))
        if what == "add":
            self.born += 1
            self.ids.insert(0, f"new{self.born}")
        elif what == "remove" and self.ids:
            self.gone.add(self.ids.pop(where % len(self.ids)))
        things = tuple(Thing(one) for one in self.ids[offset : offset + SIZE])
        return Page(things, total=len(self.ids) if self.totals else None)


CHANGES = st.lists(
    st.tuples(st.sampled_from(["add", "remove", ""]), st.integers(0, 30)), max_size=8
)


@settings(max_examples=50)
@given(count=st.integers(0, 20), plan=CHANGES, totals=st.booleans())
async def test_what_stays_is_found_once(
    count: int, plan: list[tuple[str, int]], totals: bool
) -> None:
    moving = Moving(count, plan, totals)
    found = ids(await moving.pages().all())
    assert len(set(found)) == len(found)
    stayed = set(named(count)) - moving.gone
    assert stayed <= set(found)
