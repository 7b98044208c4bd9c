"""The fields of a v2 chat request and their bounds (API.md 4.1)."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from cohere_tui.models.bounds import (
    FromOne,
    Priority,
    Seed,
    Share,
    StopSequences,
    TopK,
    TopP,
    upper,
)
from cohere_tui.models.messages import Document, Filled, Message
from cohere_tui.models.refusing import broken
from cohere_tui.models.wire import Sent

_NOTHING: Final[dict[str, Any]] = {"type": "object", "properties": {}}


def _or_nothing(value: object) -> object:
    """The API wants the schema also of a function that takes nothing."""
    return _NOTHING if value is None else value


class ToolFunction(Sent):
    """A function the model may call; `parameters` is a JSON Schema of an object."""

    name: Filled
    description: str | None = None
    parameters: Annotated[dict[str, Any], BeforeValidator(_or_nothing)] = Field(
        default_factory=lambda: dict(_NOTHING)
    )


class Tool(Sent):
    """A tool the model may use."""

    type: Literal["function"] = "function"
    function: ToolFunction


class CitationOptions(Sent):
    """How carefully, and when, the answer is cited."""

    mode: Annotated[
        Literal["ENABLED", "DISABLED", "FAST", "ACCURATE", "OFF"], BeforeValidator(upper)
    ]


class ResponseFormat(Sent):
    """Plain text, or a JSON object that may have to fit `json_schema`."""

    type: Literal["text", "json_object"]
    json_schema: dict[str, Any] | None = None

    @model_validator(mode="after")
    def _schema_needs_json(self) -> Self:
        if self.type == "text" and self.json_schema is not None:
            raise broken("response_format", "json_schema needs the type json_object")
        return self


class Thinking(Sent):
    """Whether a reasoning model thinks first, and for how many tokens at most."""

    type: Literal["enabled", "disabled"]
    token_budget: Annotated[int, Field(ge=1)] | None = None


class ChatFields(Sent):
    """The fields of a v2 chat request, each within its own bounds."""

    model: Filled
    messages: Annotated[tuple[Message, ...], Field(min_length=1)]
    """In time order; the last is usually of the user or a tool."""
    stream: bool | None = None
    tools: tuple[Tool, ...] | None = None
    strict_tools: bool | None = None
    tool_choice: Annotated[Literal["REQUIRED", "NONE"], BeforeValidator(upper)] | None = None
    documents: tuple[str | Document, ...] | None = None
    citation_options: CitationOptions | None = None
    response_format: ResponseFormat | None = None
    safety_mode: (
        Annotated[Literal["CONTEXTUAL", "STRICT", "OFF"], BeforeValidator(upper)] | None
    ) = None
    max_tokens: FromOne = None
    stop_sequences: StopSequences = None
    temperature: Share = None
    seed: Seed = None
    frequency_penalty: Share = None
    presence_penalty: Share = None
    k: TopK = None
    p: TopP = None
    logprobs: bool | None = None
    thinking: Thinking | None = None
    priority: Priority = None
