"""Summarize: requests within their bounds, answers of any kind."""

from __future__ import annotations

from typing import Any

import pytest

from cohere_tui.errors import RequestInvalid
from cohere_tui.models.summarize import SummarizeRequest, SummarizeResponse
from tests.conftest import FIXTURES
from tests.openapi import faults, needs_description

BODY = "paths/~1v1~1summarize/post/requestBody/content/application~1json/schema"
TEXT = "The tide comes in twice a day. " * 10


def test_a_summary() -> None:
    read = SummarizeResponse.read((FIXTURES / "responses" / "v1_summarize.json").read_bytes())
    assert read.summary == "Tide mills used stored sea water to turn wheels."
    assert (read.meta.billed.input_tokens, read.meta.billed.output_tokens) == (210, 12)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text": "a" * 249}, "text: has 249 characters; allowed: 250 to 50,000"),
        ({"text": "a" * 50_001}, "text: has 50,001 characters; allowed: 250 to 50,000"),
        ({"length": "auto"}, "length: found 'auto'; allowed: short, medium or long"),
        ({"format": "poem"}, "format: found 'poem'; allowed: paragraph or bullets"),
        ({"extractiveness": "none"}, "extractiveness: found 'none'; allowed: low, medium or high"),
        ({"temperature": 5.1}, "temperature: found 5.1; allowed: a number from 0 to 5"),
        ({"temperature": float("nan")}, "temperature: found nan; allowed: a number from 0 to 5"),
    ],
)
def test_what_cannot_be_sent(change: dict[str, Any], said: str) -> None:
    with pytest.raises(RequestInvalid) as caught:
        SummarizeRequest.of({"text": TEXT, **change})
    assert str(caught.value) == said


@needs_description
@pytest.mark.parametrize(
    "more",
    [
        {},
        {"length": "long", "format": "bullets", "extractiveness": "high", "temperature": 5},
        {"model": "command-a-03-2025", "additional_command": "in German"},
    ],
)
def test_requests_are_as_described(more: dict[str, Any]) -> None:
    sent = SummarizeRequest.of({"text": TEXT, **more}).to_wire()
    assert sent == {"text": TEXT, **more}
    assert faults(BODY, sent) == []
