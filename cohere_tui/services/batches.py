"""Batches (API.md 16)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from cohere_tui.client.paths import path_of
from cohere_tui.models.batches import Batch, BatchAnswer, BatchPage, BatchQuery
from cohere_tui.services.paging import Page, Pages, by_token
from cohere_tui.services.reading import read
from cohere_tui.services.watching import Look, watch

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

    from cohere_tui.client.client import Client
    from cohere_tui.models.batches import BatchRequest

_BATCHES = "/v2/batches"


class BatchService:
    """Creates batches, looks at them and cancels them.

    All raise a `RequestError` when refused. `pause` is how to wait between looks.
    """

    def __init__(
        self, client: Client, *, pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._client = client
        self._pause = pause

    def list(self, query: BatchQuery | None = None) -> Pages[Batch]:
        """The batches of this key, page by page."""
        asked = (query or BatchQuery()).to_wire()

        async def fetch(token: str) -> Page[Batch]:
            answer = await self._client.get(_BATCHES, {**asked, "page_token": token or None})
            page = read(BatchPage, answer)
            return Page(page.batches, page.next_page_token)

        return by_token(fetch)

    async def get(self, batch_id: str) -> Batch:
        """One batch."""
        answer = await self._client.get(path_of(f"{_BATCHES}/{{}}", batch_id))
        return read(BatchAnswer, answer).batch

    async def create(self, request: BatchRequest) -> Batch:
        """Start a batch. When the line breaks after it was sent, the error says so."""
        answer = await self._client.post(_BATCHES, request.to_wire(), creates=True)
        return read(BatchAnswer, answer).batch

    async def cancel(self, batch_id: str) -> None:
        """Ask the server to end a batch that is queued or in progress.

        It changes something: a read-only profile refuses it, and it is not sent twice unasked.
        """
        await self._client.post(path_of(f"{_BATCHES}/{{}}:cancel", batch_id), creates=True)

    def watch(self, batch_id: str) -> AsyncGenerator[Look[Batch], None]:
        """Look at a batch again and again until it is over."""
        return watch(lambda: self.get(batch_id), lambda batch: batch.over, pause=self._pause)
