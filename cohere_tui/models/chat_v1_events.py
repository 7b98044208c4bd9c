"""The events of a v1 chat stream (API.md 6.3). On the wire `type` is called `event_type`."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import AliasPath, Field, TypeAdapter

from cohere_tui.models.answers_v1 import CallV1, CitedV1, SearchQuery, SearchResult
from cohere_tui.models.chat_v1 import ChatResponseV1
from cohere_tui.models.events import EventReader, StreamDone, UnknownEvent
from cohere_tui.models.wire import Event, Many, OrElse, Whole, Word


class StreamStart(Event):
    """The answer begins."""

    type: Literal["stream-start"] = Field("stream-start", validation_alias="event_type")
    generation_id: Word = ""


class SearchQueriesGeneration(Event):
    """What will be searched for."""

    type: Literal["search-queries-generation"] = Field(
        "search-queries-generation", validation_alias="event_type"
    )
    search_queries: Many[SearchQuery] = ()


class SearchResults(Event):
    """What was found; with plain documents or tool results only `documents` is there."""

    type: Literal["search-results"] = Field("search-results", validation_alias="event_type")
    search_results: Many[SearchResult] = ()
    documents: Many[dict[str, Any]] = ()


class TextGeneration(Event):
    """More of the answer."""

    type: Literal["text-generation"] = Field("text-generation", validation_alias="event_type")
    text: Word = ""


class CitationGeneration(Event):
    """Citations, whole; usually one."""

    type: Literal["citation-generation"] = Field(
        "citation-generation", validation_alias="event_type"
    )
    citations: Many[CitedV1] = ()


class ToolCallsChunk(Event):
    """More of the plan (`text`), the `name` of a call, or more of its arguments."""

    type: Literal["tool-calls-chunk"] = Field("tool-calls-chunk", validation_alias="event_type")
    text: Word = ""
    index: Whole = Field(None, validation_alias=AliasPath("tool_call_delta", "index"))
    name: Word = Field("", validation_alias=AliasPath("tool_call_delta", "name"))
    arguments: Word = Field("", validation_alias=AliasPath("tool_call_delta", "parameters"))


class ToolCallsGeneration(Event):
    """All calls, complete, and the plan."""

    type: Literal["tool-calls-generation"] = Field(
        "tool-calls-generation", validation_alias="event_type"
    )
    text: Word = ""
    tool_calls: Many[CallV1] = ()


class StreamEnd(Event):
    """The answer is over, well or not; `response` says all of it again."""

    type: Literal["stream-end"] = Field("stream-end", validation_alias="event_type")
    finish_reason: Word = ""
    response: Annotated[ChatResponseV1, OrElse(ChatResponseV1())] = ChatResponseV1()


class DebugV1(Event):
    """Internal to the service; ignored."""

    type: Literal["debug"] = Field("debug", validation_alias="event_type")


KnownEventV1: TypeAlias = Annotated[
    StreamStart
    | SearchQueriesGeneration
    | SearchResults
    | TextGeneration
    | CitationGeneration
    | ToolCallsChunk
    | ToolCallsGeneration
    | StreamEnd
    | DebugV1,
    Field(discriminator="type"),
]
ChatEventV1: TypeAlias = KnownEventV1 | StreamDone | UnknownEvent
"""Any event, told apart by `type`."""

_READER: Final[EventReader[KnownEventV1]] = EventReader(TypeAdapter(KnownEventV1), "event_type")


def read_event_v1(data: str | bytes) -> ChatEventV1 | None:
    """The event in the `data` of one frame; None when it is not a JSON object. Never raises."""
    return _READER.read(data)
