"""The parts that a v1 answer in one piece and a streamed one have in common (API.md 6.2, 6.3)."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AliasPath, Field

from cohere_tui.models.wire import Event, Flag, OrElse, Whole, Word, Words


class CallV1(Event):
    """A tool call, complete; it has no id."""

    name: Word = ""
    parameters: Annotated[dict[str, Any] | None, OrElse(None)] = None
    """An object; null in echoed histories (GAPS 3.10)."""


class CitedV1(Event):
    """A citation: `start` and `end` are code points into the text, or into the plan by `type`."""

    start: Whole = None
    end: Whole = None
    text: Word = ""
    document_ids: Words = ()
    type: Word = ""


class SearchQuery(Event):
    """What is searched for, in the model's words."""

    text: Word = ""
    generation_id: Word = ""


class SearchResult(Event):
    """What one connector found for one query, or why it found nothing."""

    query: Word = Field("", validation_alias=AliasPath("search_query", "text"))
    connector: Word = Field("", validation_alias=AliasPath("connector", "id"))
    document_ids: Words = ()
    error_message: Word = ""
    continue_on_failure: Flag = None
