"""The rules of a chat request that concern more than one field (API.md 4.1).

Each is one the documents give; a server would answer 400 or 422.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cohere_tui.models.messages import AssistantMessage, ImagePart, ToolMessage, UserMessage
from cohere_tui.models.refusing import broken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cohere_tui.models.chat_fields import ChatFields
    from cohere_tui.models.messages import Message

MOST_IMAGES: Final = 20
MOST_IMAGE_BYTES: Final = 20_000_000
MOST_STRICT_FIELDS: Final = 200


def check(request: ChatFields) -> None:
    """Raise the first rule that `request` breaks, as pydantic wants it."""
    _check_calls(request.messages, has_tools=bool(request.tools))
    _check_images(request.messages)
    _check_format(request)
    if request.strict_tools:
        _check_strict_tools([tool.function.parameters for tool in request.tools or ()])


def _check_calls(messages: Sequence[Message], *, has_tools: bool) -> None:
    known: set[str] = set()
    for number, message in enumerate(messages):
        here = f"messages.{number}"
        if isinstance(message, AssistantMessage):
            if not message.tool_calls and message.content is None:
                raise broken(f"{here}.content", "an assistant message needs content or tool_calls")
            if message.tool_calls and message.says_text:
                raise broken(
                    f"{here}.content", "text cannot stand beside tool_calls; use tool_plan"
                )
            known.update(call.id for call in message.tool_calls or ())
        elif isinstance(message, ToolMessage) and message.tool_call_id not in known:
            raise broken(f"{here}.tool_call_id", "no earlier message calls a tool with this id")
    if known and not has_tools:
        raise broken("tools", "is missing; messages with tool calls need the tools sent again")


def _images(messages: Sequence[Message]) -> Iterator[str]:
    for message in messages:
        if isinstance(message, UserMessage) and not isinstance(message.content, str):
            yield from (
                part.image_url.url for part in message.content if isinstance(part, ImagePart)
            )


def _check_images(messages: Sequence[Message]) -> None:
    images = list(_images(messages))
    if len(images) > MOST_IMAGES:
        raise broken("messages", f"found {len(images)} images; allowed: at most {MOST_IMAGES}")
    size = sum(len(url.partition(",")[2]) * 3 // 4 for url in images if url.startswith("data:"))
    if size > MOST_IMAGE_BYTES:
        raise broken("messages", f"found {size / 1e6:.1f} MB of images; allowed: at most 20 MB")


def _check_format(request: ChatFields) -> None:
    if request.response_format is None or request.response_format.type != "json_object":
        return
    for field in ("documents", "tools"):
        if getattr(request, field):
            raise broken("response_format", f"json_object cannot stand together with {field}")


def _check_strict_tools(schemas: Sequence[Mapping[str, Any]]) -> None:
    for number, schema in enumerate(schemas):
        if not schema.get("required"):
            raise broken(
                f"tools.{number}", "with strict_tools every tool needs a required parameter"
            )
    fields = sum(len(schema.get("properties") or ()) for schema in schemas)
    if fields > MOST_STRICT_FIELDS:
        raise broken(
            "tools", f"found {fields} parameters; allowed: {MOST_STRICT_FIELDS} with strict_tools"
        )
