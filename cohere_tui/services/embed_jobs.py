"""Embed jobs (API.md 15)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from cohere_tui.client.paths import path_of
from cohere_tui.models.embed_jobs import EmbedJob, EmbedJobCreated, EmbedJobs
from cohere_tui.services.paging import Page, Pages, whole
from cohere_tui.services.reading import read
from cohere_tui.services.watching import Look, watch

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

    from cohere_tui.client.client import Client
    from cohere_tui.models.embed_jobs import EmbedJobRequest

_JOBS = "/v1/embed-jobs"


class EmbedJobService:
    """Creates jobs, looks at them and cancels them.

    All raise a `RequestError` when refused. `pause` is how to wait between looks.
    """

    def __init__(
        self, client: Client, *, pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._client = client
        self._pause = pause

    def list(self) -> Pages[EmbedJob]:
        """Every job; the server sends them in one piece."""
        return whole(self._all)

    async def get(self, job_id: str) -> EmbedJob:
        """One job."""
        return read(EmbedJob, await self._client.get(path_of(f"{_JOBS}/{{}}", job_id)))

    async def create(self, request: EmbedJobRequest) -> EmbedJobCreated:
        """Start a job. When the line breaks after it was sent, the error says so."""
        answer = await self._client.post(_JOBS, request.to_wire(), creates=True)
        return read(EmbedJobCreated, answer)

    async def cancel(self, job_id: str) -> None:
        """Ask the server to end a job. What is finished is billed; there is no partial result.

        It changes something: a read-only profile refuses it, and it is not sent twice unasked.
        """
        await self._client.post(path_of(f"{_JOBS}/{{}}/cancel", job_id), creates=True)

    def watch(self, job_id: str) -> AsyncGenerator[Look[EmbedJob], None]:
        """Look at a job again and again until it is over."""
        return watch(lambda: self.get(job_id), lambda job: job.over, pause=self._pause)

    async def _all(self) -> Page[EmbedJob]:
        return Page(read(EmbedJobs, await self._client.get(_JOBS)).embed_jobs)
