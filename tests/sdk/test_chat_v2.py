"""Chat through the SDK: plain and streamed, in everything that it can be asked for."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import cohere
import pytest
from cohere.errors import BadRequestError, UnprocessableEntityError

from cohere_tui.sandbox.knobs import FAIR
from tests.sdk.conftest import blocking2

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from cohere_tui.sandbox.server import Sandbox

MODEL = "command-a-03-2025"
REASONING = "command-a-reasoning-08-2025"
VISION = "command-a-vision-07-2025"
PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQ"
    "GAhKmMIQAAAABJRU5ErkJggg=="
)
TIDE = cohere.ToolV2(
    function=cohere.ToolV2Function(
        name="get_tide",
        description="High water time for a harbour",
        parameters={
            "type": "object",
            "properties": {"harbour": {"type": "string"}},
            "required": ["harbour"],
        },
    )
)
DOCUMENTS = [
    cohere.Document(id="mill", data={"title": "Carew", "text": "The mill opened in 1801."}),
    cohere.Document(id="log", data={"text": "The mill stopped grinding in 1937."}),
]


def user(text: str) -> list[Any]:
    return [cohere.UserChatMessageV2(content=text)]


QUESTION = user("When did the mill open and stop grinding?")


async def gathered(events: AsyncIterator[Any]) -> list[Any]:
    return [event async for event in events]


def joined(events: list[Any], key: str = "text") -> str:
    """The text of all deltas."""
    deltas = [event for event in events if event.type == "content-delta"]
    return "".join(getattr(event.delta.message.content, key) or "" for event in deltas)


def said(answer: Any, key: str = "text") -> str:
    """The text, or the thinking, of a plain answer."""
    return "".join(getattr(part, key) for part in answer.message.content if part.type == key)


async def test_plain_and_streamed_say_the_same(sdk2: cohere.AsyncClientV2) -> None:
    asked = user("Explain tide mills")
    plain = await sdk2.chat(model=MODEL, messages=asked, temperature=0.2, seed=4)
    events = await gathered(sdk2.chat_stream(model=MODEL, messages=asked, temperature=0.2, seed=4))
    assert joined(events) == said(plain)
    assert (events[0].type, events[-1].type) == ("message-start", "message-end")
    assert events[-1].delta.finish_reason == plain.finish_reason == "COMPLETE"
    assert plain.usage is not None
    assert events[-1].delta.usage.billed_units == plain.usage.billed_units


async def test_documents_with_citations(sdk2: cohere.AsyncClientV2) -> None:
    plain = await sdk2.chat(model=MODEL, messages=QUESTION, documents=DOCUMENTS)
    text = said(plain)
    assert plain.message.citations
    for citation in plain.message.citations:
        assert text[citation.start : citation.end] == citation.text
    sources = [one.sources[0].id for one in plain.message.citations if one.sources]
    assert sources == ["mill", "log"]
    for mode in ("FAST", "ACCURATE"):
        events = await gathered(
            sdk2.chat_stream(
                model=MODEL,
                messages=QUESTION,
                documents=DOCUMENTS,
                citation_options=cohere.CitationOptions(mode=mode),
            )
        )
        cited = [event for event in events if event.type == "citation-start"]
        assert [event.delta.message.citations.text for event in cited] == [
            one.text for one in plain.message.citations
        ]


async def test_a_round_of_tools(sdk2: cohere.AsyncClientV2) -> None:
    asked = user("Tide at Cobh and Youghal?")
    first = await sdk2.chat(model=MODEL, messages=asked, tools=[TIDE])
    assert first.finish_reason == "TOOL_CALL"
    assert first.message.tool_plan
    calls = first.message.tool_calls or []
    arguments = [json.loads(call.function.arguments or "") for call in calls if call.function]
    assert arguments == [{"harbour": "Cobh"}, {"harbour": "Youghal"}]
    results = [
        cohere.ToolChatMessageV2(
            tool_call_id=call.id or "",
            content=[cohere.DocumentToolContent(document=cohere.Document(data={"high": "06:12"}))],
        )
        for call in calls
    ]
    history = [
        *asked,
        cohere.AssistantChatMessageV2(tool_calls=calls, tool_plan=first.message.tool_plan),
        *results,
    ]
    answer = await sdk2.chat(model=MODEL, messages=history, tools=[TIDE])
    assert said(answer).count("06:12") == 2
    assert len(answer.message.citations or ()) == 2


async def test_streamed_calls(sdk2: cohere.AsyncClientV2) -> None:
    stream = sdk2.chat_stream(model=MODEL, messages=user("Tide at Cobh?"), tools=[TIDE])
    events = await gathered(stream)
    (start,) = [event for event in events if event.type == "tool-call-start"]
    assert start.delta.message.tool_calls.function.name == "get_tide"
    deltas = [event for event in events if event.type == "tool-call-delta"]
    written = "".join(event.delta.message.tool_calls.function.arguments for event in deltas)
    assert json.loads(written) == {"harbour": "Cobh"}
    assert [event for event in events if event.type == "tool-plan-delta"]


async def test_thinking(sdk2: cohere.AsyncClientV2) -> None:
    thinking = cohere.Thinking(type="enabled", token_budget=30)
    asked = user("17 + 4?")
    plain = await sdk2.chat(model=REASONING, messages=asked, thinking=thinking)
    events = await gathered(sdk2.chat_stream(model=REASONING, messages=asked, thinking=thinking))
    assert said(plain, "thinking") == joined(events, "thinking") != ""
    assert "21" in said(plain)
    off = await sdk2.chat(
        model=REASONING, messages=asked, thinking=cohere.Thinking(type="disabled")
    )
    assert said(off, "thinking") == ""


async def test_json_that_fits_a_schema(sdk2: cohere.AsyncClientV2) -> None:
    schema = {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}
    answer = await sdk2.chat(
        model=MODEL,
        messages=user("JSON of a harbour, please"),
        response_format=cohere.JsonObjectResponseFormatV2(json_schema=schema),
    )
    assert set(json.loads(said(answer))) == {"name"}


async def test_logprobs(sdk2: cohere.AsyncClientV2) -> None:
    asked = user("/echo one two")
    plain = await sdk2.chat(model=MODEL, messages=asked, logprobs=True)
    assert plain.logprobs
    assert [item.text for item in plain.logprobs] == ["one", " two"]
    events = await gathered(sdk2.chat_stream(model=MODEL, messages=asked, logprobs=True))
    deltas = [event for event in events if event.type == "content-delta"]
    assert [event.logprobs.text for event in deltas] == ["one", " two"]


async def test_images(sdk2: cohere.AsyncClientV2) -> None:
    content = [
        cohere.TextContent(text="What is this?"),
        cohere.ImageUrlContent(image_url=cohere.ImageUrl(url=PIXEL, detail="low")),
    ]
    messages: list[Any] = [cohere.UserChatMessageV2(content=content)]
    answer = await sdk2.chat(model=VISION, messages=messages)
    assert "1 image(s) came along" in said(answer)
    with pytest.raises(BadRequestError, match="images are not supported"):
        await sdk2.chat(model=MODEL, messages=messages)


async def test_where_it_ends(sdk2: cohere.AsyncClientV2) -> None:
    asked = user("/echo one two three")
    short = await sdk2.chat(model=MODEL, messages=asked, max_tokens=2)
    assert (said(short), short.finish_reason) == ("one two", "MAX_TOKENS")
    stopped = await sdk2.chat(model=MODEL, messages=asked, stop_sequences=[" three"])
    assert (said(stopped), stopped.finish_reason) == ("one two", "STOP_SEQUENCE")


async def test_a_stream_that_fails(sandbox: Sandbox, sdk2: cohere.AsyncClientV2) -> None:
    sandbox.knobs = replace(FAIR, error_after_events=3, error="so be it")
    events = await gathered(sdk2.chat_stream(model=MODEL, messages=user("/echo one two three")))
    assert events[-1].delta.finish_reason == "ERROR"
    assert events[-1].delta.error == "so be it"


async def test_an_unknown_field_is_refused(sdk2: cohere.AsyncClientV2) -> None:
    with pytest.raises(UnprocessableEntityError, match="unknown field"):
        await sdk2.chat(
            model=MODEL,
            messages=user("hi"),
            request_options={"additional_body_parameters": {"return_prompt": True}},
        )


async def test_the_client_that_blocks(sandbox: Sandbox) -> None:
    asked = user("/echo Tide mills.")
    plain = await blocking2(sandbox, lambda client: client.chat(model=MODEL, messages=asked))
    assert said(plain) == "Tide mills."
    events = await blocking2(
        sandbox, lambda client: list(client.chat_stream(model=MODEL, messages=asked))
    )
    assert joined(events) == "Tide mills."
    cited = await blocking2(
        sandbox,
        lambda client: client.chat(model=MODEL, messages=QUESTION, documents=DOCUMENTS),
    )
    assert len(cited.message.citations or ()) == 2
