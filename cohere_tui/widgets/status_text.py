"""What the status line says of an answer: its state in a word with a sign, and its figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cohere_tui.plain import one_line
from cohere_tui.state.parts import Phase

if TYPE_CHECKING:
    from cohere_tui.state.turn import Turn
    from cohere_tui.widgets.themes import Signs

SETTLED_S = 0.3
"""From so long after the first token on a rate is told."""


@dataclass(frozen=True, slots=True)
class Retry:
    """A wait before the request is sent again."""

    reason: str
    """Such as "429" or "the server is busy"."""
    at: float
    """Unix seconds."""


@dataclass(frozen=True, slots=True)
class State:
    """A sign, the words after it, and the style of both."""

    sign: str
    words: str
    style: str

    def __str__(self) -> str:
        return f"{self.sign} {self.words}"


def state_of(turn: Turn | None, retry: Retry | None, now: float, signs: Signs) -> State:
    """How things stand at `now` (unix seconds); without an answer, or after it, all is ready."""
    if retry is not None:
        wait = max(0, round(retry.at - now))
        words = f"{one_line(retry.reason, 60)}, again in {wait} s {signs.dot} esc stops"
        return State(signs.warning, words, "$warning")
    if turn is None or turn.phase is Phase.DONE:
        return State(signs.ready, "ready", "$success")
    if turn.phase is Phase.FAILED:
        return State(signs.failed, "failed", "$error")
    if turn.phase.over:
        return State(signs.warning, turn.phase.value, "$warning")
    return _running(turn, now, signs)


def _running(turn: Turn, now: float, signs: Signs) -> State:
    elapsed = max(0.0, now - turn.timing.started)
    sign = signs.working[int(elapsed * 4) % len(signs.working)]
    since = f" {elapsed:.0f} s" if elapsed >= 1 else ""
    if turn.phase is Phase.WAITING:
        return State(sign, f"waiting{signs.ellipsis}{since}", "$accent")
    if _is_thinking(turn):
        return State(sign, f"thinking{signs.ellipsis}{since}", "$secondary")
    return State(sign, _rate(turn, now) or f"answering{signs.ellipsis}", "$accent")


def figures_of(turn: Turn | None, now: float) -> list[str]:
    """Tokens, time to the first of them, and tokens per second once that is all: as far as known.

    A count that is ours and not the server's is marked with `~`.
    """
    if turn is None:
        return []
    figures = []
    if tokens := _tokens(turn):
        about = "" if turn.tokens_out is not None else "~"
        figures.append(f"{about}{tokens:,} token{'' if tokens == 1 else 's'}")
    if turn.timing.first_token_s is not None:
        figures.append(f"first {_seconds(turn.timing.first_token_s)}")
    if turn.phase.over and (rate := _rate(turn, now)):
        figures.append(rate)
    return figures


def _is_thinking(turn: Turn) -> bool:
    return bool(turn.blocks) and turn.blocks[-1].kind == "thinking" and turn.blocks[-1].open


def _tokens(turn: Turn) -> int:
    return turn.deltas if turn.tokens_out is None else turn.tokens_out


def _rate(turn: Turn, now: float) -> str:
    timing = turn.timing
    if timing.first_token_s is None:
        return ""
    elapsed = now - timing.started if timing.elapsed_s is None else timing.elapsed_s
    spent = elapsed - timing.first_token_s
    tokens = _tokens(turn)
    # The first moments say little, and a rate that jumps is worse than none.
    return f"{tokens / spent:,.0f} tok/s" if spent >= SETTLED_S and tokens > 1 else ""


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
