"""POST /v2/chat: what is sent, and the answer in one piece (API.md 4.1, 4.2)."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AliasPath, BeforeValidator, Field, model_validator

from cohere_tui.models import chat_rules
from cohere_tui.models.answers import Call, Cited, LogProbability, Part, Used
from cohere_tui.models.chat_fields import ChatFields
from cohere_tui.models.wire import Many, OrElse, Wire, Word


class ChatRequest(ChatFields):
    """A v2 chat request; a field left out is the server's to decide."""

    @model_validator(mode="after")
    def _rules(self) -> Self:
        chat_rules.check(self)
        return self


def _parts(value: object) -> object:
    """Content as a list, also where a server sends one text."""
    return [{"type": "text", "text": value}] if isinstance(value, str) else value


class ChatResponse(Wire):
    """The answer in one piece: what is inside `message` on the wire is a field here."""

    api: ClassVar[Literal[2]] = 2

    id: Word = ""
    finish_reason: Word = ""
    """COMPLETE, STOP_SEQUENCE, MAX_TOKENS, TOOL_CALL, ERROR, TIMEOUT, or a newer word."""
    content: Annotated[Many[Part], BeforeValidator(_parts)] = Field(
        (), validation_alias=AliasPath("message", "content")
    )
    tool_plan: Word = Field("", validation_alias=AliasPath("message", "tool_plan"))
    tool_calls: Many[Call] = Field((), validation_alias=AliasPath("message", "tool_calls"))
    citations: Many[Cited] = Field((), validation_alias=AliasPath("message", "citations"))
    usage: Annotated[Used | None, OrElse(None)] = None
    logprobs: Many[LogProbability] = ()
    error: Any = None
    """Not documented in an answer of one piece; taken where it comes."""
    error_type: Word = ""
