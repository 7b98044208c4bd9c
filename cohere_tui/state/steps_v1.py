"""What each event of a v1 stream does to an answer (API.md 6.3, GAPS 4.11-4.15).

Pure functions from turn to turn, as those of v2 beside. What the stream did not tell is taken from
the whole answer at its end, so that it amounts to the same answer in one piece.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from cohere_tui.state import growing, reading, retrieving
from cohere_tui.state.parts import Block, Phase, ToolCall, Usage
from cohere_tui.state.phases import heard, over
from cohere_tui.state.pieces import EMPTY, Pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cohere_tui.models import chat_v1_events as wire
    from cohere_tui.models.answers_v1 import CallV1
    from cohere_tui.models.chat_v1 import ChatResponseV1
    from cohere_tui.models.meta import Meta
    from cohere_tui.state.answer import Answer

T = TypeVar("T", bound="Answer")


def answered(turn: T, response: ChatResponseV1, now: float | None, finish: str = "") -> T:
    """`turn` with the answer in one piece, as far as it is not known from its stream."""
    finish = finish or response.finish_reason
    begun = response.generation_id or turn.response_id
    turn = replace(
        turn,
        response_id=response.response_id or begun,
        calls=_completed(turn.calls, response.tool_calls, begun),
        retrieved=retrieving.completed(turn.retrieved, response),
        usage=usage(response.meta),
        finish=finish,
    )
    turn = _planned(_texted(turn, response.text))
    if not turn.citations:
        turn = replace(turn, citations=retrieving.citations(turn, response.citations))
    failure = reading.failure(finish, None, "")
    return over(turn, Phase.FAILED if failure else Phase.DONE, failure, now)


def usage(meta: Meta) -> Usage | None:
    """The usage, or None when the server said nothing."""
    used = Usage(
        input_tokens=meta.input_tokens,
        output_tokens=meta.output_tokens,
        billed_input=meta.billed.input_tokens,
        billed_output=meta.billed.output_tokens,
        search_units=meta.billed.search_units,
        classifications=meta.billed.classifications,
        image_tokens=meta.billed.image_tokens,
        cached_tokens=meta.cached_tokens,
    )
    return None if used == Usage() else used


def _texted(turn: T, text: str) -> T:
    """`turn` with its text, where none was streamed."""
    if not text or turn.plan or any(block.text for block in turn.blocks):
        return turn
    return replace(turn, blocks=(Block(text=Pieces.of(text)),))


def _planned(turn: T) -> T:
    """`turn` with its text as the plan where it calls tools: v1 has one field for both."""
    if not turn.calls or turn.plan or turn.citations:
        return turn
    return replace(turn, plan=Pieces.of(turn.text), blocks=())


def _completed(
    known: tuple[ToolCall, ...], calls: Sequence[CallV1], begun: str
) -> tuple[ToolCall, ...]:
    """The calls as the server tells them complete; their fragments where it does not."""
    if not calls:
        return growing.all_closed(known)
    whole = []
    for number, call in enumerate(calls[: growing.MOST]):
        arguments = known[number].arguments if number < len(known) else EMPTY
        if call.parameters is not None:
            arguments = Pieces.of(json.dumps(call.parameters, ensure_ascii=False))
        whole.append(
            ToolCall(_call_id(call.name, begun, number), call.name, arguments, index=number)
        )
    return tuple(whole)


def _call_id(name: str, begun: str, number: int) -> str:
    """An id for a call, which has none in v1: by it a tool's result finds its call."""
    return f"{name}_{begun[:8]}{number}" if name else ""


def _stream_start(turn: T, event: wire.StreamStart) -> T:
    return replace(turn, response_id=turn.response_id or event.generation_id, phase=Phase.STREAMING)


def _queries(turn: T, event: wire.SearchQueriesGeneration) -> T:
    return replace(turn, retrieved=retrieving.asked_for(turn.retrieved, event.search_queries))


def _results(turn: T, event: wire.SearchResults) -> T:
    found = retrieving.found(turn.retrieved, event.search_results, event.documents)
    return replace(turn, retrieved=found)


def _text(turn: T, event: wire.TextGeneration) -> T:
    if not event.text:
        return turn
    return heard(turn, "blocks", growing.grown(turn.blocks, None, "text", event.text))


def _citations(turn: T, event: wire.CitationGeneration) -> T:
    return replace(turn, citations=retrieving.citations(turn, event.citations))


def _chunk(turn: T, event: wire.ToolCallsChunk) -> T:
    if event.text:
        turn = heard(turn, "plan", turn.plan.add(event.text))
    if not event.name and not event.arguments:
        return turn
    calls, index = turn.calls, event.index
    if event.name and (index is None or growing.place(calls, index) < 0):
        id_ = _call_id(event.name, turn.response_id, len(calls))
        calls = growing.all_closed(calls)
        return heard(turn, "calls", growing.called(calls, index, id_, event.name, event.arguments))
    return heard(turn, "calls", growing.argued(calls, index, "", event.name, event.arguments))


def _calls(turn: T, event: wire.ToolCallsGeneration) -> T:
    calls = _completed(turn.calls, event.tool_calls, turn.response_id)
    return _planned(_texted(heard(turn, "calls", calls), event.text))


def _stream_end(turn: T, event: wire.StreamEnd) -> T:
    return answered(turn, event.response, None, event.finish_reason)


def _nothing(turn: T, _event: object) -> T:
    return turn


STEPS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "stream-start": _stream_start,
    "search-queries-generation": _queries,
    "search-results": _results,
    "text-generation": _text,
    "citation-generation": _citations,
    "tool-calls-chunk": _chunk,
    "tool-calls-generation": _calls,
    "stream-end": _stream_end,
    "debug": _nothing,
    "done": _nothing,
}
"""By event type; a type that is not here is unknown."""
