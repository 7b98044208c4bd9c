"""The events of a v2 chat stream (API.md 5.3), flat: `event.text`, not `event.delta.message…`."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import AliasPath, Field, TypeAdapter

from cohere_tui.models.answers import Call, Cited, LogProbability, Used
from cohere_tui.models.events import EventReader, StreamDone, UnknownEvent
from cohere_tui.models.wire import Event, Many, OrElse, Whole, Word


class MessageStart(Event):
    """The answer begins; the only event with the response id."""

    type: Literal["message-start"] = "message-start"
    id: Word = ""


class ContentStart(Event):
    """A block opens."""

    type: Literal["content-start"] = "content-start"
    index: Whole = None
    kind: Word = Field("", validation_alias=AliasPath("delta", "message", "content", "type"))
    text: Word = Field("", validation_alias=AliasPath("delta", "message", "content", "text"))
    thinking: Word = Field(
        "", validation_alias=AliasPath("delta", "message", "content", "thinking")
    )


class ContentDelta(Event):
    """More of a block: `text` or `thinking`, the other is empty."""

    type: Literal["content-delta"] = "content-delta"
    index: Whole = None
    text: Word = Field("", validation_alias=AliasPath("delta", "message", "content", "text"))
    thinking: Word = Field(
        "", validation_alias=AliasPath("delta", "message", "content", "thinking")
    )
    logprobs: Many[LogProbability] = ()


class ContentEnd(Event):
    """A block closes."""

    type: Literal["content-end"] = "content-end"
    index: Whole = None


class ToolPlanDelta(Event):
    """More of the plan."""

    type: Literal["tool-plan-delta"] = "tool-plan-delta"
    plan: Word = Field("", validation_alias=AliasPath("delta", "message", "tool_plan"))


class ToolCallStart(Event):
    """A tool call opens: one on the wire, or several."""

    type: Literal["tool-call-start"] = "tool-call-start"
    index: Whole = None
    calls: Many[Call] = Field((), validation_alias=AliasPath("delta", "message", "tool_calls"))


class ToolCallDelta(Event):
    """More of the arguments of a tool call."""

    type: Literal["tool-call-delta"] = "tool-call-delta"
    index: Whole = None
    calls: Many[Call] = Field((), validation_alias=AliasPath("delta", "message", "tool_calls"))


class ToolCallEnd(Event):
    """A tool call closes."""

    type: Literal["tool-call-end"] = "tool-call-end"
    index: Whole = None


class CitationStart(Event):
    """A citation, whole: one on the wire, or several."""

    type: Literal["citation-start"] = "citation-start"
    index: Whole = None
    citations: Many[Cited] = Field((), validation_alias=AliasPath("delta", "message", "citations"))


class CitationEnd(Event):
    """Nothing more about a citation."""

    type: Literal["citation-end"] = "citation-end"
    index: Whole = None


class MessageEnd(Event):
    """The answer is over, well or not."""

    type: Literal["message-end"] = "message-end"
    id: Word = ""
    finish_reason: Word = Field("", validation_alias=AliasPath("delta", "finish_reason"))
    usage: Annotated[Used | None, OrElse(None)] = Field(
        None, validation_alias=AliasPath("delta", "usage")
    )
    error: Any = Field(None, validation_alias=AliasPath("delta", "error"))
    """A text as far as is known."""
    error_type: Word = Field("", validation_alias=AliasPath("delta", "error_type"))


class Debug(Event):
    """Internal to the service; ignored."""

    type: Literal["debug"] = "debug"


KnownEvent: TypeAlias = Annotated[
    MessageStart
    | ContentStart
    | ContentDelta
    | ContentEnd
    | ToolPlanDelta
    | ToolCallStart
    | ToolCallDelta
    | ToolCallEnd
    | CitationStart
    | CitationEnd
    | MessageEnd
    | Debug,
    Field(discriminator="type"),
]
ChatEvent: TypeAlias = KnownEvent | StreamDone | UnknownEvent
"""Any event, told apart by `type`."""

_READER: Final[EventReader[KnownEvent]] = EventReader(TypeAdapter(KnownEvent), "type")


def read_event(data: str | bytes) -> ChatEvent | None:
    """The event in the `data` of one frame; None when it is not a JSON object. Never raises."""
    return _READER.read(data)
