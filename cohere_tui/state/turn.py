"""One answer of a model as it grows, and the other entries of a conversation."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from cohere_tui.state import phases, steps, steps_v1
from cohere_tui.state.answer import Answer, new_id
from cohere_tui.state.parts import (
    Block,
    Citation,
    Failure,
    Phase,
    Retrieved,
    Search,
    Source,
    Timing,
    ToolCall,
    Usage,
)

if TYPE_CHECKING:
    from cohere_tui.models.chat import ChatResponse
    from cohere_tui.models.chat_events import ChatEvent
    from cohere_tui.models.chat_v1 import ChatResponseV1
    from cohere_tui.models.chat_v1_events import ChatEventV1

__all__ = [
    "Block",
    "Citation",
    "Entry",
    "Failure",
    "Phase",
    "Prompt",
    "Retrieved",
    "Search",
    "Source",
    "Timing",
    "ToolCall",
    "ToolResult",
    "Turn",
    "Usage",
    "new_id",
]

_CUT: Final = Failure("The stream ended before the answer was complete.", "Press r to try again.")


@dataclass(frozen=True)
class Turn(Answer):
    """One answer of a model; frozen, each event makes a new one."""

    def apply(self, event: ChatEvent | ChatEventV1 | None, now: float | None = None) -> Turn:
        """The answer after `event` of either version; never raises. One that is over stays so.

        None stands for an event that could not be decoded. `now` in unix seconds fills `timing`.
        """
        if not (self.phase is _STREAMING or self.phase is _WAITING):
            return self
        step = None if event is None else _STEPS.get(event.type)
        if event is None or step is None:
            return replace(self, skipped=self.skipped + 1)
        new: Turn = step(self, event)
        # Most events are one more piece of text, which cannot change what is timed.
        if now is None or (event.type in _TEXT and new.timing.first_token_s is not None):
            return new
        return phases.timed(new, now)

    @classmethod
    def of_response(
        cls,
        response: ChatResponse | ChatResponseV1,
        asked: Turn | None = None,
        now: float | None = None,
    ) -> Turn:
        """The answer that came in one piece: `same_answer` as the streamed one.

        `asked` is the waiting turn whose id, model and start it takes over.
        """
        turn = asked or cls()
        if response.api == 1:
            return steps_v1.answered(turn, response, now)
        return steps.answered(turn, response, now)

    def stopped(self, now: float | None = None) -> Turn:
        """The person stopped it. What is over stays as it was, here and below."""
        return phases.over(self, Phase.STOPPED, None, now)

    def failed(self, failure: Failure, now: float | None = None) -> Turn:
        """It failed, with what had come."""
        return phases.over(self, Phase.FAILED, failure, now)

    def interrupted(self, now: float | None = None) -> Turn:
        """The app ended in the middle of it."""
        return phases.over(self, Phase.INTERRUPTED, None, now)

    def ended(self, now: float | None = None) -> Turn:
        """The stream is at its end: an answer that is not over by now was cut."""
        return phases.over(self, Phase.INTERRUPTED, _CUT, now)

    def same_answer(self, other: Turn) -> bool:
        """Whether both say the same, whatever their ids, times and ways of coming here."""
        return all(getattr(self, name) == getattr(other, name) for name in _ANSWER)


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the person said."""

    id: str = field(default_factory=new_id)
    text: str = ""
    at: float = 0.0
    """Unix seconds."""


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What a tool gave back for one call."""

    id: str = field(default_factory=new_id)
    call_id: str = ""
    content: str = ""
    at: float = 0.0
    """Unix seconds."""


Entry: TypeAlias = Prompt | Turn | ToolResult
"""What a conversation is made of, in order."""

_ANSWER: Final = (
    "response_id", "blocks", "plan", "calls", "citations", "retrieved", "usage", "finish", "phase",
    "failure",
)  # fmt: skip
_STEPS: Final = {**steps.STEPS, **steps_v1.STEPS}
_TEXT: Final = frozenset({"content-delta", "text-generation"})
_STREAMING: Final = Phase.STREAMING
_WAITING: Final = Phase.WAITING
