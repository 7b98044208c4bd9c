"""A v2 chat request after it was found good: plain frozen values for `answers/` to compute with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohere_tui.sandbox.catalogue import Model


_CLOSELY = 20_000
"""Characters."""


class Citing(Enum):
    """When citations are sent: never, right after their words, or after the text."""

    NEVER = "never"
    FAST = "fast"
    ACCURATE = "accurate"


@dataclass(frozen=True, slots=True)
class Passage:
    """Something to quote: a document of the request, or a piece of a tool's result."""

    source: Mapping[str, Any]
    """The citation source, as it is sent (API.md 4.2)."""
    title: str
    text: str
    """What may be quoted."""
    data: Any = None
    """The parsed JSON of a tool's result, when it is JSON."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool that may be called."""

    name: str
    description: str
    parameters: Mapping[str, Any]
    """A JSON schema."""


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the conversation."""

    role: str
    text: str
    calls: tuple[str, ...] = ()
    """The ids of the tool calls it made."""
    passages: tuple[Passage, ...] = ()
    """A tool's results."""
    images: int = 0


@dataclass(frozen=True, slots=True)
class Ask:
    """All of a request that matters for its answer."""

    model: Model
    messages: tuple[Said, ...]
    stream: bool = False
    documents: tuple[Passage, ...] = ()
    tools: tuple[Tool, ...] = ()
    tool_choice: str = ""
    """`REQUIRED`, `NONE` or empty: free."""
    citing: Citing = Citing.ACCURATE
    json: bool = False
    schema: Mapping[str, Any] | None = None
    """The schema of the JSON asked for, if one was given."""
    thinking: bool | None = None
    """Asked for, refused, or (None) left to the model."""
    token_budget: int | None = None
    max_tokens: int | None = None
    stop_sequences: tuple[str, ...] = ()
    seed: int = 0
    logprobs: bool = False
    settings: Mapping[str, Any] | None = None
    """The sampling settings that came, for showing."""
    prompt_tokens: int = 0
    image_tokens: int = 0

    @property
    def prompt(self) -> str:
        """What the user said last."""
        return next((said.text for said in reversed(self.messages) if said.role == "user"), "")

    @property
    def question(self) -> str:
        """As much of the prompt as is looked at closely."""
        return self.prompt[:_CLOSELY]

    @property
    def system(self) -> str:
        """The system prompt; empty without one."""
        return "\n".join(said.text for said in self.messages if said.role == "system")

    @property
    def results(self) -> tuple[Passage, ...]:
        """The tool results that the conversation ends with; empty when it does not end with any."""
        found: list[Passage] = []
        for said in reversed(self.messages):
            if said.role != "tool":
                break
            found[:0] = said.passages
        return tuple(found)
