"""Generate through the SDK, plain and streamed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from cohere.errors import NotFoundError

from cohere_tui.sandbox.knobs import FAIR
from tests.sdk.conftest import blocking

if TYPE_CHECKING:
    import cohere

    from cohere_tui.sandbox.server import Sandbox


async def test_several_generations(sdk: cohere.AsyncClient) -> None:
    answer = await sdk.generate(
        prompt="Tide mills ground", model="command", num_generations=3, max_tokens=12, seed=1
    )
    assert answer.prompt == "Tide mills ground"
    assert len({one.text for one in answer.generations}) == 3
    assert [one.index for one in answer.generations] == [0, 1, 2]
    again = await sdk.generate(
        prompt="Tide mills ground", model="command", num_generations=3, max_tokens=12, seed=1
    )
    assert [one.text for one in again.generations] == [one.text for one in answer.generations]
    assert answer.meta is not None
    assert answer.meta.billed_units is not None
    assert answer.meta.billed_units.output_tokens == 36


async def test_likelihoods(sdk: cohere.AsyncClient) -> None:
    answer = await sdk.generate(prompt="Tide mills", return_likelihoods="ALL", max_tokens=2)
    (one,) = answer.generations
    assert one.likelihood is not None
    assert one.token_likelihoods
    assert [token.token for token in one.token_likelihoods[:2]] == ["Tide", " mills"]


async def test_where_it_ends(sdk: cohere.AsyncClient) -> None:
    before = await sdk.generate(prompt="/echo one two three", end_sequences=["two"])
    after = await sdk.generate(prompt="/echo one two three", stop_sequences=["two"])
    assert (before.generations[0].text, after.generations[0].text) == ("one ", "one two")


async def test_a_stream_of_two(sdk: cohere.AsyncClient) -> None:
    texts = {0: "", 1: ""}
    events = [event async for event in sdk.generate_stream(prompt="Tides", num_generations=2)]
    for event in events:
        if event.event_type == "text-generation":
            assert event.index is not None
            texts[event.index] += event.text
    end = events[-1]
    assert end.event_type == "stream-end"
    assert end.response.generations
    assert [one.text for one in end.response.generations] == list(texts.values())


async def test_a_stream_that_fails(sandbox: Sandbox, sdk: cohere.AsyncClient) -> None:
    sandbox.knobs = replace(FAIR, error_after_events=1, error="so be it")
    events = [event async for event in sdk.generate_stream(prompt="/echo one two")]
    assert [event.event_type for event in events] == ["text-generation", "stream-error"]
    assert events[-1].event_type == "stream-error"
    assert events[-1].err == "so be it"


async def test_a_model_that_is_not_there(sdk: cohere.AsyncClient) -> None:
    with pytest.raises(NotFoundError, match="not found"):
        await sdk.generate(prompt="a", model="nobody")


async def test_the_client_that_blocks(sandbox: Sandbox) -> None:
    plain = await blocking(sandbox, lambda client: client.generate(prompt="/echo Tide mills."))
    assert plain.generations[0].text == "Tide mills."
    events = await blocking(
        sandbox, lambda client: list(client.generate_stream(prompt="/echo Tide mills."))
    )
    assert [event.event_type for event in events] == ["text-generation"] * 3 + ["stream-end"]
