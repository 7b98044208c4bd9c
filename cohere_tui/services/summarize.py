"""Summaries of texts (API.md 12.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.models.summarize import SummarizeResponse
from cohere_tui.services.reading import read

if TYPE_CHECKING:
    from cohere_tui.client.client import Client
    from cohere_tui.models.summarize import SummarizeRequest


class SummarizeService:
    """Summarizes."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def summarize(self, request: SummarizeRequest) -> SummarizeResponse:
        """`POST /v1/summarize`. Raises a `RequestError` when the server cannot do it."""
        return read(SummarizeResponse, await self._client.post("/v1/summarize", request.to_wire()))
