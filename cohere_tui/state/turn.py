"""One answer of a model as it grows, and the other entries of a conversation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias
from uuid import uuid4

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
from cohere_tui.state.pieces import EMPTY, Pieces

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


def new_id() -> str:
    """An id of ours: 32 hexadecimal digits, never used before."""
    return uuid4().hex


@dataclass(frozen=True)
class Turn:
    """One answer of a model; frozen, each event makes a new one."""

    id: str = field(default_factory=new_id)
    """Ours."""
    response_id: str = ""
    """The server's."""
    model: str = ""
    blocks: tuple[Block, ...] = ()
    plan: Pieces = EMPTY
    """What a model without thinking says before it calls tools."""
    calls: tuple[ToolCall, ...] = ()
    citations: tuple[Citation, ...] = ()
    """In order of arrival."""
    usage: Usage | None = None
    finish: str = ""
    """The wire's word, such as COMPLETE; empty until known."""
    phase: Phase = Phase.WAITING
    failure: Failure | None = None
    timing: Timing = field(default_factory=Timing)
    skipped: int = 0
    """How many events could not be decoded or are of an unknown kind."""
    deltas: int = 0
    """How many pieces of text have come: about one token each, while `usage` is not known."""

    def apply(self, event: ChatEvent | None, now: float | None = None) -> Turn:
        """The answer after `event`; never raises.

        None stands for an event that could not be decoded. `now` in unix seconds fills `timing`.
        """
        raise NotImplementedError

    @classmethod
    def of_response(
        cls, response: ChatResponse, asked: Turn | None = None, now: float | None = None
    ) -> Turn:
        """The answer that came in one piece: `same_answer` as the streamed one.

        `asked` is the waiting turn whose id, model and start it takes over.
        """
        raise NotImplementedError

    def stopped(self, now: float | None = None) -> Turn:
        """The person stopped it. What is over stays as it was, here and below."""
        raise NotImplementedError

    def failed(self, failure: Failure, now: float | None = None) -> Turn:
        """It failed, with what had come."""
        raise NotImplementedError

    def interrupted(self, now: float | None = None) -> Turn:
        """The app ended in the middle of it."""
        raise NotImplementedError

    def ended(self, now: float | None = None) -> Turn:
        """The stream is at its end: an answer that is not over now was cut."""
        raise NotImplementedError

    @property
    def text(self) -> str:
        """The text blocks, joined."""
        return self._joined("text")

    @property
    def thinking(self) -> str:
        """The thinking blocks, joined."""
        return self._joined("thinking")

    def _joined(self, kind: str) -> str:
        texts = [str(block.text) for block in self.blocks if block.kind == kind]
        return texts[0] if len(texts) == 1 else "".join(texts)

    @property
    def tokens_out(self) -> int | None:
        """The tokens of the answer as billed, else as counted; None until the server said it."""
        if self.usage is None:
            return None
        billed = self.usage.billed_output
        return self.usage.output_tokens if billed is None else billed

    def same_answer(self, other: Turn) -> bool:
        """Whether both say the same, whatever their ids, times and ways of coming here."""
        raise NotImplementedError


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
