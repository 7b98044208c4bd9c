"""POST /v1/summarize."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.openapi import judge, needs_description
from tests.sandbox.answers.test_extract import TEXT

if TYPE_CHECKING:
    import httpx


async def summarize(caller: httpx.AsyncClient, **fields: Any) -> Any:
    response = await caller.post("/v1/summarize", json={"text": TEXT, **fields})
    assert response.status_code == 200, response.text
    return response.json()


async def test_a_summary_is_shorter_and_billed(caller: httpx.AsyncClient) -> None:
    answer = await summarize(caller)
    assert 0 < len(answer["summary"]) < len(TEXT) / 2
    billed = answer["meta"]["billed_units"]
    assert billed["input_tokens"] > billed["output_tokens"] > 0
    assert answer["id"]


async def test_the_choices_are_heeded(caller: httpx.AsyncClient) -> None:
    short = (await summarize(caller, length="short", temperature=5))["summary"]
    long = (await summarize(caller, length="long", model="command-a-03-2025"))["summary"]
    assert len(short) < len(long)
    bullets = (await summarize(caller, format="bullets", extractiveness="high"))["summary"]
    assert all(line.removeprefix("- ") in TEXT for line in bullets.splitlines())
    one = (await summarize(caller, additional_command="in one sentence"))["summary"]
    assert one.count(".") == 1
    default = (await summarize(caller))["summary"]
    auto = {"length": "auto", "format": "auto", "extractiveness": "auto"}
    assert (await summarize(caller, **auto))["summary"] == default


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ({"text": None}, 400, "text must not be empty"),
        ({"text": ""}, 400, "text must not be empty"),
        ({"text": "a" * 249}, 400, "must be 250 to 50000 characters long - received 249"),
        ({"text": "a" * 50_001}, 400, "must be 250 to 50000 characters long - received 50001"),
        ({"text": 5}, 422, "parameter text is of type integer but should be of type string"),
        ({"length": "huge"}, 422, "parameter 'length' must be one of short, medium, long"),
        ({"format": "poem"}, 422, "parameter 'format' must be one of paragraph, bullets"),
        ({"extractiveness": "x"}, 422, "parameter 'extractiveness' must be one of low, medium"),
        ({"temperature": 5.1}, 400, "temperature must be between 0 and 5 inclusive"),
        ({"model": "embed-v4.0"}, 400, "model 'embed-v4.0' is not supported by the summarize API"),
        ({"model": "command"}, 404, "model 'command' was removed on September 15, 2025"),
    ],
)
async def test_refusals(
    caller: httpx.AsyncClient, change: dict[str, Any], status: int, said: str
) -> None:
    response = await caller.post("/v1/summarize", json={"text": TEXT, **change})
    assert (response.status_code, said in response.json()["message"]) == (status, True), (
        response.text
    )


@needs_description
async def test_answers_are_as_described(caller: httpx.AsyncClient) -> None:
    for more in ({}, {"length": "short", "format": "bullets", "extractiveness": "high"}):
        judge(await caller.post("/v1/summarize", json={"text": TEXT, **more}))
