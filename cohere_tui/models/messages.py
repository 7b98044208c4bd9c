"""The messages of a v2 chat request, one model per role (API.md 4.1)."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from cohere_tui.models.wire import Sent

Filled = Annotated[str, Field(min_length=1)]
"""A text that is not empty: servers refuse empty content."""


class TextPart(Sent):
    """Text in a list of content."""

    type: Literal["text"] = "text"
    text: Filled


class ThinkingPart(Sent):
    """What a reasoning model thought, sent back to it."""

    type: Literal["thinking"] = "thinking"
    thinking: Filled


class Image(Sent):
    """Where an image is, as https URL or data URI, and how closely to look."""

    url: Filled
    detail: Literal["auto", "low", "high"] | None = None


class ImagePart(Sent):
    """An image for a vision model."""

    type: Literal["image_url"] = "image_url"
    image_url: Image


class Document(Sent):
    """A document to answer from: `data` is an object of short text fields, or one text."""

    id: str | None = None
    data: dict[str, Any] | str


class DocumentPart(Sent):
    """A document as the result of a tool."""

    type: Literal["document"] = "document"
    document: Document


class Function(Sent):
    """Which function is called, with the arguments as JSON text."""

    name: Filled
    arguments: str


class ToolCall(Sent):
    """A call that the model asked for, sent back to it."""

    id: Filled
    type: Literal["function"] = "function"
    function: Function


class SystemMessage(Sent):
    """Instructions that stand above the conversation."""

    role: Literal["system"] = "system"
    content: Filled | Annotated[tuple[TextPart, ...], Field(min_length=1)]


UserPart: TypeAlias = Annotated[TextPart | ImagePart, Field(discriminator="type")]


class UserMessage(Sent):
    """What the person says."""

    role: Literal["user"] = "user"
    content: Filled | Annotated[tuple[UserPart, ...], Field(min_length=1)]


AssistantPart: TypeAlias = Annotated[TextPart | ThinkingPart, Field(discriminator="type")]


class AssistantMessage(Sent):
    """What the model said before: text, or tool calls with a plan or thinking."""

    role: Literal["assistant"] = "assistant"
    content: Filled | Annotated[tuple[AssistantPart, ...], Field(min_length=1)] | None = None
    tool_plan: str | None = None
    tool_calls: tuple[ToolCall, ...] | None = None
    citations: tuple[dict[str, Any], ...] | None = None

    @property
    def says_text(self) -> bool:
        """Whether it carries text, which must not stand beside tool calls."""
        if isinstance(self.content, str):
            return True
        return any(isinstance(part, TextPart) for part in self.content or ())


ToolPart: TypeAlias = Annotated[TextPart | DocumentPart, Field(discriminator="type")]


class ToolMessage(Sent):
    """What a tool gave back for the call `tool_call_id`."""

    role: Literal["tool"] = "tool"
    tool_call_id: Filled
    content: Filled | Annotated[tuple[ToolPart, ...], Field(min_length=1)]


Message: TypeAlias = Annotated[
    SystemMessage | UserMessage | AssistantMessage | ToolMessage, Field(discriminator="role")
]
"""A message of any role."""
