"""What an answer is made of: blocks, tool calls, citations, usage, and how it went."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from cohere_tui.state.pieces import EMPTY, Pieces

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohere_tui.models.json import JSON


class Phase(StrEnum):
    """Where an answer is in its life."""

    WAITING = "waiting"
    """Asked for; nothing has come."""
    STREAMING = "streaming"
    DONE = "done"
    STOPPED = "stopped"
    """The person stopped it; what had come is kept."""
    FAILED = "failed"
    """The server said no, or broke off with a reason."""
    INTERRUPTED = "interrupted"
    """The stream, or the app, ended before the answer did."""

    @property
    def over(self) -> bool:
        """Whether nothing more can come."""
        return self is not Phase.WAITING and self is not Phase.STREAMING


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the answer: `kind` is "text", "thinking", or what a newer server sends."""

    kind: str = "text"
    text: Pieces = EMPTY
    open: bool = False
    """Whether more of it may come."""
    index: int = field(default=0, compare=False)
    """Its number on the wire."""


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A tool the model wants called."""

    id: str = ""
    name: str = ""
    arguments: Pieces = EMPTY
    """JSON text, as the model wrote it: it can be empty or not JSON at all."""
    open: bool = False
    index: int = field(default=0, compare=False)
    """Its number on the wire."""

    @property
    def parsed(self) -> JSON:
        """The arguments as a JSON value, `{}` when there are none, None when they are not JSON."""
        text = str(self.arguments)
        if text.strip() in ("", "null"):
            return {}
        try:
            value: JSON = json.loads(text)
        except (ValueError, RecursionError):
            return None
        return value


@dataclass(frozen=True, slots=True)
class Source:
    """Where a cited statement comes from."""

    kind: str = "document"
    """"document", "tool", or what a newer server sends."""
    id: str = ""
    title: str = ""
    text: str = ""
    raw: Mapping[str, JSON] = field(default_factory=dict)
    """The whole document or tool output."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A span of the answer and what it rests on."""

    start: int
    """Code points from the start of its block."""
    end: int
    """Exclusive."""
    text: str = ""
    sources: tuple[Source, ...] = ()
    block: int = 0
    """Position in `Turn.blocks`; -1 when the span is in the tool plan."""
    kind: str = "TEXT_CONTENT"
    """The wire's word: TEXT_CONTENT, THINKING_CONTENT, PLAN, or a newer one."""


@dataclass(frozen=True, slots=True)
class Search:
    """What one connector found for one query (v1 only, API.md 6.2)."""

    query: str = ""
    connector: str = ""
    documents: tuple[str, ...] = ()
    """The ids of what it found."""
    trouble: str = ""
    """Why it found nothing, where it failed."""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What was gathered before the answer was written (v1 only); v2 names only what it cites."""

    queries: tuple[str, ...] = ()
    """What was to be searched for, in the model's words."""
    searches: tuple[Search, ...] = ()
    documents: Mapping[str, Source] = field(default_factory=dict)
    """By id, in order of arrival, cited or not."""


NOTHING_RETRIEVED: Final = Retrieved()


@dataclass(frozen=True, slots=True)
class Usage:
    """What an answer used; None is what the server did not say."""

    input_tokens: int | None = None
    """Raw tokens, hidden prompt template included."""
    output_tokens: int | None = None
    billed_input: int | None = None
    """The tokens that cost money."""
    billed_output: int | None = None
    search_units: int | None = None
    classifications: int | None = None
    image_tokens: int | None = None
    cached_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an answer failed, and what to do about it."""

    reason: str
    remedy: str = ""
    status: int | None = None
    """The HTTP status, when it was the status that said no."""
    trace_id: str = ""
    error_type: str = ""
    """The server's machine code, such as INVALID_TOOL_GENERATION."""


@dataclass(frozen=True, slots=True)
class Timing:
    """When an answer was asked for, and how long its parts took; None is not yet, or not known."""

    started: float = 0.0
    """Unix seconds."""
    first_token_s: float | None = None
    """Seconds since `started`, as all that follow."""
    thought_s: float | None = None
    """When the thinking ended."""
    elapsed_s: float | None = None
    """When the answer was over."""
