"""POST /v1/chat, the older chat: what is sent, and the answer in one piece (API.md 6.1, 6.2)."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, Self, TypeAlias

from pydantic import BeforeValidator, Field, model_validator

from cohere_tui.models.answers_v1 import CallV1, CitedV1, SearchQuery, SearchResult
from cohere_tui.models.bounds import FromOne, Seed, Share, StopSequences, TopK, TopP, upper
from cohere_tui.models.messages import Filled
from cohere_tui.models.meta import Meta
from cohere_tui.models.refusing import broken
from cohere_tui.models.wire import Flag, Many, OrElse, Sent, Wire, Word

EXCLUDES = "_excludes"
"""The key of a document that names the keys which the model shall not see."""


def _or_none(value: object) -> object:
    """Calls without parameters come as null (GAPS 3.10), and go back as an empty object."""
    return {} if value is None else value


class SentCall(Sent):
    """A call that the model asked for, sent back to it."""

    name: Filled
    parameters: Annotated[dict[str, Any], BeforeValidator(_or_none)] = Field(default_factory=dict)


class ToolOutcome(Sent):
    """What a tool gave back for one call: any number of objects."""

    call: SentCall
    outputs: tuple[dict[str, Any], ...]


class Utterance(Sent):
    """What the person, the model or the preamble said before."""

    role: Literal["USER", "CHATBOT", "SYSTEM"]
    message: Filled | None = None
    """May be missing where the model only called tools."""
    tool_calls: tuple[SentCall, ...] | None = None


class ToolUtterance(Sent):
    """What tools gave back before."""

    role: Literal["TOOL"]
    tool_results: tuple[ToolOutcome, ...]


def _plain_role(value: object) -> object:
    """Roles are written in any case: `System` was seen."""
    if isinstance(value, dict) and isinstance(value.get("role"), str):
        return {**value, "role": value["role"].upper()}
    return value


Past: TypeAlias = Annotated[
    Annotated[Utterance | ToolUtterance, Field(discriminator="role")],
    BeforeValidator(_plain_role),
]


class Connector(Sent):
    """A connector to search with; `web-search` was the one built in."""

    id: Filled
    user_access_token: str | None = None
    continue_on_failure: bool | None = None
    options: dict[str, Any] | None = None


class Parameter(Sent):
    """A parameter of a tool; `type` is the name of a Python type: `str`, `int`, `List[str]`."""

    type: Filled
    description: str | None = None
    required: bool | None = None


class ToolV1(Sent):
    """A tool the model may use."""

    name: Filled
    description: str
    parameter_definitions: dict[str, Parameter] | None = None


class ResponseFormatV1(Sent):
    """Plain text, or a JSON object that may have to fit `schema`."""

    type: Literal["text", "json_object"]
    json_schema: dict[str, Any] | None = Field(None, alias="schema")


class ChatRequestV1(Sent):
    """A v1 chat request; a field left out is the server's to decide."""

    message: str
    """Empty only where `tool_results` are what the model goes on from."""
    model: Filled | None = None
    """Left out, the account's default."""
    stream: bool | None = None
    preamble: str | None = None
    """The system prompt."""
    chat_history: tuple[Past, ...] | None = None
    conversation_id: Filled | None = None
    """A history that the server keeps, instead of `chat_history`."""
    prompt_truncation: (
        Annotated[Literal["OFF", "AUTO", "AUTO_PRESERVE_ORDER"], BeforeValidator(upper)] | None
    ) = None
    connectors: tuple[Connector, ...] | None = None
    search_queries_only: bool | None = None
    documents: tuple[dict[str, str | tuple[str, ...]], ...] | None = None
    citation_quality: (
        Annotated[Literal["ENABLED", "DISABLED", "FAST", "ACCURATE", "OFF"], BeforeValidator(upper)]
        | None
    ) = None
    temperature: Share = None
    max_tokens: FromOne = None
    max_input_tokens: FromOne = None
    k: TopK = None
    p: TopP = None
    seed: Seed = None
    stop_sequences: StopSequences = None
    frequency_penalty: Share = None
    presence_penalty: Share = None
    raw_prompting: bool | None = None
    tools: tuple[ToolV1, ...] | None = None
    tool_results: tuple[ToolOutcome, ...] | None = None
    force_single_step: bool | None = None
    response_format: ResponseFormatV1 | None = None
    safety_mode: (
        Annotated[Literal["CONTEXTUAL", "STRICT", "NONE"], BeforeValidator(upper)] | None
    ) = None

    @model_validator(mode="after")
    def _rules(self) -> Self:
        if not self.message and not self.tool_results:
            raise broken("message", "is empty; only tool_results can stand without a message")
        if self.chat_history and self.conversation_id:
            raise broken("chat_history", "cannot stand together with conversation_id")
        if not self.tools and (self.tool_results or self._has_calls):
            raise broken("tools", "is missing; tool results and calls need the tools sent again")
        self._check_history()
        self._check_documents()
        self._check_format()
        return self

    @property
    def _has_calls(self) -> bool:
        past = self.chat_history or ()
        return any(isinstance(one, ToolUtterance) or bool(one.tool_calls) for one in past)

    def _check_history(self) -> None:
        for number, past in enumerate(self.chat_history or ()):
            if isinstance(past, Utterance) and past.message is None and not past.tool_calls:
                raise broken(f"chat_history.{number}.message", "is missing")

    def _check_documents(self) -> None:
        for number, document in enumerate(self.documents or ()):
            for key, value in document.items():
                if not isinstance(value, str) and key != EXCLUDES:
                    raise broken(f"documents.{number}.{key}", "has to be a text")

    def _check_format(self) -> None:
        if self.response_format is None or self.response_format.type == "text":
            if self.response_format and self.response_format.json_schema is not None:
                raise broken("response_format", "schema needs the type json_object")
            return
        for field in ("documents", "connectors", "tools"):
            if getattr(self, field):
                raise broken("response_format", f"json_object cannot stand together with {field}")


class ChatResponseV1(Wire):
    """The answer in one piece; also the `response` at the end of a stream."""

    api: ClassVar[Literal[1]] = 1

    text: Word = ""
    """The answer; beside `tool_calls` it is the plan, and a search alone has none."""
    response_id: Word = ""
    generation_id: Word = ""
    citations: Many[CitedV1] = ()
    documents: Many[dict[str, Any]] = ()
    """What the answer is made from: each with its `id` and free keys."""
    is_search_required: Flag = None
    search_queries: Many[SearchQuery] = ()
    search_results: Many[SearchResult] = ()
    finish_reason: Word = ""
    """COMPLETE, STOP_SEQUENCE, MAX_TOKENS, ERROR, ERROR_TOXIC, ERROR_LIMIT, USER_CANCEL, TIMEOUT.

    COMPLETE also for a turn that calls tools: look at `tool_calls`.
    """
    tool_calls: Many[CallV1] = ()
    chat_history: Many[dict[str, Any]] = ()
    """The whole conversation as the server sees it, this answer included."""
    meta: Annotated[Meta, OrElse(Meta())] = Meta()
    warning: Word = ""
    """The server's remark about the request."""
