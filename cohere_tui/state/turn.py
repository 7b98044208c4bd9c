"""One answer of a model as it grows, and the other entries of a conversation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from cohere_tui.state import steps
from cohere_tui.state.answer import Answer, new_id
from cohere_tui.state.parts import (
    Block,
    Citation,
    Failure,
    Phase,
    Source,
    Timing,
    ToolCall,
    Usage,
)

if TYPE_CHECKING:
    from cohere_tui.models.chat import ChatResponse
    from cohere_tui.models.chat_events import ChatEvent

__all__ = [
    "Block",
    "Citation",
    "Entry",
    "Failure",
    "Phase",
    "Prompt",
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

    def apply(self, event: ChatEvent | None, now: float | None = None) -> Turn:
        """The answer after `event`; never raises. An answer that is over stays as it is.

        None stands for an event that could not be decoded. `now` in unix seconds fills `timing`.
        """
        if self.phase is _STREAMING or self.phase is _WAITING:
            return steps.taken(self, event, now)
        return self

    @classmethod
    def of_response(
        cls, response: ChatResponse, asked: Turn | None = None, now: float | None = None
    ) -> Turn:
        """The answer that came in one piece: `same_answer` as the streamed one.

        `asked` is the waiting turn whose id, model and start it takes over.
        """
        return steps.answered(asked or cls(), response, now)

    def stopped(self, now: float | None = None) -> Turn:
        """The person stopped it. What is over stays as it was, here and below."""
        return steps.over(self, Phase.STOPPED, None, now)

    def failed(self, failure: Failure, now: float | None = None) -> Turn:
        """It failed, with what had come."""
        return steps.over(self, Phase.FAILED, failure, now)

    def interrupted(self, now: float | None = None) -> Turn:
        """The app ended in the middle of it."""
        return steps.over(self, Phase.INTERRUPTED, None, now)

    def ended(self, now: float | None = None) -> Turn:
        """The stream is at its end: an answer that is not over by now was cut."""
        return steps.over(self, Phase.INTERRUPTED, _CUT, now)

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
    "response_id", "blocks", "plan", "calls", "citations", "usage", "finish", "phase", "failure",
)  # fmt: skip
_STREAMING: Final = Phase.STREAMING
_WAITING: Final = Phase.WAITING
