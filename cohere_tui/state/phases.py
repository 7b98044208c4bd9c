"""What all answers go through, of either version: they are heard, they take time, they end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeVar

from cohere_tui.state import growing
from cohere_tui.state.parts import Failure, Phase, Timing

if TYPE_CHECKING:
    from cohere_tui.state.answer import Answer

T = TypeVar("T", bound="Answer")

_STREAMING: Final = Phase.STREAMING
_NEW: Final = object.__new__


def heard(turn: T, name: str, grown: object) -> T:
    """`turn` with the field that a piece of text made grow."""
    new = _NEW(type(turn))
    fields = new.__dict__
    fields.update(turn.__dict__)
    fields[name] = grown
    fields["phase"] = _STREAMING
    fields["deltas"] += 1
    return new


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
