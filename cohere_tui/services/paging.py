"""The five ways in which the API pages its lists, behind one (API.md 13 to 18, GAPS 3.25).

Nothing is asked for before it is wanted. A page that fails can be asked for again; what came before
it is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from cohere_tui.state.count import Count

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One answer of a list method."""

    items: tuple[Item, ...]
    next_token: str = ""
    """What to ask the next page with; empty on the last one, and where pages have no tokens."""
    total: int | None = None
    """How many there are in all; None when the server does not say."""


@dataclass(frozen=True, slots=True)
class _Next:
    """The page to ask for next."""

    token: str = ""
    offset: int = 0


class Pages(Generic[Item]):
    """The pages of one list. `async for page in pages` asks for one after the other, lazily.

    Iterating raises what the request raises; going on afterwards asks for the same page again.
    """

    def __init__(
        self,
        fetch: Callable[[_Next], Awaitable[Page[Item]]],
        follow: Callable[[_Next, Page[Item]], _Next | None],
    ) -> None:
        self._fetch = fetch
        self._follow = follow
        self._next: _Next | None = _Next()
        self._known = 0
        self._total: int | None = None

    @property
    def count(self) -> Count:
        """How many there are so far, and in all."""
        return Count(self._known, self._total, ended=self._next is None)

    def __aiter__(self) -> Pages[Item]:
        return self

    async def __anext__(self) -> tuple[Item, ...]:
        """The next page; it may be empty."""
        if self._next is None:
            raise StopAsyncIteration
        page = await self._fetch(self._next)
        self._known += len(page.items)
        self._total = page.total if page.total is not None else self._total
        self._next = self._follow(self._next, page)
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
    return Pages(lambda _: fetch(), lambda _, __: None)


def by_token(fetch: Callable[[str], Awaitable[Page[Item]]]) -> Pages[Item]:
    """Each page names the next (models, batches; fine-tunes, which also tell the total)."""

    def follow(now: _Next, page: Page[Item]) -> _Next | None:
        # A server that names the same page again would be asked for ever.
        return _Next(page.next_token) if page.next_token not in ("", now.token) else None

    return Pages(lambda now: fetch(now.token), follow)


def by_offset(fetch: Callable[[int], Awaitable[Page[Item]]], size: int) -> Pages[Item]:
    """Pages of `size` are counted off: until the total (connectors), or a short page (datasets)."""

    def follow(now: _Next, page: Page[Item]) -> _Next | None:
        known = now.offset + len(page.items)
        enough = len(page.items) < size if page.total is None else known >= page.total
        return None if enough or not page.items else _Next(offset=known)

    return Pages(lambda now: fetch(now.offset), follow)
