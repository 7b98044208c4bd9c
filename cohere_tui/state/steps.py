"""What each event of a stream does to an answer, and what its end does (API.md 5.2-5.6, GAPS 4).

Pure functions from turn to turn. They tell events apart by `type`, and name the models for the type
checker only: the state is on screen before pydantic is loaded.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from cohere_tui.state import growing, reading
from cohere_tui.state.parts import Block, Failure, Phase, Timing, ToolCall
from cohere_tui.state.pieces import Pieces

if TYPE_CHECKING:
    from collections.abc import Callable

    from cohere_tui.models import chat_events as wire
    from cohere_tui.models.chat import ChatResponse
    from cohere_tui.state.answer import Answer

T = TypeVar("T", bound="Answer")

_STREAMING: Final = Phase.STREAMING
_NEW: Final = object.__new__


def taken(turn: T, event: wire.ChatEvent | None, now: float | None) -> T:
    """`turn` after `event`; one that cannot be decoded or is unknown is counted."""
    step = None if event is None else STEPS.get(event.type)
    if step is None:
        return replace(turn, skipped=turn.skipped + 1)
    new: T = step(turn, event)
    # Most events are one more delta, which cannot change what is timed.
    if now is None or (step is _content_delta and new.timing.first_token_s is not None):
        return new
    return timed(new, now)


def over(turn: T, phase: Phase, failure: Failure | None, now: float | None) -> T:
    """`turn` at its end, with nothing open; one that is over stays as it was."""
    if turn.phase.over:
        return turn
    ended = replace(
        turn,
        blocks=growing.all_closed(turn.blocks),
        calls=growing.all_closed(turn.calls),
        phase=phase,
        failure=failure,
    )
    return ended if now is None else timed(ended, now)


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


def timed(turn: T, now: float) -> T:
    """`turn` with the times that it has reached by `now` and not before."""
    old = turn.timing
    at = max(now - old.started, 0.0)
    is_over = turn.phase.over
    first = at if old.first_token_s is None and turn.deltas else old.first_token_s
    thought = at if old.thought_s is None and _has_thought(turn) else old.thought_s
    elapsed = at if old.elapsed_s is None and is_over else old.elapsed_s
    timing = Timing(old.started, first, thought, elapsed)
    return turn if timing == old else replace(turn, timing=timing)


def _has_thought(turn: Answer) -> bool:
    """Whether there was thinking and it has ended: by its own end, or because more follows it.

    Thinking is the first block or none is (API.md 5.2).
    """
    blocks = turn.blocks
    if not blocks or blocks[0].kind != "thinking":
        return False
    return not blocks[0].open or len(blocks) > 1 or bool(turn.calls)


def _heard(turn: T, name: str, grown: object) -> T:
    """`turn` with the field that a piece of text made grow."""
    new = _NEW(type(turn))
    fields = new.__dict__
    fields.update(turn.__dict__)
    fields[name] = grown
    fields["phase"] = _STREAMING
    fields["deltas"] += 1
    return new


def _said(kind: str, text: str, thinking: str) -> tuple[str, Pieces]:
    """Kind and text of a block; where no kind is given, the key that is filled tells it."""
    return kind or ("thinking" if thinking else "text"), Pieces.of(thinking).add(text)


def _message_start(turn: T, event: wire.MessageStart) -> T:
    return replace(turn, response_id=turn.response_id or event.id, phase=_STREAMING)


def _content_start(turn: T, event: wire.ContentStart) -> T:
    kind, text = _said(event.kind, event.text, event.thinking)
    blocks = growing.opened(turn.blocks, event.index, kind, str(text))
    if text:
        return _heard(turn, "blocks", blocks)
    return replace(turn, blocks=blocks, phase=_STREAMING)


def _content_delta(turn: T, event: wire.ContentDelta) -> T:
    blocks = turn.blocks
    if event.thinking:
        blocks = growing.grown(blocks, event.index, "thinking", event.thinking)
    if event.text:
        blocks = growing.grown(blocks, event.index, "text", event.text)
    return turn if blocks is turn.blocks else _heard(turn, "blocks", blocks)


def _content_end(turn: T, event: wire.ContentEnd) -> T:
    return replace(turn, blocks=growing.closed(turn.blocks, event.index))


def _plan_delta(turn: T, event: wire.ToolPlanDelta) -> T:
    return _heard(turn, "plan", turn.plan.add(event.plan)) if event.plan else turn


def _call_start(turn: T, event: wire.ToolCallStart) -> T:
    calls = turn.calls
    for offset, one in enumerate(event.calls):
        index = None if event.index is None else event.index + offset
        calls = growing.called(calls, index, one.id, one.name, one.arguments)
    return turn if calls is turn.calls else _heard(turn, "calls", calls)


def _call_delta(turn: T, event: wire.ToolCallDelta) -> T:
    calls = turn.calls
    for offset, one in enumerate(event.calls):
        index = None if event.index is None else event.index + offset
        calls = growing.argued(calls, index, one.id, one.name, one.arguments)
    return turn if calls is turn.calls else _heard(turn, "calls", calls)


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
