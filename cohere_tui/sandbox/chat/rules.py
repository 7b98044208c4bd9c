"""What has to agree within a v2 chat request, and the words of the refusal (API.md 4.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cohere_tui.sandbox.wire import RefusedError, invalid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.sandbox.catalogue import Model
    from cohere_tui.sandbox.chat.ask import Ask, Tool

MOST_IMAGES = 20
MOST_STOP_SEQUENCES = 5
MOST_STRICT_FIELDS = 200
_TOOL_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_IMAGE_URL = re.compile(r"https?://|data:image/(png|jpeg|webp|gif);base64,")


def conversation(messages: Sequence[dict[str, Any]]) -> None:
    """The order and the completeness of the messages, each of the fields of its role."""
    if not messages or messages[-1]["role"] in ("system", "assistant"):
        raise invalid("message must be at least 1 token long or tool results must be specified.")
    called: set[str] = set()
    opening = True
    for index, message in enumerate(messages):
        role = message["role"]
        opening = opening and role == "system"
        if role == "system" and not opening:
            raise RefusedError(400, "system turn must be the first in the list")
        if role == "assistant":
            _assistant(message, index, called)
        elif role == "tool":
            _result(message, called)
        elif _is_empty(message.get("content")):
            raise _silence(last=index == len(messages) - 1)


def _assistant(message: dict[str, Any], index: int, called: set[str]) -> None:
    calls = message.get("tool_calls") or []
    content = message.get("content")
    if not calls and _is_empty(content) and not message.get("tool_plan"):
        raise _silence(last=False)
    if calls:
        _no_text(content, f"messages[{index}].content")
    for call in calls:
        if call.get("type") != "function":
            raise RefusedError(400, "tool call must be of type function")
        if call.get("id", "") in called:
            raise RefusedError(400, "cannot have duplicate tool ids")
        called.add(call.get("id", ""))


def _no_text(content: Any, where: str) -> None:
    parts = [content] if isinstance(content, str) else content or []
    for number, part in enumerate(parts):
        at = where if isinstance(part, str) else f"{where}[{number}]"
        if part if isinstance(part, str) else part.get("text"):
            raise RefusedError(
                400,
                "text content is not allowed when tool_calls are provided. If you wish to pass a "
                "tool plan, either pass thinking content (with thinking enabled) or use "
                f"'tool_plan': '{at}'",
            )


def _result(message: dict[str, Any], called: set[str]) -> None:
    call_id = message.get("tool_call_id")
    if not call_id:
        raise RefusedError(400, "tool call id must be provided with tool message")
    if call_id not in called:
        raise RefusedError(400, "tool call id not found in previous tool calls")
    if _is_empty(message.get("content")):
        raise RefusedError(400, "message must not be empty in a turn")


def _is_empty(content: Any) -> bool:
    """No content, or no word, picture or document in it."""
    if isinstance(content, str) or content is None:
        return not content
    return not any(len(part) > 1 and all(part.values()) for part in content)


def _silence(*, last: bool) -> RefusedError:
    if last:
        return invalid("message must be at least 1 token long or tool results must be specified.")
    return invalid("all elements in history must have a message.")


def image(url: str, detail: str, model: Model) -> None:
    """One picture of a user message."""
    if "vision" not in model.features:
        raise invalid(f"images are not supported by the provided model: {model.name}.")
    if not _IMAGE_URL.match(url):
        raise invalid(
            "image_url must be an http(s) URL or a data URI of a png, jpeg, webp or gif image."
        )
    if detail not in ("", "auto", "low", "high"):
        raise RefusedError(422, "invalid value: parameter 'detail' must be one of auto, low, high.")


def agreement(ask: Ask, *, strict: bool, has_calls: bool) -> None:
    """What must agree between the fields, once each is good by itself."""
    if "chat" not in ask.model.endpoints:
        raise invalid(f"model '{ask.model.name}' is not supported by the chat API")
    if ask.json and (ask.documents or ask.tools):
        raise invalid(
            f"response_format is not supported with {'RAG' if ask.documents else 'tools'}."
        )
    if has_calls and not ask.tools:
        raise invalid("tools must be specified when the messages contain tool calls.")
    if ask.tool_choice and not ask.tools:
        raise invalid("tool_choice can only be specified together with tools.")
    _tools(ask.tools, ask.model, strict=strict)
    if len(ask.stop_sequences) > MOST_STOP_SEQUENCES:
        found = len(ask.stop_sequences)
        raise invalid(
            f"stop_sequences can hold at most {MOST_STOP_SEQUENCES} strings - received {found}."
        )
    if sum(said.images for said in ask.messages) > MOST_IMAGES:
        raise invalid(f"total number of images must be at most {MOST_IMAGES}.")
    _room(ask)


def _tools(tools: Sequence[Tool], model: Model, *, strict: bool) -> None:
    if tools and "tools" not in model.features:
        raise invalid(f"tools are not supported by the provided model: {model.name}.")
    for tool in tools:
        if not _TOOL_NAME.fullmatch(tool.name):
            raise invalid(
                "tool names can only contain certain characters (A-Za-z0-9_) and can't begin "
                f"with a digit (provided name: '{tool.name}')."
            )
        if strict and not tool.parameters.get("required"):
            raise invalid(
                f"strict_tools needs at least one required parameter (tool '{tool.name}')."
            )
    if (
        strict
        and sum(len(tool.parameters.get("properties", ())) for tool in tools) > MOST_STRICT_FIELDS
    ):
        raise invalid(f"strict_tools allows at most {MOST_STRICT_FIELDS} fields over all tools.")


def _room(ask: Ask) -> None:
    most = ask.model.output
    if ask.max_tokens is not None and ask.max_tokens < 1:
        raise invalid("max_tokens must be at least 1.")
    if ask.max_tokens is not None and ask.max_tokens > most:
        raise _too_many(
            f"max tokens must be less than or equal to {most}, the maximum output for this model "
            f"- received {ask.max_tokens}."
        )
    over = ask.prompt_tokens - ask.model.context
    if over > 0:
        raise _too_many(f"size limit exceeded by {over} tokens. Try using shorter or fewer inputs.")


def _too_many(what: str) -> RefusedError:
    return RefusedError(400, f"too many tokens: {what}", error_type="TOO_MANY_TOKENS")
