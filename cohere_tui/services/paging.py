"""The five ways in which the API pages its lists, behind one (API.md 13 to 18, GAPS 3.25).

Nothing is asked for before it is wanted. A page that fails can be asked for again; what came before
it is kept.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Generic, TypeVar

from cohere_tui.state.count import Count

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

Item = TypeVar("Item")

_PATIENCE = 20
"""How many answers may bring nothing new before a list is taken to be endless or in disorder."""


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One answer of a list method."""

    items: tuple[Item, ...]
    next_token: str = ""
    """What to ask the next page with; empty on the last one, and where pages have no tokens."""
    total: int | None = None
    """How many there are in all; None when the server does not say."""


class Pages(Generic[Item]):
    """The pages of one list. `async for page in pages` asks for one after the other, lazily.

    Iterating raises what the request raises; going on afterwards asks for the same page again, as
    it does when the one who asked was cancelled. Who asks meanwhile waits for the page after it.
    """

    def __init__(self, turn: Callable[[], Awaitable[tuple[Page[Item], bool]]]) -> None:
        """`turn` gives the next page, and whether it is the last."""
        self._turn = turn
        self._one_by_one = asyncio.Lock()
        self._count = Count()

    @property
    def count(self) -> Count:
        """How many there are so far, and in all."""
        return self._count

    def __aiter__(self) -> Pages[Item]:
        return self

    async def __anext__(self) -> tuple[Item, ...]:
        """The next page; it may be empty."""
        async with self._one_by_one:
            count = self._count
            if count.ended:
                raise StopAsyncIteration
            page, ended = await self._turn()
            total = count.total if page.total is None else page.total
            self._count = Count(count.known + len(page.items), total, ended=ended)
            return page.items

    async def all(self, most: int = 10_000) -> tuple[Item, ...]:
        """The items of all pages that are left, but no page once there are `most` of them."""
        found: list[Item] = []
        async for items in self:
            found += items
            if len(found) >= most:
                break
        return tuple(found)


def whole(fetch: Callable[[], Awaitable[Page[Item]]]) -> Pages[Item]:
    """A list that comes in one piece (embed jobs)."""

    async def turn() -> tuple[Page[Item], bool]:
        return await fetch(), True

    return Pages(turn)


def by_token(fetch: Callable[[str], Awaitable[Page[Item]]]) -> Pages[Item]:
    """Each page names the next (models, batches; fine-tunes, which also tell the total)."""
    return Pages(_Tokens(fetch).turn)


def by_offset(
    fetch: Callable[[int], Awaitable[Page[Item]]],
    size: int,
    key: Callable[[Item], object] = attrgetter("id"),
) -> Pages[Item]:
    """Pages of `size` are counted off: until the total (connectors), or a short page (datasets).

    `fetch` asks for up to `size` items from an offset on. Two items are the same one when their
    `key` is.
    """
    return Pages(_Offsets(fetch, size, key).turn)


class _Tokens(Generic[Item]):
    """A list whose pages name each other."""

    def __init__(self, fetch: Callable[[str], Awaitable[Page[Item]]]) -> None:
        self._fetch = fetch
        self._token = ""
        self._met = {""}

    async def turn(self) -> tuple[Page[Item], bool]:
        """The next page, and whether it is the last.

        A server that names a page which was there already would be asked for ever.
        """
        page = await self._fetch(self._token)
        token = self._token = page.next_token
        known = token in self._met
        self._met.add(token)
        return page, known


class _Offsets(Generic[Item]):
    """A list that is counted off, though it may grow and shrink while it is read.

    Each page is asked for from the last item of the one before. What was added since then shows as
    items that were seen already: they are left out. Where nothing on a page was seen, something was
    removed and the list has moved up: it is read again from further ahead, so that none is missed.
    """

    def __init__(
        self,
        fetch: Callable[[int], Awaitable[Page[Item]]],
        size: int,
        key: Callable[[Item], object],
    ) -> None:
        self._fetch = fetch
        self._size = size
        self._key = key
        self._offset = 0
        self._overlaps = False
        self._patience = _PATIENCE
        self._seen: set[object] = set()

    async def turn(self) -> tuple[Page[Item], bool]:
        """The next page, and whether it is the last.

        Patience bounds two things: a server that knows of no offset gives the same page for ever,
        and a list that is in another order each time would be joined for ever.
        """
        page, offset, patience = await self._joined()
        items = page.items
        keys = [self._key(item) for item in items]
        fresh = {key: item for key, item in zip(keys, items, strict=True) if key not in self._seen}
        reached = offset + len(items)
        enough = len(items) < self._size if page.total is None else reached >= page.total
        ended = enough or not items or not (fresh or patience)
        self._seen.update(keys)
        self._patience = patience if fresh else max(0, patience - 1)
        self._overlaps = len(items) > 1
        self._offset = reached - self._overlaps
        return replace(page, items=tuple(fresh.values())), ended

    async def _joined(self) -> tuple[Page[Item], int, int]:
        """A page that goes on where the last one ended, its offset, and the patience left."""
        offset, patience = self._offset, self._patience
        page = await self._fetch(offset)
        while self._overlaps and offset and patience and not self._goes_on(page):
            offset = max(0, offset - self._size)
            patience -= 1
            page = await self._fetch(offset)
        return page, offset, patience

    def _goes_on(self, page: Page[Item]) -> bool:
        return bool(page.items) and self._key(page.items[0]) in self._seen
