"""Streams for tests: a recorded one as a turn, and a whole answer cut into a stream."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from cohere_tui.models.chat_events import ChatEvent, read_event
from cohere_tui.models.chat_v1_events import ChatEventV1, read_event_v1
from cohere_tui.state.turn import Turn
from tests.models.streams import data_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

AnyEvent: TypeAlias = ChatEvent | ChatEventV1
Cut: TypeAlias = Callable[[str], list[str]]
"""Cuts a text into pieces that join to it again."""


def events_of(path: Path) -> list[AnyEvent | None]:
    """The events of a recorded stream, of the version that its name says."""
    read = read_event_v1 if path.name.startswith("v1_") else read_event
    return [read(data) for data in data_of(path)]


def turn_of(events: Iterable[AnyEvent | None], now: float | None = None) -> Turn:
    """The answer after `events` and the end of the stream."""
    turn = Turn()
    for event in events:
        turn = turn.apply(event, now)
    return turn.ended(now)


def nothing_open(turn: Turn) -> bool:
    """Whether no block and no call of it waits for more."""
    return not any(block.open for block in turn.blocks) and not any(
        call.open for call in turn.calls
    )


def stream_of(body: dict[str, Any], cut: Cut, *, fast: bool) -> Iterator[dict[str, Any]]:
    """The events that would stream the answer `body`, in the wire's layout (API.md 5.2).

    With `fast` each citation comes as soon as its words are out, else all come after the text.
    """
    message = body["message"]
    yield {"type": "message-start", "id": body["id"], "delta": {"message": {"role": "assistant"}}}
    citations = list(enumerate(message.get("citations") or ()))
    for index, part in enumerate(message.get("content") or ()):
        yield from _content(index, part, citations if fast else [], cut)
    for piece in cut(message.get("tool_plan") or ""):
        yield {"type": "tool-plan-delta", "delta": {"message": {"tool_plan": piece}}}
    for index, call in enumerate(message.get("tool_calls") or ()):
        yield from _call(index, call, cut)
    for number, citation in citations:
        yield from _citation(number, citation)
    ending = {key: body[key] for key in ("finish_reason", "usage", "error") if key in body}
    yield {"type": "message-end", "delta": ending}


def _content(
    index: int, part: dict[str, Any], citations: list[tuple[int, dict[str, Any]]], cut: Cut
) -> Iterator[dict[str, Any]]:
    kind = part["type"]
    start = {"type": kind, kind: ""}
    yield {"type": "content-start", "index": index, "delta": {"message": {"content": start}}}
    told = 0
    for piece in cut(part[kind]):
        delta = {"message": {"content": {kind: piece}}}
        yield {"type": "content-delta", "index": index, "delta": delta}
        told += len(piece)
        while kind == "text" and citations and citations[0][1]["end"] <= told:
            yield from _citation(*citations.pop(0))
    yield {"type": "content-end", "index": index}


def _call(index: int, call: dict[str, Any], cut: Cut) -> Iterator[dict[str, Any]]:
    function = {"name": call["function"]["name"], "arguments": ""}
    start = {"id": call["id"], "type": "function", "function": function}
    yield {"type": "tool-call-start", "index": index, "delta": {"message": {"tool_calls": start}}}
    for piece in cut(call["function"]["arguments"] or ""):
        delta = {"message": {"tool_calls": {"function": {"arguments": piece}}}}
        yield {"type": "tool-call-delta", "index": index, "delta": delta}
    yield {"type": "tool-call-end", "index": index}


def _citation(number: int, citation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    delta = {"message": {"citations": citation}}
    yield {"type": "citation-start", "index": number, "delta": delta}
    yield {"type": "citation-end", "index": number}
