"""What the parts of a chat request mean, in either version."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cohere_tui.sandbox import fields
from cohere_tui.sandbox.answers.tokens import count
from cohere_tui.sandbox.chat import fields as known
from cohere_tui.sandbox.chat import schemas
from cohere_tui.sandbox.chat.ask import Citing
from cohere_tui.sandbox.wire import loads

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cohere_tui.sandbox.chat.ask import Passage, Said, Tool

CITING = {
    "": Citing.ACCURATE,
    "ENABLED": Citing.ACCURATE,
    "ACCURATE": Citing.ACCURATE,
    "FAST": Citing.FAST,
    "DISABLED": Citing.NEVER,
    "OFF": Citing.NEVER,
}
"""By the words that ask for it."""
SHOWN = ("temperature", "p", "k", "seed", "max_tokens", "frequency_penalty", "presence_penalty")
"""The settings that an answer may show."""
_NOT_TEXT = ("id", "title", "url", "name")


def call_title(name: str, arguments: Any) -> str:
    """A call as it is referred to: `get_tide(Cobh)`."""
    if not isinstance(arguments, dict) or not arguments:
        return str(name)
    return f"{name}({', '.join(str(value) for value in arguments.values())})"


def json_in(text: str) -> Any:
    """The JSON value that a text is; None where it is none."""
    try:
        return loads(text)
    except ValueError:
        return None


def words_of(data: Mapping[str, Any]) -> str:
    """What there is to quote in the fields of a document, one to a line."""
    texts = [
        value for key, value in data.items() if isinstance(value, str) and key not in _NOT_TEXT
    ]
    return "\n".join(texts or [str(value) for value in data.values()])


def format_of(value: Any) -> tuple[bool, dict[str, Any] | None]:
    """Whether JSON is asked for, and of which schema. The guides also call the schema `schema`."""
    shape = fields.shaped(value or {}, known.FORMAT, "response_format")
    kind = fields.one_of(shape.get("type", "text"), ("text", "json_object"), "response_format.type")
    schema = shape.get("json_schema", shape.get("schema"))
    if schema is not None:
        schemas.answer_schema(schema)
    return kind == "json_object", schema


def prompt_tokens(said: Sequence[Said], documents: Sequence[Passage], tools: Sequence[Tool]) -> int:
    """How many tokens the words of a request are."""
    texts = [one.text for one in said] + [document.text for document in documents]
    texts += [f"{tool.name} {tool.description} {json.dumps(tool.parameters)}" for tool in tools]
    return sum(count(text) for text in texts)
