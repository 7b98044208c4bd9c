"""The fields of a v2 chat request: which exist, of which type, within which bounds (API.md 4.1).

What is unknown, mistyped or out of an enumeration is a 422, what is out of bounds a 400.
Nulls count as absent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cohere_tui.sandbox.wire import RefusedError, invalid

Fields = Mapping[str, str]
"""Field names with their JSON types; `string|array` for either, `any` for all."""

REQUEST: Fields = {
    "model": "string", "messages": "array", "stream": "boolean", "tools": "array",
    "strict_tools": "boolean", "tool_choice": "string", "documents": "array",
    "citation_options": "object", "response_format": "object", "safety_mode": "string",
    "max_tokens": "integer", "stop_sequences": "array", "temperature": "number", "seed": "integer",
    "frequency_penalty": "number", "presence_penalty": "number", "k": "integer", "p": "number",
    "logprobs": "boolean", "thinking": "object", "priority": "integer",
}  # fmt: skip
MESSAGES: Mapping[str, Fields] = {
    "system": {"role": "string", "content": "string|array"},
    "user": {"role": "string", "content": "string|array"},
    "assistant": {
        "role": "string", "content": "string|array", "tool_plan": "string", "tool_calls": "array",
        "citations": "array",
    },
    "tool": {"role": "string", "tool_call_id": "string", "content": "string|array"},
}  # fmt: skip
PARTS: Mapping[str, Fields] = {
    "text": {"type": "string", "text": "string"},
    "thinking": {"type": "string", "thinking": "string"},
    "image_url": {"type": "string", "image_url": "object"},
    "document": {"type": "string", "document": "object"},
}
PARTS_OF = {
    "system": ("text",),
    "user": ("text", "image_url"),
    "assistant": ("text", "thinking"),
    "tool": ("text", "document"),
}
IMAGE: Fields = {"url": "string", "detail": "string"}
DOCUMENT: Fields = {"id": "string", "data": "object|string"}
TOOL: Fields = {"type": "string", "function": "object"}
FUNCTION: Fields = {"name": "string", "description": "string", "parameters": "object"}
CALL: Fields = {"id": "string", "type": "string", "function": "object"}
CALLED: Fields = {"name": "string", "arguments": "string"}
CITATIONS: Fields = {"mode": "string"}
FORMAT: Fields = {"type": "string", "json_schema": "any", "schema": "any"}
THINKING: Fields = {"type": "string", "token_budget": "integer"}

_BOUNDS = {
    "temperature": (0, 1, "0 and 1.0"),
    "frequency_penalty": (0, 1, "0 and 1"),
    "presence_penalty": (0, 1, "0 and 1"),
    "p": (0.01, 0.99, "0.01 and 0.99"),
    "k": (0, 500, "0 and 500"),
    "seed": (0, 2**64 - 1, f"0 and {2**64 - 1}"),
    "priority": (0, 999, "0 and 999"),
}


def shaped(value: Any, fields: Fields, where: str = "") -> dict[str, Any]:
    """`value` as an object that has no fields but these, of their types; nulls left out."""
    if not isinstance(value, dict):
        raise _mistyped(where or "body", value, "object")
    for name, field in value.items():
        if name not in fields:
            raise RefusedError(422, f"unknown field: parameter '{name}' is not a valid field.")
        if field is not None and not _is(field, fields[name]):
            raise _mistyped(f"{where}.{name}" if where else name, field, fields[name])
    return {
        name: int(field) if fields[name] == "integer" else field
        for name, field in value.items()
        if field is not None
    }


def items(value: Any, kind: str, where: str) -> list[Any]:
    """`value` as a list of things of one type; absent is empty."""
    found: list[Any] = value or []
    for index, item in enumerate(found):
        if not _is(item, kind):
            raise _mistyped(f"{where}[{index}]", item, kind)
    return found


def one_of(value: str | None, allowed: tuple[str, ...], where: str) -> str:
    """`value` if it is allowed; empty when absent."""
    if value is None or value in allowed:
        return value or ""
    raise RefusedError(
        422, f"invalid value: parameter '{where}' must be one of {', '.join(allowed)}."
    )


def bounded(body: Mapping[str, Any]) -> None:
    """Refuse numbers out of their bounds."""
    for name, (low, high, words) in _BOUNDS.items():
        if name in body and not low <= body[name] <= high:
            raise invalid(f"{name} must be between {words} inclusive.")


def _is(value: Any, kinds: str) -> bool:
    return kinds == "any" or _kind(value) in kinds.replace("number", "number|integer").split("|")


def _kind(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "integer" if value.is_integer() else "number"
        case str():
            return "string"
        case list():
            return "array"
    return "object"


def _mistyped(where: str, value: Any, kinds: str) -> RefusedError:
    found, wanted = _kind(value), kinds.replace("|", " or ")
    return RefusedError(
        422,
        f"invalid type: parameter {where} is of type {found} but should be of type {wanted}.",
    )
