"""The parts that an answer in one piece and a streamed one have in common (API.md 4.2).

All are read leniently, and flat: what the wire nests two deep is a field here.
"""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import AliasPath, BeforeValidator, Field

from cohere_tui.models.wire import Event, Many, OrElse, Whole, Word


def _arguments(value: object) -> object:
    """Arguments as JSON text, also where a server sends the object itself (GAPS 7.3)."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value


class Part(Event):
    """A block of content: text, thinking, or of a kind that was not known when this was written."""

    type: Word = ""
    """text, thinking, or a newer word."""
    text: Word = ""
    thinking: Word = ""


class Call(Event):
    """A tool call, or a piece of one; `arguments` is JSON text, "" for null (GAPS 3.3)."""

    id: Word = ""
    name: Word = Field("", validation_alias=AliasPath("function", "name"))
    arguments: Annotated[Word, BeforeValidator(_arguments)] = Field(
        "", validation_alias=AliasPath("function", "arguments")
    )


class Basis(Event):
    """What a citation rests on: `document` or `tool_output`, by `type`."""

    type: Word = "document"
    id: Word = ""
    document: Any = None
    tool_output: Any = None


class Cited(Event):
    """A citation: `start` and `end` are code points into the block `content_index`."""

    start: Whole = None
    end: Whole = None
    text: Word = ""
    sources: Many[Basis] = ()
    content_index: Whole = None
    type: Word = ""


class Used(Event):
    """Usage as the server counts it; all numbers optional (GAPS 3.4)."""

    input_tokens: Whole = Field(None, validation_alias=AliasPath("tokens", "input_tokens"))
    output_tokens: Whole = Field(None, validation_alias=AliasPath("tokens", "output_tokens"))
    image_tokens: Whole = Field(None, validation_alias=AliasPath("tokens", "image_tokens"))
    billed_input: Whole = Field(None, validation_alias=AliasPath("billed_units", "input_tokens"))
    billed_output: Whole = Field(None, validation_alias=AliasPath("billed_units", "output_tokens"))
    search_units: Whole = Field(None, validation_alias=AliasPath("billed_units", "search_units"))
    classifications: Whole = Field(
        None, validation_alias=AliasPath("billed_units", "classifications")
    )
    cached_tokens: Whole = None


class LogProbability(Event):
    """How likely a piece of text was, token by token."""

    text: Word = ""
    token_ids: Annotated[tuple[int, ...], OrElse(())] = ()
    logprobs: Annotated[tuple[float, ...], OrElse(())] = ()
