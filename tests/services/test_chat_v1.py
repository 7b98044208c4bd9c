"""Conversations that are answered through the older chat."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from cohere_tui.services.chat import ChatService
from cohere_tui.state.conversation import Settings
from cohere_tui.state.turn import Phase, ToolResult, Turn
from tests.client import wire
from tests.conftest import FIXTURES
from tests.openapi import judge_request, needs_description
from tests.services.test_chat import Seen, ask
from tests.services.wired import wired

if TYPE_CHECKING:
    from tests.services.conftest import Bench

SETTINGS = Settings(model="command-a-03-2025", api=1)
TIDE: dict[str, Any] = {
    "name": "get_tide",
    "description": "High water time for a harbour",
    "parameter_definitions": {"harbour": {"type": "str", "required": True}},
}


async def test_an_answer_is_shown_as_it_grows_and_kept(bench: Bench) -> None:
    conversation_id, turn, seen = await ask(bench, "/echo Tide mills grind.", SETTINGS)
    assert bench.sandbox.requests[-1].path == "/v1/chat"
    assert (turn.phase, turn.text) == (Phase.DONE, "Tide mills grind.")
    assert turn.usage is not None
    assert turn.timing.first_token_s is not None
    lengths = [len(state.text) for state in seen.turns]
    assert lengths == sorted(lengths)
    assert len(set(lengths)) > 3
    assert (await bench.chat.entries(conversation_id)).entries[1] == turn


async def test_the_version_is_kept_with_the_conversation(bench: Bench) -> None:
    conversation_id, _, _ = await ask(bench, "/echo one", SETTINGS)
    kept = (await bench.chat.conversation(conversation_id)).settings
    assert kept == SETTINGS
    await bench.chat.change_settings(conversation_id, replace(kept, api=2))
    assert (await bench.chat.conversation(conversation_id)).settings.api == 2


async def test_a_conversation_goes_on_in_either_version(bench: Bench) -> None:
    conversation_id, _, _ = await ask(bench, "/echo one", SETTINGS)
    for settings, path in ((replace(SETTINGS, api=2), "/v2/chat"), (SETTINGS, "/v1/chat")):
        await bench.chat.say(conversation_id, "/echo more")
        turn = await bench.chat.answer(conversation_id, settings, Seen())
        assert turn.text == "more"
        assert bench.sandbox.requests[-1].path == path
    body = bench.sandbox.requests[-1].body
    assert body["message"] == "/echo more"
    assert [(one["role"], one["message"]) for one in body["chat_history"]] == [
        ("USER", "/echo one"),
        ("CHATBOT", "one"),
        ("USER", "/echo more"),
        ("CHATBOT", "more"),
    ]


@needs_description
async def test_what_is_sent_is_as_described(bench: Bench) -> None:
    parameters: dict[str, Any] = {"connectors": [{"id": "web-search"}], "temperature": 0.5}
    settings = replace(SETTINGS, system="Be brief.", parameters=parameters)
    conversation_id, _, _ = await ask(bench, "Carew mill?", settings)
    await bench.chat.say(conversation_id, "And tides?")
    await bench.chat.answer(conversation_id, settings, Seen())
    judge_request(bench.sandbox.requests[-1])
    body = bench.sandbox.requests[-1].body
    assert (body["preamble"], body["temperature"], body["stream"]) == ("Be brief.", 0.5, True)


async def test_what_connectors_found_is_cited_and_kept(bench: Bench) -> None:
    settings = replace(SETTINGS, parameters={"connectors": [{"id": "web-search"}]})
    conversation_id, turn, _ = await ask(bench, "When did the Carew mill open?", settings)
    assert turn.retrieved.queries == ("carew mill open",)
    (search,) = turn.retrieved.searches
    assert search.connector == "web-search"
    assert tuple(turn.retrieved.documents) == search.documents
    (citation,) = turn.citations
    assert [source.title for source in citation.sources] == ["Carew tide mill"]
    assert (await bench.chat.entries(conversation_id)).entries[1] == turn


@pytest.mark.parametrize("api", [1, 2])
async def test_tools_are_called_and_their_results_answered_from(bench: Bench, api: int) -> None:
    """The first round in v1, the second in either version: one transcript for both."""
    settings = replace(SETTINGS, parameters={"tools": [TIDE]})
    conversation_id, turn, _ = await ask(bench, "Tide at Cobh and Youghal?", settings)
    assert [call.parsed for call in turn.calls] == [{"harbour": "Cobh"}, {"harbour": "Youghal"}]
    assert str(turn.plan)
    for call in turn.calls:
        result = ToolResult(call_id=call.id, content='{"high": "06:12"}')
        await bench.store.append(conversation_id, result)
    tool: dict[str, Any] = {"type": "function", "function": {"name": "get_tide", "parameters": {}}}
    more = settings if api == 1 else replace(SETTINGS, api=2, parameters={"tools": [tool]})
    answered = await bench.chat.answer(conversation_id, more, Seen())
    assert answered.failure is None
    assert answered.text.count("06:12") == 2
    assert len(answered.citations) == 2


async def test_a_model_that_needs_v2_says_so(bench: Bench) -> None:
    settings = replace(SETTINGS, model="command-a-reasoning-08-2025")
    _, turn, _ = await ask(bench, "hello", settings)
    assert turn.failure is not None
    assert turn.failure.status == 400
    assert "not supported with '/v1/chat', please use '/v2/chat'" in turn.failure.reason
    assert turn.failure.remedy == "Use API v2 with this model, or choose another model (F8)."


async def test_without_a_model_it_is_the_accounts_default(bench: Bench) -> None:
    _, turn, _ = await ask(bench, "/echo one", Settings(api=1))
    assert turn.text == "one"
    assert "model" not in bench.sandbox.requests[-1].body


@pytest.mark.parametrize("events", [2, 4])
async def test_a_cut_stream_is_interrupted_and_kept(bench: Bench, events: int) -> None:
    bench.sandbox.knobs = replace(bench.sandbox.knobs, cut_after_events=events)
    conversation_id, turn, _ = await ask(bench, "/echo one two three four", SETTINGS)
    assert turn.phase is Phase.FAILED
    assert turn.text.startswith("one")
    assert (await bench.store.entries(conversation_id)).entries[-1] == turn


async def test_an_error_in_the_stream_fails_with_what_came(bench: Bench) -> None:
    bench.sandbox.knobs = replace(bench.sandbox.knobs, error_after_events=3)
    _, turn, _ = await ask(bench, "/echo one two three four", SETTINGS)
    assert (turn.phase, turn.text) == (Phase.FAILED, "one two")


PLAIN = (FIXTURES / "responses" / "v1_chat.documents.json").read_bytes()
WRONG_VERSION = FIXTURES / "errors" / "400_wrong_version_for_model.json"


async def answered(bench: Bench, *replies: wire.Reply) -> Turn:
    """What becomes of a v1 conversation with a server that replies so."""
    async with wired(*replies) as client:
        chat = ChatService(client, bench.store)
        conversation = await chat.begin("x", SETTINGS)
        await chat.say(conversation.id, "x")
        return await chat.answer(conversation.id, SETTINGS, Seen())


async def test_a_server_that_does_not_stream_is_answered_from(bench: Bench) -> None:
    kind = {"content-type": "application/json"}
    turn = await answered(bench, wire.answer(200, PLAIN, kind))
    assert turn.phase is Phase.DONE
    assert [source.title for source in turn.citations[1].sources] == ["Carew", "Carew log"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("text.sse", "text/event-stream"), ("text.ndjson", "application/stream+json")],
)
async def test_both_framings_are_read(bench: Bench, name: str, kind: str) -> None:
    stream = (FIXTURES / "streams" / f"v1_chat.{name}").read_bytes()
    turn = await answered(bench, wire.answer(200, stream, {"content-type": kind}))
    assert turn.phase is Phase.DONE
    assert turn.text in {
        "ok then",
        "Tide mills ground grain twice a day, whenever the sea let them.",
    }


async def test_a_plain_answer_that_is_none_fails(bench: Bench) -> None:
    turn = await answered(bench, wire.answer(200, b"[]", {"content-type": "application/json"}))
    assert turn.failure is not None
    assert "neither a stream nor a chat answer" in turn.failure.reason


async def test_the_hosted_words_for_the_wrong_version_have_a_remedy(bench: Bench) -> None:
    recorded = json.loads(WRONG_VERSION.read_bytes())
    turn = await answered(bench, wire.answer(recorded["status"], recorded["body"]))
    assert turn.failure is not None
    assert turn.failure.reason == recorded["body"]["message"]
    assert turn.failure.remedy.startswith("Use API v2 with this model")
