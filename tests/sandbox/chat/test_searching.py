"""Searching before answering: queries, the built-in pages, connectors that are really asked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from cohere_tui.sandbox.chat.corpus import pages
from cohere_tui.sandbox.chat.searching import queries
from tests.client import wire
from tests.client.wire import Wire, closed_port
from tests.sandbox.chat.asking_v1 import KINDS, WEB, answer, streamed

if TYPE_CHECKING:
    import httpx

QUESTION = "When did the mill open?"


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("When did the Carew mill open?", ("carew mill open",)),
        ("Carew mill? And spring tides? Carew mill?", ("carew mill", "spring tides")),
        ("hello", ()),
        ("", ()),
        ("Tides? Mills? Cobh? Youghal?", ("tides", "mills", "cobh")),
    ],
)
def test_queries_are_the_subjects_of_the_sentences(prompt: str, expected: tuple[str, ...]) -> None:
    assert queries(prompt) == expected


def test_pages_are_found_by_their_words_best_first() -> None:
    assert pages("carew mill open")[0]["title"] == "Carew tide mill"
    assert pages("zebra") == []
    assert all(set(page) == {"title", "url", "snippet"} for page in pages("tides at Cobh"))


async def test_web_search_is_answered_from_and_cited(caller: httpx.AsyncClient) -> None:
    found = await answer(caller, KINDS["web search"])
    (result,) = found["search_results"]
    assert result["connector"] == WEB
    assert result["search_query"] == found["search_queries"][0]
    assert result["document_ids"] == [document["id"] for document in found["documents"]]
    assert found["documents"][0]["id"] == "web-search_0"
    assert found["citations"][0]["document_ids"] == ["web-search_0"]
    assert found["is_search_required"] is True


async def test_a_greeting_needs_no_search(caller: httpx.AsyncClient) -> None:
    found = await answer(caller, KINDS["web search for nothing"])
    assert found["is_search_required"] is False
    assert "search_queries" not in found
    assert "Hello!" in found["text"]


async def test_queries_alone_come_without_results_and_text(caller: httpx.AsyncClient) -> None:
    found = await answer(caller, KINDS["queries only"])
    assert [query["text"] for query in found["search_queries"]] == ["carew mill", "tides"]
    assert (found["text"], found["is_search_required"]) == ("", True)
    assert "search_results" not in found
    assert [one["role"] for one in found["chat_history"]] == ["USER"]


async def connector(caller: httpx.AsyncClient, url: str, **fields: Any) -> str:
    """The id of a connector that was registered."""
    body = {"name": "Mills", "url": url, **fields}
    response = await caller.post("/v1/connectors", json=body)
    assert response.status_code == 200, response.text
    name: str = response.json()["connector"]["id"]
    return name


async def searched(
    caller: httpx.AsyncClient, url: str, asked: dict[str, Any] | None = None, **fields: Any
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The answer to a question for a connector, and its one search result."""
    name = await connector(caller, url, **fields)
    body = {"message": QUESTION, "connectors": [{"id": name, **(asked or {})}]}
    found = await answer(caller, body)
    (result,) = found["search_results"]
    assert result["connector"] == {"id": name}
    return found, result


RESULTS = {
    "results": [
        {"title": "Carew", "text": "The mill opened in 1801.", "url": "https://a", "pages": 3},
        {"text": "Ducks swim."},
    ]
}


async def test_a_connector_is_asked_at_its_own_address(caller: httpx.AsyncClient) -> None:
    async with Wire(wire.answer(body=RESULTS)) as server:
        asked = {"user_access_token": "mine"}
        found, result = await searched(caller, f"{server.url}/search?x=1", asked)
    (request,) = server.requests
    assert (request.method, request.target) == ("POST", "/search?x=1")
    assert json.loads(request.body) == {"query": "mill open"}
    assert request.headers["authorization"] == "Bearer mine"
    ids = [document["id"] for document in found["documents"]]
    assert ids == result["document_ids"]
    assert ids[0].endswith("_0")
    assert found["documents"][0]["pages"] == "3"
    assert "The mill opened in 1801." in found["text"]
    assert found["citations"][0]["document_ids"] == ids[:1]


async def test_what_a_connector_excludes_is_not_answered_from(caller: httpx.AsyncClient) -> None:
    async with Wire(wire.answer(body=RESULTS)) as server:
        found, _ = await searched(caller, f"{server.url}/search", excludes=["text"])
    assert "1801" not in found["text"]
    assert found["documents"][0]["text"] == "The mill opened in 1801."


async def test_the_same_result_for_two_queries_is_one_document(caller: httpx.AsyncClient) -> None:
    async with Wire(wire.answer(body=RESULTS)) as server:
        name = await connector(caller, f"{server.url}/search")
        body = {"message": "The mill? Ducks?", "connectors": [{"id": name}, WEB]}
        found = await answer(caller, body)
    first, other, second, _ = found["search_results"]
    assert first["document_ids"] == second["document_ids"]
    assert other["connector"] == WEB
    ids = [document["id"] for document in found["documents"]]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (wire.answer(500), "connector answered 500"),
        (wire.answer(302, headers={"location": "/x"}), "connector answered 302"),
        (wire.answer(body=b"<html>"), "no JSON"),
        (wire.answer(body={"documents": []}), 'without a list of "results"'),
        (wire.answer(body=[]), 'without a list of "results"'),
        (wire.raw(b"nonsense\r\n\r\n"), "did not answer"),
        (wire.raw(b""), "did not answer"),
    ],
)
async def test_what_goes_wrong_is_told_beside_the_results(
    caller: httpx.AsyncClient, reply: wire.Reply, words: str
) -> None:
    async with Wire(reply) as server:
        asked = {"continue_on_failure": True}
        found, result = await searched(caller, f"{server.url}/search", asked)
    assert words in result["error_message"]
    assert result["continue_on_failure"] is True
    assert result["document_ids"] == []
    assert found["finish_reason"] == "COMPLETE"


@pytest.mark.parametrize(
    ("url", "fields", "words"),
    [
        ("https://mills.example/search", {}, "loopback only"),
        ("https://127.0.0.1/search", {}, "loopback only"),
        ("http://127.0.0.1:1/search", {"active": False}, "not active"),
    ],
)
async def test_nobody_else_is_asked(
    caller: httpx.AsyncClient, url: str, fields: dict[str, Any], words: str
) -> None:
    _, result = await searched(caller, url, **fields)
    assert words in result["error_message"]


async def test_a_connector_that_is_not_there(caller: httpx.AsyncClient) -> None:
    _, result = await searched(caller, f"http://127.0.0.1:{closed_port()}/search")
    assert "did not answer" in result["error_message"]


async def test_a_stream_tells_queries_and_results_first(caller: httpx.AsyncClient) -> None:
    told = await streamed(caller, KINDS["web search"])
    assert [event["event_type"] for event in told[:4]] == [
        "stream-start",
        "search-queries-generation",
        "search-results",
        "text-generation",
    ]
    assert told[2]["search_results"] == told[-1]["response"]["search_results"]
