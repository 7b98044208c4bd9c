"""A v1 answer on the wire: as events (API.md 6.3) and as one body (API.md 6.2)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from cohere_tui.sandbox.answers.tokens import pieces
from cohere_tui.sandbox.chat.ask import Citing
from cohere_tui.sandbox.chat.events import argument_pieces, usage
from cohere_tui.sandbox.stream import Event
from cohere_tui.sandbox.wire import further_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cohere_tui.sandbox.answers.answer import Call, Cite, Reply
    from cohere_tui.sandbox.chat.ask_v1 import AskV1
    from cohere_tui.sandbox.chat.searching import Found
    from cohere_tui.sandbox.knobs import Knobs

_FINISH = {"TOOL_CALL": "COMPLETE"}
"""v1 has no word of its own for a turn that calls tools."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer with all that belongs to it, before it is written either way."""

    asked: AskV1
    reply: Reply
    id: str
    queries: tuple[str, ...] = ()
    found: tuple[Found, ...] = ()

    @property
    def text(self) -> str:
        """The text, or the plan of an answer that calls tools: v1 has one field for both."""
        return self.reply.plan if self.reply.calls else self.reply.text

    @property
    def finish(self) -> str:
        """The reason in v1's words."""
        return _FINISH.get(self.reply.finish, self.reply.finish)

    @property
    def cites(self) -> tuple[Cite, ...]:
        """The citations, if they are wanted."""
        return () if self.asked.ask.citing is Citing.NEVER else self.reply.cites

    @property
    def history(self) -> list[dict[str, Any]]:
        """The conversation with this answer at its end; without it where only queries came."""
        past = [dict(one) for one in (*self.asked.history, *self.asked.new)]
        if self.asked.queries_only:
            return past
        said: dict[str, Any] = {"role": "CHATBOT"}
        if self.text:
            said["message"] = self.text
        if self.reply.calls:
            said["tool_calls"] = [_call(call) for call in self.reply.calls]
        return [*past, said]


def body(answered: Answered) -> dict[str, Any]:
    """The answer as one JSON object. Empty lists are left out, as the API does."""
    reply, used = answered.reply, usage(answered.asked.ask, answered.reply)
    whole: dict[str, Any] = {
        "response_id": answered.id,
        "text": answered.text,
        "generation_id": further_id(answered.id, "generation"),
        "chat_history": answered.history,
        "finish_reason": answered.finish,
        "meta": {"api_version": {"version": "1"}, **used},
    }
    lists = {
        "citations": [_cite(cite, reply.text) for cite in answered.cites],
        "documents": list(answered.asked.documents),
        "tool_calls": [_call(call) for call in reply.calls],
        **_searched(answered),
    }
    whole |= {name: one for name, one in lists.items() if one}
    if answered.asked.searches:
        whole["is_search_required"] = bool(answered.queries)
    return whole


def events(answered: Answered) -> Iterator[Event]:
    """Everything that is streamed, `stream-start` to `stream-end`."""
    begun = {"generation_id": further_id(answered.id, "generation")}
    yield _event("stream-start", begun)
    searched = _searched(answered)
    if searched["search_queries"]:
        yield _event("search-queries-generation", {"search_queries": searched["search_queries"]})
    found = {"search_results": searched["search_results"], "documents": answered.asked.documents}
    if any(found.values()):
        told = {name: list(one) for name, one in found.items() if one}
        yield _event("search-results", told)
    yield from _calls(answered) if answered.reply.calls else _text(answered)
    ending = {"finish_reason": answered.finish, "response": body(answered)}
    yield Event("stream-end", {"is_finished": True, **ending})


def failed(answered: Answered, knobs: Knobs, number: int) -> Event:
    """The end of a stream that fails after so many events: an answer as far as it came."""
    sent = islice(events(answered), number)
    text = "".join(event.payload.get("text", "") for event in sent if event.token)
    response = {
        "text": text,
        "generation_id": further_id(answered.id, "generation"),
        "chat_history": [],
        "finish_reason": knobs.error_finish,
        "meta": {"api_version": {"version": "1"}},
    }
    ending = {"finish_reason": knobs.error_finish, "response": response}
    return Event("stream-end", {"is_finished": True, **ending})


def _event(kind: str, payload: dict[str, Any], *, token: bool = False) -> Event:
    return Event(kind, {"is_finished": False, **payload}, token)


def _text(answered: Answered) -> Iterator[Event]:
    fast = answered.asked.ask.citing is Citing.FAST
    text, waiting = answered.reply.text, list(answered.cites)
    written = 0
    for piece in pieces(text):
        yield _event("text-generation", {"text": piece}, token=True)
        written += len(piece)
        while fast and waiting and waiting[0].end <= written:
            yield _citation(waiting.pop(0), text)
    for cite in waiting:
        yield _citation(cite, text)


def _citation(cite: Cite, text: str) -> Event:
    return _event("citation-generation", {"citations": [_cite(cite, text)]})


def _calls(answered: Answered) -> Iterator[Event]:
    for piece in pieces(answered.text):
        yield _event("tool-calls-chunk", {"text": piece}, token=True)
    for index, call in enumerate(answered.reply.calls):
        yield _delta({"index": index, "name": call.name})
        for piece in argument_pieces(call.arguments or "{}"):
            yield _delta({"index": index, "parameters": piece})
    calls = [_call(call) for call in answered.reply.calls]
    yield _event("tool-calls-generation", {"text": answered.text, "tool_calls": calls})


def _delta(delta: dict[str, Any]) -> Event:
    return _event("tool-calls-chunk", {"tool_call_delta": delta}, token="parameters" in delta)


def _call(call: Call) -> dict[str, Any]:
    return {"name": call.name, "parameters": json.loads(call.arguments or "{}")}


def _cite(cite: Cite, text: str) -> dict[str, Any]:
    return {
        "start": cite.start,
        "end": cite.end,
        "text": text[cite.start : cite.end],
        "document_ids": [source["id"] for source in cite.sources],
    }


def _searched(answered: Answered) -> dict[str, list[dict[str, Any]]]:
    """Queries and results; each query has one id wherever it is named."""
    queries = {
        query: {"text": query, "generation_id": further_id(answered.id, query)}
        for query in answered.queries
    }
    results = []
    for one in answered.found:
        result: dict[str, Any] = {
            "search_query": queries[one.query],
            "connector": {"id": one.connector.id},
            "document_ids": [document["id"] for document in one.documents],
        }
        if one.trouble:
            result["error_message"] = one.trouble
            result["continue_on_failure"] = one.connector.continue_on_failure
        results.append(result)
    return {"search_queries": list(queries.values()), "search_results": results}
