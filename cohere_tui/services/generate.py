"""Going on from a prompt, in one or several ways (API.md 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cohere_tui.models.generate import (
    GenerateEnd,
    GenerateEvent,
    GenerateRequest,
    GenerateResponse,
    read_generate_event,
)
from cohere_tui.services.reading import read
from cohere_tui.services.streaming import events

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator

    from cohere_tui.client.client import Client

_PATH = "/v1/generate"


class GenerateService:
    """Generates; every method raises a `RequestError` when the server cannot do it.

    The hosted API took this method away in 2025 and answers with an error that says so.
    """

    def __init__(self, client: Client) -> None:
        self._client = client

    async def generate(self, request: GenerateRequest) -> GenerateResponse:
        """All generations in one piece."""
        return read(GenerateResponse, await self._client.post(_PATH, _body(request, stream=False)))

    def generate_stream(self, request: GenerateRequest) -> AsyncGenerator[GenerateEvent, None]:
        """Event by event; `Generations.apply` folds them. See `streaming.events`.

        Raises `RequestInvalid` where likelihoods are asked for, which no stream has.
        """
        body = _body(request, stream=True)
        return events(self._client, _PATH, body, read_generate_event, _events_of)


def _body(request: GenerateRequest, *, stream: bool) -> dict[str, Any]:
    return GenerateRequest.of({**request.to_wire(), "stream": stream}).to_wire()


def _events_of(data: str) -> Iterator[GenerateEvent]:
    """A plain answer is what a stream ends with."""
    yield GenerateEnd(response=GenerateResponse.read(data))
