"""Fine-tuned models (API.md 18)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from cohere_tui.client.paths import path_of
from cohere_tui.models.finetunes import (
    Event,
    EventPage,
    FinetuneAnswer,
    FinetunedModel,
    FinetunePage,
    StepMetrics,
    StepMetricsPage,
)
from cohere_tui.services.following import Follower
from cohere_tui.services.paging import Page, Pages, by_token
from cohere_tui.services.reading import read
from cohere_tui.services.watching import Look, watch

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

    from cohere_tui.client.client import Client
    from cohere_tui.models.finetunes import FinetuneChanges, FinetuneRequest
    from cohere_tui.state.training import Training

_MODELS = "/v1/finetuning/finetuned-models"
_ONE = f"{_MODELS}/{{}}"
NEWEST_FIRST = "created_at desc"
_LIVE_S = (1.0, 2.0, 3.0, 5.0, 8.0)
"""Between looks at a training: somebody watches its curves grow."""


class FinetuneService:
    """Trains models, looks at them, renames and deletes them.

    All raise a `RequestError` when refused. `pause` is how to wait between looks.
    """

    def __init__(
        self, client: Client, *, pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._client = client
        self._pause = pause

    def list(self, order_by: str = NEWEST_FIRST) -> Pages[FinetunedModel]:
        """The fine-tuned models of the organization, page by page."""

        async def fetch(token: str) -> Page[FinetunedModel]:
            query = {"order_by": order_by or None, "page_token": token or None}
            page = read(FinetunePage, await self._client.get(_MODELS, query))
            return Page(page.finetuned_models, page.next_page_token, page.total_size)

        return by_token(fetch)

    async def get(self, finetune_id: str) -> FinetunedModel:
        """One fine-tuned model."""
        answer = await self._client.get(path_of(_ONE, finetune_id))
        return read(FinetuneAnswer, answer).finetuned_model

    async def create(self, request: FinetuneRequest) -> FinetunedModel:
        """Start a training. When the line breaks after it was sent, the error says so."""
        answer = await self._client.post(_MODELS, request.to_wire(), creates=True)
        return read(FinetuneAnswer, answer).finetuned_model

    async def update(self, finetune_id: str, changes: FinetuneChanges) -> FinetunedModel:
        """Change what `changes` names; the rest stays as it is."""
        answer = await self._client.patch(path_of(_ONE, finetune_id), changes.to_wire())
        return read(FinetuneAnswer, answer).finetuned_model

    async def delete(self, finetune_id: str) -> None:
        """Remove a fine-tuned model."""
        await self._client.delete(path_of(_ONE, finetune_id))

    def events(self, finetune_id: str) -> Pages[Event]:
        """The stages it went through, page by page, newest first."""
        return by_token(lambda token: self._events(finetune_id, token))

    def metrics(self, finetune_id: str) -> Pages[StepMetrics]:
        """What was measured while it trained, page by page."""
        return by_token(lambda token: self._metrics(finetune_id, token))

    def watch(self, finetune_id: str) -> AsyncGenerator[Look[FinetunedModel], None]:
        """Look at a model again and again until it is ready, or never will be."""
        return watch(lambda: self.get(finetune_id), lambda model: model.over, pause=self._pause)

    def follow(self, finetune_id: str) -> AsyncGenerator[Look[Training], None]:
        """The same with its events and measurements, of which only new ones are asked for."""
        follower = Follower(
            lambda: self.get(finetune_id),
            lambda token: self._events(finetune_id, token),
            lambda token: self._metrics(finetune_id, token),
        )
        return watch(
            follower.look, lambda training: training.over, intervals_s=_LIVE_S, pause=self._pause
        )

    async def _events(self, finetune_id: str, token: str) -> Page[Event]:
        path = path_of(f"{_ONE}/events", finetune_id)
        page = read(EventPage, await self._client.get(path, {"page_token": token or None}))
        return Page(page.events, page.next_page_token, page.total_size)

    async def _metrics(self, finetune_id: str, token: str) -> Page[StepMetrics]:
        path = path_of(f"{_ONE}/training-step-metrics", finetune_id)
        page = read(StepMetricsPage, await self._client.get(path, {"page_token": token or None}))
        return Page(page.step_metrics, page.next_page_token)
