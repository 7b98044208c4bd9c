"""A list behind HTTP that is paged in any of the five ways, and may change while it is read."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from cohere_tui.client.client import Client
from cohere_tui.client.endpoint import Endpoint
from cohere_tui.client.requests import RequestLog
from cohere_tui.services.paging import Page, Pages, by_offset, by_token, whole
from tests.client.wire import Line, Wire, answer

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

WAYS = ("whole", "offset", "offset and total", "token", "token and total")
OFFSETS = ("offset", "offset and total")
SIZE = 3


@dataclass(frozen=True)
class Thing:
    id: str


@dataclass
class Shelf:
    """A server with one list; its tokens are offsets."""

    way: str
    ids: list[str]
    refusals: int = 0
    """How many of the next requests are refused."""
    most: int = SIZE
    """The longest page it gives."""
    meanwhile: Callable[[int], None] = lambda number: None
    """Called with the number of each request, from 1, before it is answered."""
    queries: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.wire = Wire(self.reply)

    @property
    def client(self) -> Client:
        return Client(Endpoint(self.wire.url, "a-key"), RequestLog())

    async def reply(self, line: Line) -> None:
        query = parse_qs(urlsplit(self.wire.requests[-1].target).query)
        self.queries.append({name: values[0] for name, values in query.items()})
        self.meanwhile(len(self.queries))
        if self.refusals:
            self.refusals -= 1
            await answer(403, {"message": "not now"})(line)
        else:
            await answer(200, self.page(self.queries[-1]))(line)

    def page(self, query: dict[str, str]) -> dict[str, Any]:
        if self.way == "whole":
            return {"things": self.ids}
        start = int(query.get("offset") or query.get("page_token") or 0)
        page: dict[str, Any] = {"things": self.ids[start : start + self.most]}
        if self.way.startswith("token") and start + self.most < len(self.ids):
            page["next_page_token"] = str(start + self.most)
        if self.way.endswith("total"):
            page["total"] = len(self.ids)
        return page

    def pages(self, client: Client) -> Pages[Thing]:
        async def ask(**query: str | int) -> Page[Thing]:
            told = json.loads((await client.get("/things", query)).body)
            things = tuple(Thing(one) for one in told["things"])
            return Page(things, told.get("next_page_token", ""), told.get("total"))

        if self.way == "whole":
            return whole(ask)
        if self.way.startswith("token"):
            return by_token(lambda token: ask(**({"page_token": token} if token else {})))
        return by_offset(lambda offset: ask(offset=offset, limit=SIZE), SIZE)


@asynccontextmanager
async def served(shelf: Shelf) -> AsyncGenerator[Pages[Thing], None]:
    """The pages of `shelf`, over loopback."""
    async with shelf.wire:
        client = shelf.client
        try:
            yield shelf.pages(client)
        finally:
            await client.aclose()
