"""Summaries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.models.summarize import SummarizeRequest
from cohere_tui.services.summarize import SummarizeService
from tests.openapi import judge_request, needs_description
from tests.sandbox.answers.test_extract import TEXT

if TYPE_CHECKING:
    from tests.services.conftest import Bench


async def test_a_summary(bench: Bench) -> None:
    request = SummarizeRequest.of({"text": TEXT, "length": "short", "format": "bullets"})
    answer = await SummarizeService(bench.client).summarize(request)
    assert len(answer.summary.splitlines()) == 2
    assert (answer.meta.billed.input_tokens or 0) > (answer.meta.billed.output_tokens or 0) > 0


@needs_description
async def test_requests_are_as_described(bench: Bench) -> None:
    request = SummarizeRequest.of({"text": TEXT, "temperature": 1, "extractiveness": "low"})
    await SummarizeService(bench.client).summarize(request)
    judge_request(bench.sandbox.requests[-1])
