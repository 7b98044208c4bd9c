"""The older chat through the SDK: plain and streamed, with everything that only it has."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import cohere
import pytest
from cohere.errors import BadRequestError

from tests.sdk.conftest import blocking

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from cohere_tui.sandbox.server import Sandbox

DOCUMENTS = [
    {"id": "mill", "title": "Carew", "text": "The mill opened in 1801."},
    {"title": "Carew log", "text": "The mill stopped grinding in 1937."},
]
TIDE = cohere.Tool(
    name="get_tide",
    description="High water time for a harbour",
    parameter_definitions={
        "harbour": cohere.ToolParameterDefinitionsValue(type="str", required=True)
    },
)
QUESTION = "When did the mill open and stop grinding?"


async def gathered(events: AsyncIterator[Any]) -> list[Any]:
    return [event async for event in events]


async def test_a_talk(sdk: cohere.AsyncClient) -> None:
    first = await sdk.chat(message="Tell me about Cobh", preamble="Be brief.", temperature=0.2)
    assert first.finish_reason == "COMPLETE"
    assert "“Be brief.”" in first.text
    assert first.chat_history is not None
    second = await sdk.chat(message="And tides?", chat_history=first.chat_history)
    assert "Before that you asked about *cobh*" in second.text
    assert second.meta is not None
    assert second.meta.billed_units is not None
    assert second.meta.billed_units.output_tokens


async def test_a_conversation_that_the_server_keeps(sdk: cohere.AsyncClient) -> None:
    await sdk.chat(message="Tell me about Cobh", conversation_id="mine")
    answer = await sdk.chat(message="And tides?", conversation_id="mine")
    assert len(answer.chat_history or ()) == 4


async def test_documents(sdk: cohere.AsyncClient) -> None:
    answer = await sdk.chat(message=QUESTION, documents=DOCUMENTS, citation_quality="FAST")
    assert answer.citations
    assert {one.document_ids[0] for one in answer.citations} == {"mill", "doc_1"}
    for citation in answer.citations:
        assert answer.text[citation.start : citation.end] == citation.text
    assert answer.documents
    assert [document["title"] for document in answer.documents] == ["Carew", "Carew log"]


async def test_a_web_search_and_its_queries_alone(sdk: cohere.AsyncClient) -> None:
    web = [cohere.ChatConnector(id="web-search")]
    answer = await sdk.chat(message="When did the Carew mill open?", connectors=web)
    assert answer.search_results
    assert answer.search_results[0].connector is not None
    assert answer.search_results[0].connector.id == "web-search"
    assert answer.citations
    queries = await sdk.chat(message="When did the Carew mill open?", search_queries_only=True)
    assert queries.search_queries
    assert queries.search_queries[0].text == "carew mill open"
    assert (queries.text, queries.is_search_required) == ("", True)


async def test_a_round_of_tools(sdk: cohere.AsyncClient) -> None:
    asked = await sdk.chat(message="Tide at Cobh and Youghal?", tools=[TIDE])
    assert asked.tool_calls
    assert [call.parameters for call in asked.tool_calls] == [
        {"harbour": "Cobh"},
        {"harbour": "Youghal"},
    ]
    results = [
        cohere.ToolResult(call=call, outputs=[{"high": "06:12"}]) for call in asked.tool_calls
    ]
    answer = await sdk.chat(
        message="", chat_history=asked.chat_history, tools=[TIDE], tool_results=results
    )
    assert answer.text.count("06:12") == 2
    assert answer.citations
    assert len(answer.citations) == 2
    step = await sdk.chat(
        message="Tide at Cobh?", tools=[TIDE], tool_results=results[:1], force_single_step=True
    )
    assert "06:12" in step.text


async def test_json_that_fits_a_schema(sdk: cohere.AsyncClient) -> None:
    schema = {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}
    answer = await sdk.chat(
        message="JSON of a harbour, please",
        response_format=cohere.JsonObjectResponseFormat(schema=schema),
    )
    assert set(json.loads(answer.text)) == {"name"}


async def test_a_streamed_answer(sdk: cohere.AsyncClient) -> None:
    events = await gathered(sdk.chat_stream(message=QUESTION, documents=DOCUMENTS))
    kinds = [event.event_type for event in events]
    assert kinds[0] == "stream-start"
    assert kinds[-1] == "stream-end"
    assert {"search-results", "text-generation", "citation-generation"} < set(kinds)
    text = "".join(event.text for event in events if event.event_type == "text-generation")
    assert text == events[-1].response.text
    assert events[-1].finish_reason == "COMPLETE"


async def test_streamed_calls(sdk: cohere.AsyncClient) -> None:
    events = await gathered(sdk.chat_stream(message="Tide at Cobh?", tools=[TIDE]))
    chunks = [event for event in events if event.event_type == "tool-calls-chunk"]
    deltas = [chunk.tool_call_delta for chunk in chunks if chunk.tool_call_delta]
    written = "".join(delta.parameters or "" for delta in deltas)
    (whole,) = [event for event in events if event.event_type == "tool-calls-generation"]
    assert json.loads(written) == whole.tool_calls[0].parameters == {"harbour": "Cobh"}
    assert "".join(chunk.text or "" for chunk in chunks) == whole.text


async def test_a_streamed_search(sdk: cohere.AsyncClient) -> None:
    web = [cohere.ChatConnector(id="web-search")]
    events = await gathered(sdk.chat_stream(message="The Carew mill?", connectors=web))
    queries, results = events[1:3]
    assert queries.search_queries[0].text == "carew mill"
    assert results.search_results[0].document_ids == [one["id"] for one in results.documents]


async def test_a_model_that_needs_v2(sdk: cohere.AsyncClient) -> None:
    with pytest.raises(BadRequestError, match="please use '/v2/chat'"):
        await sdk.chat(message="hi", model="command-a-reasoning-08-2025")
    with pytest.raises(BadRequestError, match="please use '/v2/chat'"):
        await gathered(sdk.chat_stream(message="hi", model="command-a-reasoning-08-2025"))


async def test_the_client_that_blocks(sandbox: Sandbox) -> None:
    plain = await blocking(sandbox, lambda client: client.chat(message="/echo Tide mills."))
    assert plain.text == "Tide mills."
    events = await blocking(
        sandbox, lambda client: list(client.chat_stream(message="/echo Tide mills."))
    )
    assert [event.text for event in events if event.event_type == "text-generation"] == [
        "Tide",
        " mills",
        ".",
    ]
