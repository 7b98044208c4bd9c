"""Texts as tokens, and back (API.md 12.3, 12.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.models.tokenize import DetokenizeResponse, TokenizeResponse
from cohere_tui.services.reading import read

if TYPE_CHECKING:
    from cohere_tui.client.client import Client
    from cohere_tui.models.tokenize import DetokenizeRequest, TokenizeRequest


class TokenizeService:
    """Asks the server, which alone knows the texts of the tokens (GAPS 1.4).

    Every method raises a `RequestError` when the server cannot do it.
    """

    def __init__(self, client: Client) -> None:
        self._client = client

    async def tokenize(self, request: TokenizeRequest) -> TokenizeResponse:
        """`POST /v1/tokenize`: the ids and the texts of the tokens."""
        return read(TokenizeResponse, await self._client.post("/v1/tokenize", request.to_wire()))

    async def detokenize(self, request: DetokenizeRequest) -> DetokenizeResponse:
        """`POST /v1/detokenize`: the text of tokens."""
        answer = await self._client.post("/v1/detokenize", request.to_wire())
        return read(DetokenizeResponse, answer)
