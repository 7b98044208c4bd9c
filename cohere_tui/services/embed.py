"""Texts, images and mixtures of them as vectors (API.md 8)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

from cohere_tui.models.embed import MOST_INPUTS, EmbedRequest, EmbedResponse, ImageInfo
from cohere_tui.models.embed_rules import image_bytes, images_at_once, most_bytes
from cohere_tui.services.reading import read
from cohere_tui.services.splitting import (
    AT_ONCE,
    Merged,
    Parts,
    in_parts,
    split_inputs,
    told_together,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cohere_tui.client.client import Client
    from cohere_tui.models.embed import EmbedInput, EmbedManyRequest, EmbedRequestV1

One = TypeVar("One")


class EmbedService:
    """Embeds; every method raises a `RequestError` when the server cannot do it."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def embed(self, request: EmbedRequest) -> EmbedResponse:
        """`POST /v2/embed`: one vector of each kind per input; see `EmbedResponse.matches`."""
        return await self._ask("/v2/embed", request)

    async def embed_v1(self, request: EmbedRequestV1) -> EmbedResponse:
        """`POST /v1/embed`."""
        return await self._ask("/v1/embed", request)

    async def embed_many(
        self,
        request: EmbedManyRequest,
        *,
        show: Callable[[Parts[EmbedResponse]], None] = lambda _: None,
        at_once: int = AT_ONCE,
        known: Parts[EmbedResponse] | None = None,
    ) -> Merged[EmbedResponse]:
        """Any number of inputs in as many requests as it takes, a few at a time.

        What comes has as many vectors of each kind as there are inputs, None where there is none:
        trouble (`.parts.trouble`) keeps what came before it. `known`, the parts of such a try, lets
        the next one ask for the rest only.
        """
        requests = await asyncio.to_thread(split, request)
        parts = await in_parts(requests, self.embed, at_once=at_once, show=show, known=known)
        return Merged(await asyncio.to_thread(merged, requests, parts.results), parts)

    def so_far(self, request: EmbedManyRequest, parts: Parts[EmbedResponse]) -> EmbedResponse:
        """What has come of `embed_many` when it was cancelled, as it would have answered."""
        return merged(split(request), parts.results)

    async def _ask(self, path: str, request: EmbedRequest | EmbedRequestV1) -> EmbedResponse:
        answer = await self._client.post(path, request.to_wire())
        response = await asyncio.to_thread(read, EmbedResponse, answer)
        return response.model_copy(update={"asked": request.count})


def split(request: EmbedManyRequest) -> tuple[EmbedRequest, ...]:
    """`request` as legal ones, its inputs in order (API.md 8.1)."""
    name, groups = _groups(request)
    fields: dict[str, Any] = {key: value for key, value in request if value is not None}
    return tuple(EmbedRequest.of({**fields, name: group}) for group in groups)


def _groups(request: EmbedManyRequest) -> tuple[str, Sequence[Sequence[object]]]:
    """The name of the field that is split, and its values for each request."""
    heaviest = most_bytes(request.model)
    if request.texts is not None:
        return "texts", split_inputs(request.texts, MOST_INPUTS)
    if request.images is not None:
        most = images_at_once(request.model)
        return "images", split_inputs(request.images, most, weigh=image_bytes, heaviest=heaviest)
    inputs = request.inputs or ()
    return "inputs", split_inputs(inputs, MOST_INPUTS, weigh=_weight, heaviest=heaviest)


def _weight(one: EmbedInput) -> int:
    return sum(map(image_bytes, one.images))


def merged(
    requests: Sequence[EmbedRequest], responses: Sequence[EmbedResponse | None]
) -> EmbedResponse:
    """The responses to the parts of a request as the response to all of it.

    Vectors that cannot be told to belong to one input each, because there are more or fewer of
    them, are gaps like those that did not come.
    """
    came = [response for response in responses if response is not None]
    counts = [request.count for request in requests]
    parts = tuple(zip(responses, counts, strict=True))
    kinds = dict.fromkeys(kind for response in came for kind in response.kinds)
    return EmbedResponse(
        embeddings={
            kind: tuple(
                vector
                for response, count in parts
                for vector in _aligned(response.vectors(kind) if response else (), count, None)
            )
            for kind in kinds
        },
        texts=tuple(text for request in requests for text in request.texts or ()),
        images=tuple(
            image
            for response, count in parts
            for image in _aligned(response.images if response else (), count, ImageInfo())
        )
        if any(response.images for response in came)
        else (),
        asked=sum(counts),
        **told_together(responses),
    )


def _aligned(found: Sequence[One], count: int, gap: One) -> Sequence[One]:
    """What was found, where there is exactly one for each of `count` inputs; else gaps."""
    return found if len(found) == count else [gap] * count
