"""The fields of a v1 chat request: which exist, of which type, within which bounds (API.md 6.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cohere_tui.sandbox import fields

if TYPE_CHECKING:
    from cohere_tui.sandbox.fields import Bounds, Fields

REQUEST: Fields = {
    "message": "string", "model": "string", "stream": "boolean", "preamble": "string",
    "chat_history": "array", "conversation_id": "string", "prompt_truncation": "string",
    "connectors": "array", "search_queries_only": "boolean", "documents": "array",
    "citation_quality": "string", "temperature": "number", "max_tokens": "integer",
    "max_input_tokens": "integer", "k": "integer", "p": "number", "seed": "integer",
    "stop_sequences": "array", "frequency_penalty": "number", "presence_penalty": "number",
    "raw_prompting": "boolean", "tools": "array", "tool_results": "array",
    "force_single_step": "boolean", "response_format": "object", "safety_mode": "string",
}  # fmt: skip
PAST: Fields = {
    "role": "string", "message": "string", "tool_calls": "array", "tool_results": "array",
}  # fmt: skip
ROLES = ("USER", "CHATBOT", "SYSTEM", "TOOL")
CALL: Fields = {"name": "string", "parameters": "object"}
RESULT: Fields = {"call": "object", "outputs": "array"}
TOOL: Fields = {"name": "string", "description": "string", "parameter_definitions": "object"}
PARAMETER: Fields = {"description": "string", "type": "string", "required": "boolean"}
CONNECTOR: Fields = {
    "id": "string", "user_access_token": "string", "continue_on_failure": "boolean",
    "options": "object",
}  # fmt: skip
TRUNCATIONS = ("OFF", "AUTO", "AUTO_PRESERVE_ORDER")
BOUNDS: Bounds = {
    "temperature": (0, 1, "0 and 1.0"),
    "frequency_penalty": (0, 1, "0 and 1"),
    "presence_penalty": (0, 1, "0 and 1"),
    "p": (0.01, 0.99, "0.01 and 0.99"),
    "k": (0, 500, "0 and 500"),
    "seed": (0, 2**64 - 1, f"0 and {2**64 - 1}"),
}


def within(value: Any, table: Fields, where: str) -> dict[str, Any]:
    """The known fields of an object inside a v1 request; others are passed over, as in v1."""
    if isinstance(value, dict):
        value = {name: field for name, field in value.items() if name in table}
    return fields.shaped(value, table, where)
