"""Documents by how well they answer a query (API.md 9)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from cohere_tui.models.rerank import RerankRequest, RerankResponse
from cohere_tui.services.reading import read
from cohere_tui.services.splitting import (
    AT_ONCE,
    Merged,
    Parts,
    in_parts,
    split_inputs,
    told_together,
)
from cohere_tui.state.playground.ranking import by_falling_score

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cohere_tui.client.client import Client
    from cohere_tui.models.rerank import Ranked, RerankManyRequest, RerankRequestV1

BEST_DOCUMENTS: Final = 1000
"""How many documents a request holds best; more are possible, but slow (API.md 9.1)."""


class RerankService:
    """Ranks; every method raises a `RequestError` when the server cannot do it."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def rerank(self, request: RerankRequest) -> RerankResponse:
        """`POST /v2/rerank`: the best documents first, as indexes into those of the request."""
        return await self._ask("/v2/rerank", request)

    async def rerank_v1(self, request: RerankRequestV1) -> RerankResponse:
        """`POST /v1/rerank`; the documents come back where the request says so."""
        return await self._ask("/v1/rerank", request)

    async def rerank_many(
        self,
        request: RerankManyRequest,
        *,
        show: Callable[[Parts[RerankResponse]], None] = lambda _: None,
        at_once: int = AT_ONCE,
        known: Parts[RerankResponse] | None = None,
    ) -> Merged[RerankResponse]:
        """Any number of documents, 1,000 to a request, a few requests at a time.

        A score depends on the query and its document alone: so the results of all requests are one
        order. After trouble (`.parts.trouble`) it is the order of the documents that were ranked.
        `known`, the parts of such a try, lets the next one ask for the rest only.
        """
        requests = await asyncio.to_thread(split, request)
        parts = await in_parts(requests, self.rerank, at_once=at_once, show=show, known=known)
        value = await asyncio.to_thread(merged, requests, parts.results, request.top_n)
        return Merged(value, parts)

    async def _ask(self, path: str, request: RerankRequest | RerankRequestV1) -> RerankResponse:
        answer = await self._client.post(path, request.to_wire())
        response = await asyncio.to_thread(read, RerankResponse, answer)
        there = tuple(one for one in response.results if one.index < len(request.documents))
        return response.model_copy(update={"results": there})


def split(request: RerankManyRequest) -> tuple[RerankRequest, ...]:
    """`request` as requests of a good size, its documents in order."""
    fields: dict[str, Any] = {key: value for key, value in request if value is not None}
    groups = split_inputs(request.documents, BEST_DOCUMENTS)
    return tuple(RerankRequest.of({**fields, "documents": group}) for group in groups)


def merged(
    requests: Sequence[RerankRequest],
    responses: Sequence[RerankResponse | None],
    top_n: int | None = None,
) -> RerankResponse:
    """The responses to the parts of a request as the response to all of it: the best `top_n`.

    Documents without a score come last.
    """
    first = 0
    ranked: list[tuple[int, Ranked]] = []
    for request, response in zip(requests, responses, strict=True):
        ranked += ((first + one.index, one) for one in (response.results if response else ()))
        first += len(request.documents)
    ranked.sort(key=lambda pair: by_falling_score(pair[1].relevance_score))
    results = (one.model_copy(update={"index": index}) for index, one in ranked[:top_n])
    return RerankResponse(results=tuple(results), **told_together(responses))
