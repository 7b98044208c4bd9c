"""What each event of a v2 stream does to an answer (API.md 5.2-5.6, GAPS 4).

Pure functions from turn to turn. They tell events apart by `type`, and name the models for the type
checker only: the state is on screen before pydantic is loaded.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from cohere_tui.state import growing, reading
from cohere_tui.state.parts import Block, Phase, ToolCall
from cohere_tui.state.phases import heard, over
from cohere_tui.state.pieces import Pieces

if TYPE_CHECKING:
    from collections.abc import Callable

    from cohere_tui.models import chat_events as wire
    from cohere_tui.models.chat import ChatResponse
    from cohere_tui.state.answer import Answer

T = TypeVar("T", bound="Answer")

_STREAMING: Final = Phase.STREAMING


def answered(turn: T, response: ChatResponse, now: float | None) -> T:
    """`turn` with the whole answer that came in one piece."""
    blocks = tuple(
        Block(*_said(part.type, part.text, part.thinking), index=index)
        for index, part in enumerate(response.content[: growing.MOST])
    )
    calls = tuple(
        ToolCall(call.id, call.name, Pieces.of(call.arguments), index=index)
        for index, call in enumerate(response.tool_calls[: growing.MOST])
    )
    plan = Pieces.of(response.tool_plan)
    cited = response.citations[: growing.MOST]
    full = replace(
        turn,
        response_id=response.id,
        blocks=blocks,
        plan=plan,
        calls=calls,
        citations=tuple(reading.citation(one, blocks, plan) for one in cited),
        usage=reading.usage(response.usage),
        finish=response.finish_reason,
    )
    failure = reading.failure(response.finish_reason, response.error, response.error_type)
    return over(full, Phase.FAILED if failure else Phase.DONE, failure, now)


def _said(kind: str, text: str, thinking: str) -> tuple[str, Pieces]:
    """Kind and text of a block; where no kind is given, the key that is filled tells it."""
    return kind or ("thinking" if thinking else "text"), Pieces.of(thinking).add(text)


def _message_start(turn: T, event: wire.MessageStart) -> T:
    return replace(turn, response_id=turn.response_id or event.id, phase=_STREAMING)


def _content_start(turn: T, event: wire.ContentStart) -> T:
    kind, text = _said(event.kind, event.text, event.thinking)
    blocks = growing.opened(turn.blocks, event.index, kind, str(text))
    if text:
        return heard(turn, "blocks", blocks)
    return replace(turn, blocks=blocks, phase=_STREAMING)


def _content_delta(turn: T, event: wire.ContentDelta) -> T:
    blocks = turn.blocks
    if event.thinking:
        blocks = growing.grown(blocks, event.index, "thinking", event.thinking)
    if event.text:
        blocks = growing.grown(blocks, event.index, "text", event.text)
    return turn if blocks is turn.blocks else heard(turn, "blocks", blocks)


def _content_end(turn: T, event: wire.ContentEnd) -> T:
    return replace(turn, blocks=growing.closed(turn.blocks, event.index))


def _plan_delta(turn: T, event: wire.ToolPlanDelta) -> T:
    return heard(turn, "plan", turn.plan.add(event.plan)) if event.plan else turn


def _call_start(turn: T, event: wire.ToolCallStart) -> T:
    calls = turn.calls
    for offset, one in enumerate(event.calls):
        index = None if event.index is None else event.index + offset
        calls = growing.called(calls, index, one.id, one.name, one.arguments)
    return turn if calls is turn.calls else heard(turn, "calls", calls)


def _call_delta(turn: T, event: wire.ToolCallDelta) -> T:
    calls = turn.calls
    for offset, one in enumerate(event.calls):
        index = None if event.index is None else event.index + offset
        calls = growing.argued(calls, index, one.id, one.name, one.arguments)
    return turn if calls is turn.calls else heard(turn, "calls", calls)


def _call_end(turn: T, event: wire.ToolCallEnd) -> T:
    return replace(turn, calls=growing.closed(turn.calls, event.index))


def _citation_start(turn: T, event: wire.CitationStart) -> T:
    new = event.citations[: growing.MOST - len(turn.citations)]
    cited = [reading.citation(one, turn.blocks, turn.plan) for one in new]
    return replace(turn, citations=(*turn.citations, *cited)) if cited else turn


def _message_end(turn: T, event: wire.MessageEnd) -> T:
    failure = reading.failure(event.finish_reason, event.error, event.error_type)
    full = replace(
        turn,
        response_id=turn.response_id or event.id,
        usage=reading.usage(event.usage),
        finish=event.finish_reason,
    )
    return over(full, Phase.FAILED if failure else Phase.DONE, failure, None)


def _nothing(turn: T, _event: object) -> T:
    return turn


STEPS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "message-start": _message_start,
    "content-start": _content_start,
    "content-delta": _content_delta,
    "content-end": _content_end,
    "tool-plan-delta": _plan_delta,
    "tool-call-start": _call_start,
    "tool-call-delta": _call_delta,
    "tool-call-end": _call_end,
    "citation-start": _citation_start,
    "citation-end": _nothing,
    "message-end": _message_end,
    "debug": _nothing,
    "done": _nothing,
}
"""By event type; a type that is not here is unknown."""
