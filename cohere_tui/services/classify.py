"""Texts and the labels that fit them (API.md 12.1)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from cohere_tui.models.classify import (
    MOST_INPUTS,
    Classification,
    ClassifyRequest,
    ClassifyResponse,
)
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
    from cohere_tui.models.classify import ClassifyManyRequest


class ClassifyService:
    """Classifies; every method raises a `RequestError` when the server cannot do it."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def classify(self, request: ClassifyRequest) -> ClassifyResponse:
        """`POST /v1/classify`: what up to 96 texts are taken for."""
        return read(ClassifyResponse, await self._client.post("/v1/classify", request.to_wire()))

    async def classify_many(
        self,
        request: ClassifyManyRequest,
        *,
        show: Callable[[Parts[ClassifyResponse]], None] = lambda _: None,
        at_once: int = AT_ONCE,
        known: Parts[ClassifyResponse] | None = None,
    ) -> Merged[ClassifyResponse]:
        """Any number of texts in as many requests as it takes, a few at a time.

        What comes has one classification per text, in order; one without predictions where there
        is none: trouble (`.parts.trouble`) keeps what came before it. `known`, the parts of such a
        try, lets the next one ask for the rest only.
        """
        requests = await asyncio.to_thread(split, request)
        parts = await in_parts(requests, self.classify, at_once=at_once, show=show, known=known)
        return Merged(await asyncio.to_thread(merged, requests, parts.results), parts)


def split(request: ClassifyManyRequest) -> tuple[ClassifyRequest, ...]:
    """`request` as legal ones, its texts in order; the examples are sent with each."""
    fields = dict(request)
    groups = split_inputs(request.inputs, MOST_INPUTS)
    return tuple(ClassifyRequest.of({**fields, "inputs": group}) for group in groups)


def merged(
    requests: Sequence[ClassifyRequest], responses: Sequence[ClassifyResponse | None]
) -> ClassifyResponse:
    """The responses to the parts of a request as the response to all of it.

    Of a part with more or fewer classifications than texts, those belong to a text that repeat it;
    the others count as not come.
    """
    return ClassifyResponse(
        classifications=tuple(
            one
            for request, response in zip(requests, responses, strict=True)
            for one in _of_each(request.inputs, response)
        ),
        **told_together(responses),
    )


def _of_each(inputs: Sequence[str], response: ClassifyResponse | None) -> Sequence[Classification]:
    found = response.classifications if response else ()
    if len(found) == len(inputs):
        return found
    by_text: dict[str, list[Classification]] = {}
    for one in reversed(found):
        by_text.setdefault(one.input, []).append(one)
    return [
        by_text[text].pop() if by_text.get(text) else Classification(input=text) for text in inputs
    ]
